"""What is answered about products, and how it is described."""

from decimal import Decimal

from django.conf import settings
from rest_framework import serializers

from api.links import market_url
from api.v1.documents import (
    DeliveryOptionDocument,
    Document,
    ImageDocument,
    MoneyDocument,
    PageDocument,
    RetailerRefDocument,
)
from api.v1.shapes import Shape, image, optional_amount, timestamp
from marketplace.discovery.cards import ListingCard, RetailerCard
from marketplace.discovery.details import Delivery, ListingDetail, VariantDetail
from marketplace.discovery.facets import Choice, Facets
from tenants.kernel.money import format_amount
from tenants.kernel.rich_text import clean_html

STATUSES = ["active", "hidden", "archived"]


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
    was = MoneyDocument(
        allow_null=True, help_text="What `price` is without the sale that stands now; null: none"
    )
    on_sale = serializers.BooleanField(help_text="Of variants whether any is reduced now")
    image = ImageDocument(allow_null=True)
    stock = StockDocument(help_text="Of variants the sum")
    has_variants = serializers.BooleanField()
    is_featured = serializers.BooleanField()
    rating = serializers.CharField(
        allow_null=True, help_text="The reviews' average, 1 to 5, such as 4.25"
    )
    rating_count = serializers.IntegerField(help_text="Reviews")


class VariantDocument(Document):
    id = serializers.UUIDField(help_text="Goes into the cart")
    title = serializers.CharField()
    options = serializers.DictField(child=serializers.CharField())
    price = MoneyDocument(allow_null=True)
    was = MoneyDocument(allow_null=True, help_text="Without the sale that stands now; null: none")
    stock = StockDocument()
    sku = serializers.CharField()
    min_quantity = serializers.IntegerField()
    max_quantity = serializers.IntegerField(allow_null=True)
    image = ImageDocument(allow_null=True)


class CategoryRefDocument(Document):
    slug = serializers.CharField()
    name = serializers.CharField()


class ProductDocument(ProductCardDocument):
    description = serializers.CharField(help_text="HTML with harmless markup alone")
    images = ImageDocument(many=True)
    categories = CategoryRefDocument(many=True, help_text="From the widest to its own")
    shop_categories = serializers.ListField(
        child=serializers.CharField(), help_text="The shop's own: `Home > Kitchen`"
    )
    attributes = serializers.DictField(child=serializers.CharField())
    variants = VariantDocument(many=True, help_text="Empty for a simple product")
    sku = serializers.CharField(help_text="A simple product's")
    min_quantity = serializers.IntegerField(help_text="A simple product's")
    max_quantity = serializers.IntegerField(allow_null=True, help_text="A simple product's")
    delivery_options = DeliveryOptionDocument(many=True)
    status = serializers.ChoiceField(
        choices=STATUSES, help_text="Only staff of the shop see what is not `active`"
    )
    created_at = serializers.DateTimeField()


class ProductPageDocument(PageDocument):
    results = ProductCardDocument(many=True)


class VariantListDocument(Document):
    results = VariantDocument(many=True)


class VariantStockDocument(Document):
    id = serializers.UUIDField()
    options = serializers.DictField(child=serializers.CharField())
    stock = StockDocument()
    min_quantity = serializers.IntegerField()
    max_quantity = serializers.IntegerField(allow_null=True)


class AvailabilityDocument(Document):
    stock = StockDocument(help_text="Of variants the sum")
    items = VariantStockDocument(many=True, help_text="What can be put into a cart")
    delivery_options = DeliveryOptionDocument(many=True)


class VariantPriceDocument(Document):
    id = serializers.UUIDField()
    options = serializers.DictField(child=serializers.CharField())
    price = MoneyDocument(allow_null=True)
    was = MoneyDocument(allow_null=True, help_text="Without the sale that stands now; null: none")


class PriceDocument(Document):
    price = MoneyDocument(allow_null=True, help_text="Of variants the lowest that can be bought")
    price_max = MoneyDocument(allow_null=True)
    was = MoneyDocument(
        allow_null=True, help_text="What `price` is without the sale that stands now; null: none"
    )
    on_sale = serializers.BooleanField(help_text="Of variants whether any is reduced now")
    items = VariantPriceDocument(many=True, help_text="What can be put into a cart")


class ChoiceDocument(Document):
    value = serializers.CharField(help_text="What the filter takes")
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class CategoryChoiceDocument(ChoiceDocument):
    depth = serializers.IntegerField(help_text="From 0, in the order of the tree")


class AvailabilityFacetDocument(Document):
    in_stock = serializers.IntegerField()
    out_of_stock = serializers.IntegerField()


class PriceFacetDocument(Document):
    min = serializers.CharField(allow_null=True, help_text="In `currency`, by the day's rates")
    max = serializers.CharField(allow_null=True)
    currency = serializers.CharField(help_text="What the filters' amounts are in")


class CurrencyFacetDocument(Document):
    value = serializers.CharField(help_text="ISO 4217")
    count = serializers.IntegerField()
    rated_on = serializers.DateField(
        allow_null=True, help_text="The day of the rate by which its prices are compared"
    )


class FacetsDocument(Document):
    total = serializers.IntegerField()
    categories = CategoryChoiceDocument(many=True)
    brands = ChoiceDocument(many=True, help_text="The 30 with most products")
    retailers = ChoiceDocument(many=True)
    availability = AvailabilityFacetDocument()
    price = PriceFacetDocument()
    on_sale = serializers.IntegerField(help_text="How many are reduced now")
    currencies = CurrencyFacetDocument(many=True, help_text="What the shops sell in")


