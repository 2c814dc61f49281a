"""A shop's reviews for its staff. Reports are the shop's own: they stay in its schema.

A copy only tells whether some wait, so that a shop's list of them is a page of its copies.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from marketplace.reviews.models import HidingRequest, ReviewCopy
from marketplace.reviews.queries import SHOWN_WITH
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.reviews.models import ProductReview, Vote

CHOICES = ("reported", "hidden", "shown")


class ModeratedReview(NamedTuple):
    """`reasons` are those of all reports, newest first; `report_count` of the open ones.

    `hiding` is what the shop asked last: reason, text, state, note; None: nothing.
    """

    review: ReviewCopy
    report_count: int
    reasons: list[str]
    hiding: dict[str, str] | None


def reviews_at(retailer: Retailer, *, show: str = "") -> QuerySet[ReviewCopy]:
    """`show` is one of CHOICES, or "" for all."""
    requests = HidingRequest.objects.filter(review=OuterRef("uuid")).order_by("-id")
    fields = JSONObject(reason="reason", text="text", state="state", note="note")
    rows = ReviewCopy.objects.filter(retailer=retailer).select_related(*SHOWN_WITH)
    rows = rows.annotate(hiding=Subquery(requests.values(fields=fields)[:1]))
    if show == "reported":
        return rows.filter(is_reported=True)
    return rows.filter(is_shown=show == "shown") if show else rows


def with_reports(retailer: Retailer, reviews: Iterable[ReviewCopy]) -> list[ModeratedReview]:
    """Two statements, whatever the number of reviews."""
    page = list(reviews)
    uuids = [review.uuid for review in page]
    reasons: dict[UUID, list[str]] = defaultdict(list)
    with use_retailer(retailer):
        sources = ProductReview.objects.filter(uuid__in=uuids).order_by("id")
        counts = dict(sources.values_list("uuid", "report_count"))
        reports = Vote.objects.filter(review__uuid__in=uuids, kind=Vote.Kind.REPORT)
        for uuid, reason in reports.order_by("-id").values_list("review__uuid", "reason"):
            reasons[uuid].append(reason)
    return [
        ModeratedReview(
            review,
            counts.get(review.uuid, 0),
            reasons[review.uuid],
            review.hiding,  # type: ignore[attr-defined] # of reviews_at
        )
        for review in page
    ]
