"""The public projection of what the shops sell. These tables exist once, in public.

A Listing is one stand-alone or parent product, a ListingVariant one thing that can be put
into a cart (the product itself, or each of its variants). Both carry their product's own
UUID. They are written in the transaction that changed the shop and can be made all again.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Upper

from tenants.models import Retailer


class MarketCategory(models.Model):
    """A node of the marketplace's own taxonomy; `path` is "home/kitchen/mugs"."""

    path = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    keywords = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = "market categories"

    def __str__(self) -> str:
        return self.path


class CategoryMapping(models.Model):
    """Where a shop's category stands in the marketplace: suggested, then confirmed by staff."""

    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE)
    shop_category = models.BigIntegerField()
    shop_path = models.CharField(max_length=500)
    category = models.ForeignKey(MarketCategory, on_delete=models.PROTECT)
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["retailer", "shop_category"], name="category_mapped_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.shop_path} -> {self.category_id}"


class Listing(models.Model):
    uuid = models.UUIDField(primary_key=True, editable=False)
    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE, related_name="listings")
    is_visible = models.BooleanField(default=True)
    short_id = models.CharField(max_length=12, unique=True)
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=120, blank=True)
    brand_key = models.CharField(max_length=120, blank=True)
    category = models.ForeignKey(MarketCategory, on_delete=models.PROTECT)
    shop_categories = models.JSONField(default=list)
    attributes = models.JSONField(default=dict)
    images = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    price_max = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    is_available = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField(null=True)
    has_variants = models.BooleanField(default=False)
    is_featured = models.BooleanField(default=False)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    created_at = models.DateTimeField()
    search = SearchVectorField(null=True)
    terms = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-created_at", "uuid"],
                condition=models.Q(is_visible=True),
                name="listing_newest",
            ),
            models.Index(
                fields=["price", "uuid"],
                condition=models.Q(is_visible=True),
                name="listing_price",
            ),
            models.Index(
                fields=["retailer", "-created_at", "uuid"],
                condition=models.Q(is_visible=True),
                name="listing_retailer_newest",
            ),
            models.Index(
                fields=["category", "-created_at", "uuid"],
                condition=models.Q(is_visible=True),
                name="listing_category_newest",
            ),
            models.Index(
                fields=["brand_key", "uuid"],
                condition=models.Q(is_visible=True),
                name="listing_brand",
            ),
            GinIndex(fields=["search"], name="listing_search"),
            GinIndex(OpClass(Upper("terms"), name="gin_trgm_ops"), name="listing_terms"),
        ]

    def __str__(self) -> str:
        return self.title


class ListingVariant(models.Model):
    uuid = models.UUIDField(primary_key=True, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="variants")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=255)
    options = models.JSONField(default=dict)
    sku = models.CharField(max_length=128, blank=True)
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    is_available = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField(null=True)
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(null=True)
    image = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.title
