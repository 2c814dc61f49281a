"""Reviews as a shop's staff see them."""

from typing import Annotated, TypedDict

from api.outputs import Moment, Uuid, field
from api.v1 import samples
from api.v1.outputs import PageOutput, timestamp
from api.v1.reviews.outputs import ReviewOutput, show_review
from marketplace.reviews.models import HidingRequest, ReviewCopy
from marketplace.reviews.moderation import ModeratedReview


class HidingOutput(TypedDict):
    reason: Annotated[str, field("Its kind", "off_topic")]
    text: Annotated[str, field("What the shop wrote", "It is about another shop.")]
    state: Annotated[str, field("`open`, `hidden`, `kept` or `withdrawn`", "open")]
    note: Annotated[str, field("What the operator wrote; empty before", "")]


class ModeratedReviewOutput(ReviewOutput):
    report_count: Annotated[int, field("Since somebody looked last", 1)]
    reasons: Annotated[
        list[str], field("What those who reported it wrote", ["It is about another shop."])
    ]
    hiding: Annotated[
        HidingOutput | None, field("What the shop asked the marketplace last; null: nothing")
    ]


class ModeratedPageOutput(PageOutput):
    results: Annotated[list[ModeratedReviewOutput], field("Newest first")]


def show_moderated_review(moderated: ModeratedReview) -> ModeratedReviewOutput:
    return {
        **show_review(moderated.review),
        "report_count": moderated.report_count,
        "reasons": moderated.reasons,
        "hiding": show_hiding(moderated.hiding) if moderated.hiding else None,
    }


def show_hiding(fields: dict[str, str]) -> HidingOutput:
    return {
        "reason": fields["reason"],
        "text": fields["text"],
        "state": fields["state"],
        "note": fields["note"],
    }


class HidingRequestOutput(HidingOutput):
    id: Annotated[Uuid, field("For `admin/reviews/hiding/{id}/decide/`", samples.HIDING)]
    review: Annotated[ReviewOutput, field("As it is now")]
    asked_at: Annotated[Moment, field("When the shop asked", "2026-11-28T10:15:00Z")]
    decided_at: Annotated[Moment | None, field("null: not yet", None)]


class HidingRequestPageOutput(PageOutput):
    results: Annotated[list[HidingRequestOutput], field("Newest first")]


def show_request(request: HidingRequest, review: ReviewCopy) -> HidingRequestOutput:
    return {
        "id": str(request.uuid),
        "review": show_review(review),
        "reason": request.reason,
        "text": request.text,
        "state": request.state,
        "note": request.note,
        "asked_at": timestamp(request.asked_at),
        "decided_at": timestamp(request.decided_at) if request.decided_at else None,
    }
