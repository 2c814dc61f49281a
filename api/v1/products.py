"""What is for sale: over all shops on the marketplace's host, of one shop on its own."""

from dataclasses import replace
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import market_url, page_url
from api.pagination import PARAMETERS, page_size
from api.parameters import amounts, choice, flag, refuse, single, texts
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
from marketplace.discovery.details import ListingDetail, VariantDetail, read_listing
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.queries import ORDERINGS, Page, list_listings
from tenants.kernel.errors import NotFound
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


class VariantDocument(Document):
    id = serializers.UUIDField(help_text="Goes into the cart")
    title = serializers.CharField()
    options = serializers.DictField(child=serializers.CharField())
    price = MoneyDocument(allow_null=True)
    stock = StockDocument()
    sku = serializers.CharField()
    min_quantity = serializers.IntegerField()
    max_quantity = serializers.IntegerField(allow_null=True)
    image = ImageDocument(allow_null=True)


class CategoryRefDocument(Document):
    slug = serializers.CharField()
    name = serializers.CharField()


class ProductDocument(ProductCardDocument):
    description = serializers.CharField()
    images = ImageDocument(many=True)
    categories = CategoryRefDocument(many=True, help_text="From the widest to its own")
    attributes = serializers.DictField(child=serializers.CharField())
    variants = VariantDocument(many=True, help_text="Empty for a simple product")
    sku = serializers.CharField(help_text="A simple product's")
    min_quantity = serializers.IntegerField(help_text="A simple product's")
    max_quantity = serializers.IntegerField(allow_null=True, help_text="A simple product's")
    rating = serializers.CharField(allow_null=True, help_text="1 to 5, such as 4.25")


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
        "stock": stock(card),
        "has_variants": card.has_variants,
        "is_featured": card.is_featured,
    }


def stock(row: ListingCard | ListingDetail | VariantDetail) -> Shape:
    return {"available": row.is_available, "quantity": row.quantity}


def variant(row: VariantDetail, schema: str) -> Shape:
    return {
        "id": str(row.uuid),
        "title": row.title,
        "options": row.options,
        "price": optional_amount(row.price, row.currency),
        "stock": stock(row),
        "sku": row.sku,
        "min_quantity": row.min_quantity,
        "max_quantity": row.max_quantity,
        "image": image(row.image, schema, row.title),
    }


def product(row: ListingDetail) -> Shape:
    """`variants` of a simple product are its own one, which is told by the product's members."""
    shop, schema = row.retailer, row.retailer.schema_name
    images = [image(one, schema, row.title) for one in row.images]
    own = None if row.has_variants or not row.variants else row.variants[0]
    return {
        "id": str(row.uuid),
        "title": row.title,
        "slug": row.slug,
        "url": market_url(row.path),
        "brand": row.brand,
        "retailer": {"slug": shop.slug, "name": shop.name, "url": shop.url},
        "price": optional_amount(row.price, row.currency),
        "price_max": optional_amount(row.price_max, row.currency),
        "image": images[0] if images else None,
        "stock": stock(row),
        "has_variants": row.has_variants,
        "is_featured": row.is_featured,
        "description": row.description,
        "images": images,
        "categories": [{"slug": one.slug, "name": one.name} for one in row.categories],
        "attributes": row.attributes,
        "variants": [variant(one, schema) for one in row.variants] if own is None else [],
        "sku": own.sku if own else "",
        "min_quantity": own.min_quantity if own else 1,
        "max_quantity": own.max_quantity if own else None,
        "rating": None if row.rating is None else str(row.rating),
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


class ListEndpoint(Endpoint):
    query = PARAMETERS | FILTERS

    def answer(self, request: Request, filters: ListingFilters) -> Response:
        here = narrowed(filters, self.retailer)
        size, cursor = page_size(request), single(request._request.GET, "cursor")
        page = list_listings(here, cursor, size) if here else Page([], None, None)
        return Response(product_page(request, page))


class ProductListView(ListEndpoint):
    @extend_schema(
        operation_id="products_list",
        summary="Products with price, picture and stock",
        tags=["catalogue"],
        parameters=PARAMETER_DOCUMENTS,
        responses={200: ProductPageDocument},
    )
    def get(self, request: Request) -> Response:
        return self.answer(request, read_filters(request))


class SearchView(ListEndpoint):
    @extend_schema(
        operation_id="search",
        summary="Products that fit some words, the best first",
        description="As `products/` with `search`, which must be there.",
        tags=["catalogue"],
        parameters=PARAMETER_DOCUMENTS,
        responses={200: ProductPageDocument},
    )
    def get(self, request: Request) -> Response:
        filters = read_filters(request)
        if not filters.search:
            raise refuse("search", "Say what to search for.")
        return self.answer(request, filters)


class ProductDetailView(Endpoint):
    @extend_schema(
        operation_id="products_read",
        summary="One product with its variants",
        tags=["catalogue"],
        responses={200: ProductDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        row = read_listing(id, retailer=self.retailer.slug if self.retailer else "")
        if row is None:
            raise NotFound("There is no such product, or it is not for sale now.")
        return Response(product(row))
