"""Reviews and what they come to."""

from typing import Annotated, TypedDict

from django.db.models import QuerySet

from api.outputs import Moment, Uuid, field
from api.v1 import samples
from api.v1.outputs import PageOutput, RetailerRefOutput, show_retailer_ref, timestamp
from marketplace.reviews import queries
from marketplace.reviews.models import ReviewCopy


class ReviewOutput(TypedDict):
    id: Annotated[Uuid, field("For `reviews/{id}/`", "c4b3a291-8f7e-4d6c-9b5a-493827160f5e")]
    product: Annotated[Uuid, field("For `products/{id}/`", samples.PRODUCT)]
    retailer: Annotated[RetailerRefOutput, field("The shop")]
    author: Annotated[str, field("Such as `Ada L.`; empty for who has no name", "Ada L.")]
    rating: Annotated[int, field("1 to 5", 5)]
    title: Annotated[str, field("May be empty", "Sits well in the hand")]
    comment: Annotated[
        str, field("May be empty", "Bigger than I thought, and the glaze is lovely.")
    ]
    is_verified_purchase: Annotated[bool, field("Whether it was handed over to the author", True)]
    helpful_count: Annotated[int, field("How many found it helpful", 3)]
    is_shown: Annotated[bool, field("false: the marketplace has hidden it", True)]
    created_at: Annotated[Moment, field("When it was made", "2026-11-28T10:15:00Z")]
    changed_at: Annotated[Moment, field("When it changed last", "2026-11-28T10:15:00Z")]


class ReviewPageOutput(PageOutput):
    results: Annotated[list[ReviewOutput], field("Newest first")]


class SummaryOutput(TypedDict):
    average: Annotated[str | None, field("Such as 4.25; null: no reviews", "4.50")]
    count: Annotated[int, field("How many reviews there are", 2)]
    histogram: Annotated[
        dict[str, int],
        field("How many of each: `5` to `1`", {"5": 1, "4": 1, "3": 0, "2": 0, "1": 0}),
    ]


class SummarisedPageOutput(ReviewPageOutput):
    summary: Annotated[SummaryOutput, field("Over all reviews, not those of this page")]


def show_review(review: ReviewCopy) -> ReviewOutput:
    return {
        "id": str(review.uuid),
        "product": str(review.product),
        "retailer": show_retailer_ref(review.retailer),
        "author": queries.author_of(review),
        "rating": review.score,
        "title": review.title,
        "comment": review.body,
        "is_verified_purchase": review.is_verified,
        "helpful_count": review.helpful_count,
        "is_shown": review.is_shown,
        "created_at": timestamp(review.created_at),
        "changed_at": timestamp(review.changed_at),
    }


def show_summary(reviews: QuerySet[ReviewCopy]) -> SummaryOutput:
    summary = queries.summary(reviews)
    return {
        "average": None if summary.average is None else str(summary.average),
        "count": summary.count,
        "histogram": {str(score): number for score, number in summary.histogram.items()},
    }
