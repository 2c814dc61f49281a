"""The public projection of what the shops sell. These tables exist once, in public.

A Listing is one stand-alone or parent product, a ListingVariant one thing that can be put
into a cart (the product itself, or each of its variants). Both carry their product's own
UUID. They are written in the transaction that changed the shop and can be made all again.
"""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.discovery.count_models import CategoryCount as CategoryCount
from marketplace.discovery.count_models import FacetCount as FacetCount
from marketplace.discovery.functions import Deletions, Stem
from marketplace.discovery.standing_prices import PriceNow, price_now
from tenants.registry.models import Retailer

VISIBLE = Q(is_visible=True)
# Those that stand in lists at their own price at every moment; the others: ListedPrice.
USUAL = Q(is_visible=True, has_sales=False)
# Listings without a price come last in either direction of the orderings by price.
PRICE_IF_NONE_ASCENDING = 999_999_999_999_999
PRICE_IF_NONE_DESCENDING = -1
RATING_IF_NONE = 0  # those nobody has reviewed come last


class ExchangeRate(models.Model):
    """What one euro is in a currency, by which prices are compared (never by which one pays)."""

    currency = models.CharField(max_length=3, primary_key=True)
    per_euro = models.DecimalField(max_digits=18, decimal_places=8)
    day = models.DateField()
    source = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(per_euro__gt=0), name="rate_positive")]

    def __str__(self) -> str:
        return f"{self.per_euro} {self.currency}"


class MarketCategory(models.Model):
    """A node of the marketplace's own taxonomy; `path` is "home/kitchen/mugs"."""

    path = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    keywords = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name_plural = _("market categories")

    def __str__(self) -> str:
        return self.path


class CategoryMapping(models.Model):
    """Where a shop's category stands in the marketplace: suggested, then confirmed by staff."""

    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE)
    shop_category = models.BigIntegerField()
    shop_path = models.CharField(max_length=1000)
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


def _by_worth(*rest: str, prefix: str, condition: Q | None = None) -> list[models.Index]:
    """In both directions: of the whole market, of one shop, of one category.

    The market's have shop and category behind: it is passed over in the index what is another's,
    and where the statistics know of one shop only, its own index is the smaller and so taken.
    """
    nones = {"least": PRICE_IF_NONE_ASCENDING, "most": PRICE_IF_NONE_DESCENDING}
    return [
        models.Index(
            *map(F, place),
            Coalesce(F("comparable"), Value(none)),
            *map(F, rest if place else [*rest, "retailer", "category"]),
            condition=condition,
            name="_".join([prefix, *place, name, "worth"]),
        )
        for place in ([], ["retailer"], ["category"])
        for name, none in nones.items()
    ]


def _by_highest() -> list[models.Index]:
    """Where variants differ: by the dearest one. The others' only price is in the indexes above."""
    return [
        models.Index(
            fields=[*place, "has_sales", "comparable_max"],
            condition=Q(is_visible=True, comparable_max__gt=F("comparable")),
            name="_".join(["listing", *place, "highest"]),
        )
        for place in ([], ["retailer"], ["category"])
    ]


class ListingQuerySet(models.QuerySet["Listing"]):
    def priced(self, at: datetime) -> Self:
        """With what stands at this moment: see Listing.now."""
        sales = Sale.objects.standing(at).filter(product=OuterRef("pk"))
        return self.annotate(
            **{f"sale_{name}": Subquery(sales.values(name)) for name in SALE_COLUMNS}
        )


