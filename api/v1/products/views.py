"""What is for sale: over all shops on the marketplace's host, of one shop on its own or below
its own address. Staff of the shop write there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.links import page_url
from api.pagination import page_size, paginate
from api.parameters import flag, single
from api.shops import ShopEndpoint, ShopNotNamed
from api.v1 import samples
from api.v1.products.filters import (
    PARAMETER_DOCUMENTS,
    QUERY,
    STATUS,
    narrowed,
    read_filters,
    read_status,
)
from api.v1.products.inputs import (
    UNSAID,
    UNSAID_OFFER,
    NewProductInput,
    ProductChangeInput,
    ProductInput,
)
from api.v1.products.outputs import (
    AvailabilityOutput,
    FacetedPageOutput,
    PriceOutput,
    ProductOutput,
    show_availability,
    show_card,
    show_price,
    show_product,
    show_readings,
)
from api.v1.search.outputs import show_facets
from marketplace.discovery.cards import read_cards
from marketplace.discovery.details import ListingDetail, read_listing, read_withheld
from marketplace.discovery.facets import Facets, facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.queries import NO_PRODUCT, Page, list_listings
from tenants.kernel.errors import Invalid, NotFound, Refusal
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import edits
from tenants.shop.catalogue.duplicates import NameTaken
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import archive_product
from tenants.shop.partner.services import InvalidPrice, StockBelowReserved

OFFERED = ("description", "brand", "attributes", "price", "on_hand", "sku", "status")
SIMPLE: dict[str, Any] = {"has_variants": False, "variants": [], "sku": "MUG"}


def product_page(request: Request, page: Page) -> FacetedPageOutput:
    return {
        "results": [show_card(card) for card in page.results],
        "next": page_url(request, page.next),
        "previous": page_url(request, page.previous),
    }


class ListEndpoint(ShopEndpoint):
    query = QUERY

    def answer(self, request: Request, filters: ListingFilters) -> Response:
        here = narrowed(filters, self.shop)
        size, cursor = page_size(request), single(web_request(request).GET, "cursor")
        page = list_listings(here, cursor, size) if here else Page([], None, None)
        body = product_page(request, page)
        if filters.search:
            body["readings"] = show_readings(page.words)
        if flag(web_request(request).GET, "facets"):
            body["facets"] = show_facets(facets(here) if here else Facets())
        return Response(body)


class ProductEndpoint(ShopEndpoint):
    """One product of what the host, or the path, speaks of."""

    def find(self, id: UUID) -> ListingDetail:  # noqa: A002
        """What shoppers see of it; what they do not, its shop's staff do. Raises NotFound."""
        row = read_listing(id, retailer=self.shop.slug if self.shop else "")
        if row is None and self.shop and self.is_allowed("catalogue.view_product"):
            row = read_withheld(id, retailer=self.shop.slug)
        if row is None:
            raise NotFound(NO_PRODUCT)
        return row

    def show(self, id: UUID) -> ProductOutput:  # noqa: A002
        row = self.find(id)
        return show_product(row, status="active" if row.is_visible else self._why(row))

    @contextmanager
    def product(self, uuid: UUID, *, parent: UUID | None = None) -> Iterator[Product]:
        """For staff, in the schema of their shop. Raises NotFound."""
        with use_retailer(self.own_shop):
            rows = Product.objects.filter(uuid=uuid).select_related("parent")
            above = {"parent__uuid": parent, "archived_at": None} if parent else {"parent": None}
            product = rows.filter(**above).first()
            if product is None:
                raise NotFound(gettext("There is no such product in this shop."))
            yield product

    def _why(self, row: ListingDetail) -> str:
        with use_retailer(self.own_shop):
            archived = edits.withheld_products(status=edits.ARCHIVED).filter(uuid=row.uuid).exists()
        return edits.ARCHIVED if archived else edits.HIDDEN


