"""The marketplace's categories and the brands, with how many products are under each."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, Cursor, paginate_by
from api.parameters import texts
from api.shops import ShopEndpoint, ShopNotNamed
from api.v1.categories.outputs import (
    BrandPageOutput,
    CategoryListOutput,
    CategoryOutput,
    build_tree,
    show_brand,
)
from api.v1.shop_categories.inputs import ShelfInput
from api.v1.shop_categories.outputs import ShelfOutput
from api.v1.shop_categories.views import add_shelf
from api.views import Endpoint, list_response
from marketplace.discovery.brands import Brand, list_brands
from marketplace.discovery.queries import NO_CATEGORY, count_categories
from tenants.kernel.errors import Invalid, NotFound

BRAND_SEARCH = OpenApiParameter(
    "search",
    str,
    many=True,
    description="A part of the name, without regard to case, accents and signs",
)


class CatalogueEndpoint(Endpoint):
    def category_tree(self) -> dict[str, CategoryOutput]:
        """Every category by its path, each with its children; one statement."""
        return build_tree(count_categories(retailer=self.retailer.slug if self.retailer else ""))


class CategoryListView(CatalogueEndpoint, ShopEndpoint):
    rights = {"POST": "catalogue.add_category"}
    problems = {"post": [Invalid, ShopNotNamed]}

    @extend_schema(
        operation_id="categories_list",
        summary="All categories as a tree",
        tags=["catalogue"],
        responses={200: CategoryListOutput},
    )
    def get(self, request: Request) -> Response:
        tree = self.category_tree()
        return list_response([node for path, node in tree.items() if "/" not in path])

    @extend_schema(
        operation_id="categories_add",
        summary="Make a category of the shop, with those above it",
        description=(
            "For the shop's staff, on its host. It is one of the shop's own, as at "
            "`retailers/{slug}/categories/`; the marketplace's are the operators'."
        ),
        tags=["catalogue"],
        request=ShelfInput,
        responses={201: ShelfOutput},
    )
    def post(self, request: Request) -> Response:
        return add_shelf(request, self.own_shop)


class CategoryDetailView(CatalogueEndpoint):
    examples = {
        "get": Example(
            answer={
                "children": [
                    {
                        "slug": "mugs",
                        "name": "Mugs",
                        "path": "home/mugs",
                        "product_count": 12,
                        "children": [],
                    }
                ]
            }
        )
    }

    @extend_schema(
        operation_id="categories_read",
        summary="One category with what lies below it",
        tags=["catalogue"],
        responses={200: CategoryOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        for node in self.category_tree().values():
            if node["slug"] == slug:
                return Response(node)
        raise NotFound(NO_CATEGORY)


class BrandListView(CatalogueEndpoint):
    query = PARAMETERS | {"search"}

    @extend_schema(
        operation_id="brands_list",
        summary="Brands of what is for sale",
        tags=["catalogue"],
        parameters=[BRAND_SEARCH, CURSOR, PAGE_SIZE],
        responses={200: BrandPageOutput},
    )
    def get(self, request: Request) -> Response:
        names = tuple(texts(web_request(request).GET, "search"))

        def read(cursor: Cursor | None, limit: int) -> list[Brand]:
            edge, backwards = (cursor.key, cursor.backwards) if cursor else (None, False)
            return list_brands(
                limit=limit, edge=edge, backwards=backwards, names=names, retailer=self.retailer
            )

        page = paginate_by(request, read, edge_of=lambda brand: brand.key)
        return Response(page.body([show_brand(brand) for brand in page.rows]))
