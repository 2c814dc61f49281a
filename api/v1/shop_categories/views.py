"""A shop's own categories: its shelves, as it names them."""

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import read
from api.shops import ShopEndpoint
from api.v1.shop_categories.inputs import ShelfInput
from api.v1.shop_categories.outputs import ShelfListOutput, ShelfOutput, show_shelves
from api.views import list_response
from marketplace.discovery.shop_categories import read_shelves
from tenants.kernel.errors import Invalid, NotFound
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.category_paths import make_category


def add_shelf(request: Request, shop: Retailer) -> Response:
    path_sent = read(ShelfInput, request.data)["path"]
    with use_retailer(shop):
        path = make_category(path=path_sent.split(">"))
    for shelf, count in read_shelves(shop):
        if shelf == path:
            return Response(show_shelves([(shelf, count)])[0], status=201)
    raise NotFound(gettext("It was removed in the meantime."))


class ShopCategoriesView(ShopEndpoint):
    rights = {"POST": "catalogue.add_category"}
    problems = {"post": [Invalid]}

    @extend_schema(
        operation_id="retailers_categories",
        summary="A shop's own categories as a tree",
        tags=["retailers"],
        responses={200: ShelfListOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        return list_response(show_shelves(read_shelves(self.own_shop)))

    @extend_schema(
        operation_id="retailers_categories_add",
        summary="Make a category of a shop, with those above it",
        description="One that is there already stays as it is. For the shop's staff.",
        tags=["retailers"],
        request=ShelfInput,
        responses={201: ShelfOutput},
    )
    def post(self, request: Request, slug: str) -> Response:
        return add_shelf(request, self.own_shop)
