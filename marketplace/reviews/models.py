"""What customers say about products: a copy of each shop's reviews (schema public)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.registry.models import Retailer


class ReviewCopy(models.Model):
    """Written in the transaction that changed the review in its shop; `uuid` is the same.

    `product` is the listing's UUID. No key leads to it: listings can be made all again.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    retailer = models.ForeignKey(
        Retailer, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    product = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255, blank=True)
    body = models.TextField(blank=True)
    is_verified = models.BooleanField(default=False)
    is_shown = models.BooleanField(default=True)
    is_reported = models.BooleanField(default=False, db_default=False)  # and not settled yet
    helpful_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["product", "-id"],
                condition=models.Q(is_shown=True),
                name="review_of_product",
            ),
            models.Index(
                fields=["product", "-helpful_count", "-id"],
                condition=models.Q(is_shown=True),
                name="review_of_product_helpful",
            ),
            models.Index(
                fields=["retailer", "-id"],
                condition=models.Q(is_shown=True),
                name="review_of_retailer",
            ),
            # What a shop's staff list: all, what is hidden, what was reported.
            models.Index(fields=["retailer", "-id"], name="review_at_retailer"),
            models.Index(
                fields=["retailer", "-id"],
                condition=models.Q(is_shown=False),
                name="review_hidden_at_retailer",
            ),
            models.Index(
                fields=["retailer", "-id"],
                condition=models.Q(is_reported=True),
                name="review_reported_at_retailer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score}: {self.title}"


class HidingRequest(models.Model):
    """A shop asks that a review be hidden; an operator of the marketplace decides.

    `review` is its UUID. With a review that its author removes what was asked about it goes, too.
    """

    class Reason(models.TextChoices):
        ABUSIVE = "abusive", _("Insults, threats or hatred")
        PERSONAL = "personal", _("Tells of somebody's private life")
        UNLAWFUL = "unlawful", _("Against the law")
        ADVERTISING = "advertising", _("Advertising")
        OFF_TOPIC = "off_topic", _("Not about the product")
        FALSE = "false", _("Says what is not true")
        OTHER = "other", _("Something else")
        BEFORE = "before", _("Hidden by the shop before reasons were asked for")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a decision")
        HIDDEN = "hidden", _("Hidden")
        KEPT = "kept", _("Stays visible")
        WITHDRAWN = "withdrawn", _("Withdrawn by the shop")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE, related_name="+")
    review = models.UUIDField()
    reason = models.CharField(max_length=12, choices=Reason)
    text = models.CharField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    note = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(state__in=["open", "hidden"]),
                name="hiding_asked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="hiding_decided_at",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="hiding_by_state"),
            models.Index(fields=["review", "-id"], name="hiding_of_review"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.state}"
