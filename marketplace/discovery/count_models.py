"""Counts of listings that are kept: see docs/discovery.md, Counts."""

from django.db import models
from django.db.models import F, Q

from tenants.registry.models import Retailer


class CategoryCount(models.Model):
    """So many more, or fewer, visible listings of a shop are of a category, brand and so on.

    How many there are is the sum of its rows. The writers of listings append them, nobody
    changes one, and a chore makes one of many: no two writers ever wait for each other here.
    The chore also adds those of open shops up in FacetCount, and tells by `is_summed` which.
    """

    # Without constraints: a check would lock the shop's row, and the category's for all shops.
    retailer = models.ForeignKey(
        Retailer,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    category = models.ForeignKey(
        "discovery.MarketCategory",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    brand_key = models.CharField(max_length=120, blank=True, db_default="")
    currency = models.CharField(max_length=3, blank=True, db_default="")
    is_available = models.BooleanField(default=False, db_default=False)
    is_summed = models.BooleanField(default=False, db_default=False)
    listings = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["retailer", "category"], name="counted_retailer_category"),
            models.Index(fields=["retailer"], condition=Q(is_summed=False), name="counted_new"),
            models.Index(
                fields=["retailer", "category", "brand_key"],
                condition=Q(is_summed=True),
                name="counted_summed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listings:+} in {self.category_id}"


class FacetCount(models.Model):
    """How many visible listings of all open shops have a value, in a category or anywhere.

    The sums of CategoryCount's rows that are `is_summed`, which a chore alone writes. Whoever
    reads them adds what is not summed yet (sums.py).
    """

    # The id of a category, which is meant with all below it; 0: the whole marketplace.
    place = models.BigIntegerField()
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)
    listings = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "facet", "value"], name="facet_counted_once")
        ]
        indexes = [
            models.Index(
                F("place"), F("facet"), F("listings").desc(), F("value"), name="facet_most_listings"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listings} of {self.facet} {self.value}"