class Listing(models.Model):
    """Every stand-alone and parent product of every shop, whether it is on sale or not.

    `is_visible` says that the product itself is on sale. Whether its retailer is, is read
    from the retailer's own row by every query (queries.VISIBLE), never copied: a suspension
    or a new name holds at once and writes nothing here.
    """

    uuid = models.UUIDField(primary_key=True, editable=False)
    retailer = models.ForeignKey(
        Retailer, on_delete=models.CASCADE, related_name="listings", db_index=False
    )
    is_visible = models.BooleanField(default=True)
    short_id = models.CharField(max_length=12)
    slug = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=120, blank=True)
    # The brand without case, accents and punctuation: what is filtered and counted by.
    brand_key = models.CharField(max_length=120, blank=True)
    category = models.ForeignKey(MarketCategory, on_delete=models.PROTECT, db_index=False)
    shop_categories = models.JSONField(default=list)  # ["Home > Kitchen > Mugs"]
    attributes = models.JSONField(default=dict)  # {"Material": "Stoneware"}
    images = models.JSONField(default=list)  # [{"path": "...", "alt": "..."}]
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    price_max = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    # What the cheapest cost before (StockRecord.price_before), None where it is not reduced, and
    # whether any is; while a sale stands, its own row tells.
    was = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    is_reduced = models.BooleanField(default=False, db_default=False)
    # Both in euro, at the rates of ExchangeRate: what prices of all currencies are compared by.
    comparable = models.DecimalField(max_digits=24, decimal_places=9, null=True)
    comparable_max = models.DecimalField(max_digits=24, decimal_places=9, null=True)
    is_available = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField(null=True)
    has_variants = models.BooleanField(default=False)
    is_featured = models.BooleanField(default=False)
    # Whether rows of ListedPrice, instead of `comparable`, say where it stands by price.
    has_sales = models.BooleanField(default=False, db_default=False)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    rating_count = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    search = SearchVectorField(null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["short_id"], name="listing_short_id")]
        indexes = [
            models.Index(fields=["created_at", "uuid"], condition=VISIBLE, name="listing_newest"),
            *_by_worth("uuid", prefix="listing", condition=USUAL),
            models.Index(Lower("title"), F("uuid"), condition=VISIBLE, name="listing_title"),
            models.Index(
                Coalesce(F("rating"), Value(RATING_IF_NONE)),
                F("uuid"),
                condition=VISIBLE,
                name="listing_best_rated",
            ),
            models.Index(
                fields=["retailer", "created_at", "uuid"],
                condition=VISIBLE,
                name="listing_retailer_newest",
            ),
            models.Index(
                fields=["retailer", "created_at", "uuid"],
                condition=VISIBLE & Q(is_featured=True),
                name="listing_retailer_featured",
            ),
            models.Index(
                fields=["retailer", "is_featured", "created_at", "uuid"],
                condition=VISIBLE & ~Q(images=[]),
                name="listing_retailer_pictured",
            ),
            models.Index(
                fields=["uuid"],
                condition=VISIBLE & Q(is_reduced=True),
                name="listing_reduced",
            ),
            models.Index(
                fields=["category", "created_at", "uuid"],
                condition=VISIBLE,
                name="listing_category_newest",
            ),
            models.Index(
                fields=["brand_key", "created_at", "uuid"],
                condition=VISIBLE,
                name="listing_brand_newest",
            ),
            *_by_highest(),
            GinIndex(fields=["search"], name="listing_search", gin_pending_list_limit=256),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def now(self) -> PriceNow:
        """Of one that was read by `priced`."""
        return price_now(self)


class VariantQuerySet(models.QuerySet["ListingVariant"]):
    def priced(self, at: datetime) -> Self:
        """As ListingQuerySet.priced."""
        sales = Sale.objects.standing(at).filter(product=OuterRef("pk"))
        return self.annotate(
            **{f"sale_{name}": Subquery(sales.values(name)) for name in SALE_COLUMNS}
        )


class ListingVariant(models.Model):
    uuid = models.UUIDField(primary_key=True, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="variants")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=255)
    options = models.JSONField(default=dict)
    sku = models.CharField(max_length=128, blank=True)
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    was = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    is_available = models.BooleanField(default=False)
    quantity = models.PositiveIntegerField(null=True)
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(null=True)
    image = models.JSONField(null=True)

    objects = VariantQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def now(self) -> PriceNow:
        """Of one that was read by `priced`."""
        return price_now(self)


SALE_COLUMNS = ("price", "price_max", "was")


class SaleQuerySet(models.QuerySet["Sale"]):
    def standing(self, at: datetime) -> Self:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Sale(models.Model):
    """For this span of time one piece of a product costs less, by its shop's offers.

    `product` is a variant's UUID, or the listing's own; the spans of one never overlap, and
    those that are over may stay. `was` is None where the cheapest is not reduced itself.
    """

    product = models.UUIDField()
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="sales")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    price = models.DecimalField(max_digits=15, decimal_places=3)
    price_max = models.DecimalField(max_digits=15, decimal_places=3)
    was = models.DecimalField(max_digits=15, decimal_places=3, null=True)
    comparable = models.DecimalField(max_digits=24, decimal_places=9, null=True)
    comparable_max = models.DecimalField(max_digits=24, decimal_places=9, null=True)

    objects = SaleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "starts_at"], name="sale_once_at_a_time"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="sale_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.price} {self.currency} until {self.ends_at}"


class ListedPrice(models.Model):
    """By which price a listing that has sales stands in lists, from moment to moment.

    Made from its rows of Sale and itself (listed.py), so that a list by price walks an index to
    what stands, however much is reduced. The spans of one listing cover all time.
    """

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="listed_prices", db_index=False
    )
    retailer = models.ForeignKey(
        Retailer, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        MarketCategory, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    comparable = models.DecimalField(max_digits=24, decimal_places=9, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "starts_at"], name="listed_once_at_a_time")
        ]
        # With the span: one that does not stand is passed over without its row being read.
        indexes = _by_worth("listing", "starts_at", "ends_at", prefix="listed")

    def __str__(self) -> str:
        return f"{self.listing_id} until {self.ends_at}"


class Rewriting(models.Model):
    """A shop whose listings jobs.rewrite_listings writes again, from the highest UUID down to
    those below `below` ("": all), as a release makes them of other words."""

    retailer = models.OneToOneField(
        Retailer, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    below = models.CharField(max_length=36, blank=True)

    def __str__(self) -> str:
        return f"{self.retailer_id} below {self.below}"


class Rewording(models.Model):
    """A listing whose words the vocabulary has not counted yet. Writers of listings append here:
    two that brought the same words into it would wait for each other."""

    listing = models.UUIDField()

    def __str__(self) -> str:
        return str(self.listing)


class Term(models.Model):
    """A word of titles, brands and categories: what misspelt queries are corrected to.

    Two words that share a deletion are one letter apart, so that an index lookup finds the
    neighbours of a word of any length. `frequency` is about the number of listings with the
    word; a chore learns it as listings appear (Rewording), `rebuild_listings` counts it again.
    """

    word = models.CharField(max_length=40, primary_key=True)
    frequency = models.PositiveIntegerField(default=1)
    stem = models.GeneratedField(
        expression=Stem("word"), output_field=models.CharField(max_length=40), db_persist=True
    )
    deletions = models.GeneratedField(
        expression=Deletions("word"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["stem"], name="term_stem"),
            GinIndex(fields=["deletions"], name="term_deletions"),
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="term_trigrams"),
        ]

    def __str__(self) -> str:
        return self.word