class ProductListView(ListEndpoint, ProductEndpoint):
    query = QUERY | {"status"}
    rights = {"POST": "catalogue.add_product"}
    problems = {
        "get": [403, ShopNotNamed],
        "post": [ShopNotNamed, Invalid, InvalidPrice, NameTaken],
    }
    examples = {
        "get": Example(answer={"next": f"{samples.MARKET}/api/v1/products/?cursor=WyJuZXdlc3QiXQ"}),
        "post": Example(request=OFFERED, answer=SIMPLE),
    }

    @extend_schema(
        operation_id="products_list",
        summary="Products with price, picture and stock",
        tags=["catalogue"],
        parameters=[*PARAMETER_DOCUMENTS, STATUS],
        responses={200: FacetedPageOutput},
    )
    def get(self, request: Request, category: str = "", **named: str) -> Response:
        """`category` is named by the path of an older address."""
        if status := read_status(request):
            return self._withheld(request, status)
        filters = read_filters(request)
        if category:
            filters = replace(filters, category=(category,))
        return self.answer(request, filters)

    def _withheld(self, request: Request, status: str) -> Response:
        """What the shop does not show, from its own table."""
        self.require("catalogue.view_product")
        with use_retailer(self.own_shop):
            rows = edits.withheld_products(status=status)
            page = paginate(request, rows, field="id", descending=True)
        cards = read_cards([product.uuid for product in page.rows])
        results = [show_card(card) for card in cards]
        return Response(page.body(results))

    @extend_schema(
        operation_id="products_create",
        summary="Put a product on the shelf",
        description="For the shop's staff.",
        tags=["catalogue"],
        request=NewProductInput,
        responses={201: ProductOutput},
    )
    def post(self, request: Request, **named: str) -> Response:
        values = read(NewProductInput, request.data)
        with use_retailer(self.own_shop):
            product = edits.create(values=values)
        return Response(self.show(product.uuid), status=201)


class FeaturedProductsView(ListEndpoint):
    query = QUERY - {"featured"}
    examples = {"get": Example(answer={"results": [{"is_featured": True}]})}

    @extend_schema(
        operation_id="products_featured",
        summary="Products that their shops put forward",
        tags=["catalogue"],
        parameters=[parameter for parameter in PARAMETER_DOCUMENTS if parameter.name != "featured"],
        responses={200: FacetedPageOutput},
    )
    def get(self, request: Request) -> Response:
        return self.answer(request, replace(read_filters(request), featured=True))


CHANGING_PARTS: list[type[Refusal] | int] = [
    Invalid,
    InvalidPrice,
    StockBelowReserved,
    ShopNotNamed,
]
CHANGING = [*CHANGING_PARTS, NameTaken]


class ProductDetailView(ProductEndpoint):
    rights = {
        "PUT": "catalogue.change_product",
        "PATCH": "catalogue.change_product",
        "DELETE": "catalogue.delete_product",
    }
    problems = {"put": CHANGING, "patch": CHANGING, "delete": [ShopNotNamed]}
    examples = {
        "put": Example(request=OFFERED, answer=SIMPLE),
        "patch": Example(request=("title", "status"), answer=SIMPLE),
    }

    @extend_schema(
        operation_id="products_read",
        summary="One product with its variants",
        description="Staff of its shop see what is hidden or archived too, on the shop's host.",
        tags=["catalogue"],
        responses={200: ProductOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        return Response(self.show(id))

    @if_match
    @extend_schema(
        operation_id="products_replace",
        summary="Write a product anew",
        description="What is not said takes its default. For the shop's staff.",
        tags=["catalogue"],
        request=ProductInput,
        responses={200: ProductOutput},
    )
    def put(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        values = read(ProductInput, request.data)
        has_variants = self.find(id).has_variants
        unsaid = UNSAID if has_variants else UNSAID | UNSAID_OFFER
        return self._change(id, unsaid | values)

    @if_match
    @extend_schema(
        operation_id="products_change",
        summary="Change some of a product",
        description="`status` hides it, archives it or brings it back. For the shop's staff.",
        tags=["catalogue"],
        request=ProductChangeInput,
        responses={200: ProductOutput},
    )
    def patch(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        return self._change(id, read(ProductChangeInput, request.data))

    @if_match
    @extend_schema(
        operation_id="products_archive",
        summary="Take a product from sale for good",
        description="It is kept for its orders: `status` brings it back. For the shop's staff.",
        tags=["catalogue"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        with self.product(id) as product:
            archive_product(product=product)
        return Response(status=204)

    def _change(self, id: UUID, values: dict[str, Any]) -> Response:  # noqa: A002
        with self.product(id) as product:
            edits.change(product=product, values=values)
        return Response(self.show(id))


class ProductAvailabilityView(ProductEndpoint):
    @extend_schema(
        operation_id="products_availability",
        summary="What can be bought of a product now, and how it is handed over",
        tags=["catalogue"],
        responses={200: AvailabilityOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        return Response(show_availability(self.find(id)))


class ProductPriceView(ProductEndpoint):
    @extend_schema(
        operation_id="products_price",
        summary="What a product costs now, variant by variant",
        tags=["catalogue"],
        responses={200: PriceOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        return Response(show_price(self.find(id)))
