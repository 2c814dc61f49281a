"""What a retailer sells."""

from django.utils.translation import gettext_lazy as _
import uuid
from typing import Any, ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import MD5, Now
from oscar.apps.catalogue.abstract_models import (
    AbstractCategory,
    AbstractProduct,
    AbstractProductCategory,
    AbstractProductClass,
    AbstractProductImage,
)
from oscar.models.fields import NullCharField

from tenants.kernel.names import name_key
from tenants.shop.guards import (
    GuardedCategoryManager,
    GuardedManager,
    GuardedProductManager,
    bulk_writes,
)


class Category(AbstractCategory):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects: ClassVar[Any] = GuardedCategoryManager()

    def add_child(self, **kwargs: Any) -> Any:
        """The tree counts the children of each node by an update of the parent."""
        with bulk_writes():
            return super().add_child(**kwargs)

    def set_ancestors_are_public(self) -> None:
        """Oscar updates the whole branch; listings do not depend on it."""
        with bulk_writes():
            super().set_ancestors_are_public()


class ProductClass(AbstractProductClass):
    """Goods are sent and counted, digital things neither."""


class ProductCategory(AbstractProductCategory):
    """A product's place in the shop's own tree."""

    objects: ClassVar[Any] = GuardedManager()


class Product(AbstractProduct):
    """`is_public` is the active flag; an archived product keeps its rows and its orders."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Not unique, unlike Oscar's: shops print one barcode on several variants.
    upc = NullCharField(_("Barcode"), max_length=64, blank=True, null=True, db_index=True)
    # What an import recognises the product by: stable over re-imports, unique in the shop.
    external_key = models.CharField(max_length=255, unique=True, null=True, blank=True)
    # Of the row this was imported from: an unchanged row is not written again.
    row_digest = models.CharField(max_length=32, blank=True)
    # Of the title: names that people read as the same have one (tenants/kernel/names.py).
    name_key = models.CharField(max_length=32, blank=True, editable=False, db_default="")
    brand = models.CharField(max_length=120, blank=True)
    min_quantity = models.PositiveIntegerField(default=1)
    max_quantity = models.PositiveIntegerField(null=True, blank=True)
    is_featured = models.BooleanField(default=False)
    # How many reviews Oscar's `rating` is the average of; both are kept by the reviews.
    rating_count = models.PositiveIntegerField(default=0, editable=False)
    position = models.PositiveIntegerField(default=0)
    # What tells this variant from its siblings: {"Colour": "Red"}.
    variant_options = models.JSONField(default=dict, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    # Free attributes, imported or typed: {"Weight": "2 kg"}; thousands of names, so not
    # Oscar's attribute rows, which stay beside it for typed ones.
    specifications = models.JSONField(default=dict, blank=True)
    # Pictures a feed names, first the primary one: each has a RemoteImage.
    image_urls = models.JSONField(default=list, blank=True)

    objects: ClassVar[Any] = GuardedProductManager()

    class Meta(AbstractProduct.Meta):
        indexes = [
            models.Index(
                fields=["name_key"], condition=models.Q(parent=None), name="product_of_name"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_quantity__gte=1), name="product_min_quantity_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(max_quantity=None)
                | models.Q(max_quantity__gte=models.F("min_quantity")),
                name="product_max_quantity_above_min",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.title)
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:
        return self.is_public and self.archived_at is None


class ProductImage(AbstractProductImage):
    """The picture as uploaded (re-encoded) and its smaller copies, made once.

    `renditions` maps a width in pixels to a path below the shop's media: {"320": "..."}.
    """

    uuid = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    renditions = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = GuardedManager()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Those behind it move up, in one statement: Oscar would save each of the others."""
        deletions = models.Model.delete(self, *args, **kwargs)
        behind = ProductImage.objects.filter(
            product_id=self.product_id, display_order__gt=self.display_order
        )
        with bulk_writes():
            behind.update(display_order=models.F("display_order") - 1)
        return deletions


class RemoteImage(models.Model):
    """A picture that a feed names by its web address, and what has become of it.

    Made for each of a product's `image_urls`, gone with it. One that is kept and has no image
    any more was removed by the shop's staff, and is not fetched again.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FETCHED = "fetched", _("Fetched")
        FAILED = "failed", _("Failed")

    uuid = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    product = models.ForeignKey(Product, models.CASCADE, related_name="remote_images")
    url = models.TextField()
    place = models.PositiveIntegerField()  # among the product's, from 1
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.WAITING)
    reason = models.TextField(blank=True)  # why it is not there, or not yet
    tries = models.PositiveSmallIntegerField(default=0)
    # When it is to be tried; who tries it puts that off, so that nobody else does.
    due_at = models.DateTimeField(db_default=Now())
    image = models.OneToOneField(
        ProductImage, models.SET_NULL, null=True, blank=True, related_name="source"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("product", MD5("url"), name="remote_image_once"),
        ]
        indexes = [
            models.Index(
                fields=["place", "id"],
                condition=models.Q(status="waiting"),
                name="remote_image_waiting",
            ),
        ]


from oscar.apps.catalogue.models import *