class FacetedPageDocument(ProductPageDocument):
    facets = FacetsDocument(required=False, help_text="Only with `facets=true`")


def product_card(card: ListingCard | ListingDetail) -> Shape:
    shop = card.retailer
    # One amount is written once: a page has twenty of them.
    lowest = highest = optional_amount(card.price, card.currency)
    if card.price_max != card.price:
        highest = optional_amount(card.price_max, card.currency)
    first = card.image if isinstance(card, ListingCard) else next(iter(card.images), None)
    return {
        "id": str(card.uuid),
        "title": card.title,
        "slug": card.slug,
        "url": market_url(card.path),
        "brand": card.brand,
        "retailer": _retailer(shop),
        "price": lowest,
        "price_max": highest,
        "was": optional_amount(card.was, card.currency),
        "on_sale": card.is_reduced,
        "image": image(first, shop.schema_name, card.title),
        "stock": stock(card),
        "has_variants": card.has_variants,
        "is_featured": card.is_featured,
        "rating": None if card.rating is None else str(card.rating),
        "rating_count": card.rating_count,
    }


def _retailer(shop: RetailerCard) -> Shape:
    return {"slug": shop.slug, "name": shop.name, "url": shop.url}


def stock(row: ListingCard | ListingDetail | VariantDetail) -> Shape:
    return {"available": row.is_available, "quantity": row.quantity}


def variant(row: VariantDetail, schema: str) -> Shape:
    return {
        "id": str(row.uuid),
        "title": row.title,
        "options": row.options,
        "price": optional_amount(row.price, row.currency),
        "was": optional_amount(row.was, row.currency),
        "stock": stock(row),
        "sku": row.sku,
        "min_quantity": row.min_quantity,
        "max_quantity": row.max_quantity,
        "image": image(row.image, schema, row.title),
    }


def product(row: ListingDetail, *, status: str = "active") -> Shape:
    """`variants` of a simple product are its own one, which is told by the product's members."""
    schema = row.retailer.schema_name
    own = None if row.has_variants or not row.variants else row.variants[0]
    return product_card(row) | {
        "description": clean_html(row.description),
        "images": [image(one, schema, row.title) for one in row.images],
        "categories": [{"slug": one.slug, "name": one.name} for one in row.categories],
        "shop_categories": row.shop_categories,
        "attributes": row.attributes,
        "variants": variants(row),
        "sku": own.sku if own else "",
        "min_quantity": own.min_quantity if own else 1,
        "max_quantity": own.max_quantity if own else None,
        "delivery_options": delivery_options(row.delivery),
        "status": status,
        "created_at": timestamp(row.created_at),
    }


def variants(row: ListingDetail) -> list[Shape]:
    if not row.has_variants:
        return []
    return [variant(one, row.retailer.schema_name) for one in row.variants]


def availability(row: ListingDetail) -> Shape:
    return {
        "stock": stock(row),
        "items": [
            {
                "id": str(one.uuid),
                "options": one.options,
                "stock": stock(one),
                "min_quantity": one.min_quantity,
                "max_quantity": one.max_quantity,
            }
            for one in row.variants
        ],
        "delivery_options": delivery_options(row.delivery),
    }


def price(row: ListingDetail) -> Shape:
    return {
        "price": optional_amount(row.price, row.currency),
        "price_max": optional_amount(row.price_max, row.currency),
        "was": optional_amount(row.was, row.currency),
        "on_sale": row.is_reduced,
        "items": [
            {
                "id": str(one.uuid),
                "options": one.options,
                "price": optional_amount(one.price, one.currency),
                "was": optional_amount(one.was, one.currency),
            }
            for one in row.variants
        ],
    }


def delivery_options(delivery: Delivery) -> list[Shape]:
    """Only what the shop offers. Collecting costs nothing."""
    free, options = delivery.free_over, []
    if delivery.offers_delivery:
        options.append(("delivery", delivery.fee, free))
    if delivery.offers_pickup:
        options.append(("pickup", Decimal(0), None))
    return [
        {
            "fulfilment": name,
            "fee": optional_amount(fee, delivery.currency),
            "free_over": optional_amount(over, delivery.currency),
        }
        for name, fee, over in options
    ]


def facets(found: Facets) -> Shape:
    return {
        "total": found.total,
        "categories": [_choice(one) | {"depth": one.depth} for one in found.categories],
        "brands": [_choice(one) for one in found.brands],
        "retailers": [_choice(one) for one in found.retailers],
        "availability": {"in_stock": found.in_stock, "out_of_stock": found.out_of_stock},
        "price": _prices(found),
        "on_sale": found.on_sale,
        "currencies": [
            {
                "value": one.currency,
                "count": one.count,
                "rated_on": one.rated_on.isoformat() if one.rated_on else None,
            }
            for one in found.currencies
        ],
    }


def _choice(one: Choice) -> Shape:
    return {"value": one.value, "label": one.label, "count": one.count}


def _prices(found: Facets) -> Shape:
    currency = found.currency or settings.MARKET_CURRENCY
    lowest, highest = (
        None if amount is None else format_amount(amount, currency)
        for amount in (found.price_min, found.price_max)
    )
    return {"min": lowest, "max": highest, "currency": currency}
