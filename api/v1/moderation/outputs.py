"""Reviews as a shop's staff see them."""

from typing import Annotated

from api.outputs import field
from api.v1.outputs import PageOutput
from api.v1.reviews.outputs import ReviewOutput, show_review
from marketplace.reviews.moderation import ModeratedReview


class ModeratedReviewOutput(ReviewOutput):
    report_count: Annotated[int, field("Since somebody looked last", 1)]
    reasons: Annotated[
        list[str], field("What those who reported it wrote", ["It is about another shop."])
    ]


class ModeratedPageOutput(PageOutput):
    results: Annotated[list[ModeratedReviewOutput], field("Newest first")]


def show_moderated_review(moderated: ModeratedReview) -> ModeratedReviewOutput:
    return {
        **show_review(moderated.review),
        "report_count": moderated.report_count,
        "reasons": moderated.reasons,
    }
