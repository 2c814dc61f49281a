"""A shop's own categories: its shelves, as it names them."""

from drf_spectacular.helpers import lazy_serializer
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import Input
from api.shops import ShopEndpoint
from api.v1.documents import Document
from api.v1.products.inputs import read
from api.v1.shapes import Shape
from marketplace.discovery.shop_categories import SEPARATOR, read_shelves
from tenants.kernel.errors import Invalid, NotFound
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.category_paths import make_category


class ShelfDocument(Document):
    name = serializers.CharField()
    path = serializers.CharField(help_text="`Home > Mugs`: what `shop_categories` take")
    product_count = serializers.IntegerField(help_text="What lies below is included")
    children = serializers.SerializerMethodField()

    @extend_schema_field(lazy_serializer("api.v1.shop_categories.views.ShelfDocument")(many=True))
    def get_children(self, node: Shape) -> list[Shape]:
        return list(node["children"])


class ShelfListDocument(Document):
    results = ShelfDocument(many=True)


class ShelfInput(Input):
    path = serializers.CharField(
        max_length=500, help_text="`Home > Mugs`; what is missing above it is made as well"
    )


def shelf_tree(shelves: list[tuple[str, int]]) -> list[Shape]:
    """Nested; a shelf whose upper one is not there stands at the top."""
    nodes: dict[str, Shape] = {}
    top: list[Shape] = []
    for path, count in sorted(shelves, key=lambda one: one[0].split(SEPARATOR)):
        above, _, name = path.rpartition(SEPARATOR)
        node = {"name": name, "path": path, "product_count": count, "children": []}
        nodes[path] = node
        (nodes[above]["children"] if above in nodes else top).append(node)
    return top


class ShopCategoriesView(ShopEndpoint):
    rights = {"POST": "catalogue.add_category"}
    problems = {"post": [Invalid]}

    @extend_schema(
        operation_id="retailers_categories",
        summary="A shop's own categories as a tree",
        tags=["retailers"],
        responses={200: ShelfListDocument},
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response({"results": shelf_tree(read_shelves(self.own_shop))})

    @extend_schema(
        operation_id="retailers_categories_add",
        summary="Make a category of a shop, with those above it",
        description="One that is there already stays as it is. For the shop's staff.",
        tags=["retailers"],
        request=ShelfInput,
        responses={201: ShelfDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        wanted = read(ShelfInput, request.data)["path"]
        with use_retailer(self.own_shop):
            path = make_category(path=wanted.split(">"))
        for one, count in read_shelves(self.own_shop):
            if one == path:
                return Response(shelf_tree([(one, count)])[0], status=201)
        raise NotFound("It was removed in the meantime.")
