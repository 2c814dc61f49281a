"""Reviews of one shop's products; marketplace.reviews keeps a copy of each for all hosts."""

from django.utils.translation import gettext_lazy as _
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from oscar.apps.catalogue.reviews.abstract_models import AbstractProductReview, AbstractVote


class ProductReview(AbstractProductReview):
    """One per customer and product. APPROVED is shown, REJECTED was hidden by the shop's staff."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    is_verified = models.BooleanField(default=False, db_default=False)
    helpful_count = models.PositiveIntegerField(default=0, db_default=0)
    report_count = models.PositiveIntegerField(default=0, db_default=0)
    changed_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta(AbstractProductReview.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="review_one_to_five"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Oscar would write the whole product; services.py counts under its lock instead."""
        models.Model.save(self, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return models.Model.delete(self, *args, **kwargs)


class Vote(AbstractVote):
    """Somebody found a review helpful, or reported it: each once."""

    class Kind(models.TextChoices):
        HELPFUL = "helpful", _("Helpful")
        REPORT = "report", _("Reported")

    kind = models.CharField(max_length=7, choices=Kind, default=Kind.HELPFUL, db_default="helpful")
    reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta(AbstractVote.Meta):
        unique_together = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "user", "kind"], name="review_mark_once")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        models.Model.save(self, *args, **kwargs)
