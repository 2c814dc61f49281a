"""What is for sale: over all shops on the marketplace's host, of one shop on its own."""

from dataclasses import replace

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import market_url, page_url
from api.pagination import PARAMETERS, page_size
from api.parameters import amounts, choice, flag, single, texts
from api.v1.documents import (
    Document,
    ImageDocument,
    MoneyDocument,
    PageDocument,
    RetailerRefDocument,
)
from api.v1.shapes import Shape, image, optional_amount
from api.views import Endpoint
from marketplace.discovery.cards import ListingCard
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.queries import ORDERINGS, Page, list_listings
from tenants.models import Retailer

FILTERS = frozenset(
    {
        "search",
        "category",
        "brand",
        "price_min",
        "price_max",
        "in_stock",
        "featured",
        "retailer",
        "ordering",
    }
)

PARAMETER_DOCUMENTS = [
    OpenApiParameter("search", str, many=True, description="Words; a typo is forgiven"),
    OpenApiParameter(
        "category", str, many=True, description="Slugs; what lies below is included; repeated: or"
    ),
    OpenApiParameter("brand", str, many=True, description="Names, in any spelling; repeated: or"),
    OpenApiParameter("price_min", OpenApiTypes.DECIMAL, description="As a number"),
    OpenApiParameter("price_max", OpenApiTypes.DECIMAL, description="As a number"),
    OpenApiParameter("in_stock", bool, description="Whether it can be bought now"),
    OpenApiParameter("featured", bool, description="Whether its shop puts it forward"),
    OpenApiParameter("retailer", str, many=True, description="Slugs of shops; repeated: or"),
    OpenApiParameter(
        "ordering",
        str,
        enum=list(ORDERINGS),
        description="`relevance` with a search, else `newest`",
    ),
    OpenApiParameter("cursor", str, description="From `next` or `previous`"),
    OpenApiParameter("page_size", int, description="20; at most 100"),
]


class StockDocument(Document):
    available = serializers.BooleanField()
    quantity = serializers.IntegerField(allow_null=True, help_text="null: not counted")


class ProductCardDocument(Document):
    id = serializers.UUIDField()
    title = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.URLField(help_text="Its page at the marketplace")
    brand = serializers.CharField()
    retailer = RetailerRefDocument()
    price = MoneyDocument(allow_null=True, help_text="Of variants the lowest that can be bought")
    price_max = MoneyDocument(allow_null=True)
    image = ImageDocument(allow_null=True)
    stock = StockDocument(help_text="Of variants the sum")
    has_variants = serializers.BooleanField()
    is_featured = serializers.BooleanField()


class ProductPageDocument(PageDocument):
    results = ProductCardDocument(many=True)


def product_card(card: ListingCard) -> Shape:
    shop = card.retailer
    return {
        "id": str(card.uuid),
        "title": card.title,
        "slug": card.slug,
        "url": market_url(card.path),
        "brand": card.brand,
        "retailer": {"slug": shop.slug, "name": shop.name, "url": shop.url},
        "price": optional_amount(card.price, card.currency),
        "price_max": optional_amount(card.price_max, card.currency),
        "image": image(card.image, card.schema_name, card.title),
        "stock": {"available": card.is_available, "quantity": card.quantity},
        "has_variants": card.has_variants,
        "is_featured": card.is_featured,
    }


def product_page(request: Request, page: Page) -> Shape:
    return {
        "results": [product_card(card) for card in page.results],
        "next": page_url(request, page.next),
        "previous": page_url(request, page.previous),
    }


def read_filters(request: Request) -> ListingFilters:
    """The filters of a query string. Raises InvalidParameter."""
    query = request._request.GET
    lowest, highest = amounts(query, "price_min"), amounts(query, "price_max")
    return ListingFilters(
        search=" ".join(texts(query, "search")),
        category=tuple(texts(query, "category")),
        brand=tuple(texts(query, "brand")),
        retailer=tuple(texts(query, "retailer")),
        price_min=min(lowest, default=None),
        price_max=max(highest, default=None),
        in_stock=flag(query, "in_stock"),
        featured=flag(query, "featured"),
        ordering=choice(query, "ordering", ORDERINGS) or "",
    )


def narrowed(filters: ListingFilters, shop: Retailer | None) -> ListingFilters | None:
    """On a shop's host that shop's alone; None when another shop was asked for there."""
    if shop is None:
        return filters
    if filters.retailer and shop.slug not in filters.retailer:
        return None
    return replace(filters, retailer=(shop.slug,))


class ProductListView(Endpoint):
    query = PARAMETERS | FILTERS

    @extend_schema(
        operation_id="products_list",
        summary="Products with price, picture and stock",
        tags=["catalogue"],
        parameters=PARAMETER_DOCUMENTS,
        responses={200: ProductPageDocument},
    )
    def get(self, request: Request) -> Response:
        filters = narrowed(read_filters(request), self.retailer)
        size, cursor = page_size(request), single(request._request.GET, "cursor")
        page = list_listings(filters, cursor, size) if filters else Page([], None, None)
        return Response(product_page(request, page))
