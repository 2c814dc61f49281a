"""A shop asks that a review be hidden, and an operator decides: docs/decisions/0038.

Until then it stays visible and counts. Whoever asks, withdraws, decides, changes or deletes locks
the product and the review first, so that of two at once the second sees what the first did.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.reviews.mails import tell_decision
from marketplace.reviews.models import HidingRequest, ReviewCopy
from marketplace.reviews.queries import SHOWN_WITH, find_copy
from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.times import rfc3339
from tenants.registry import audit
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.reviews import services as shop

State = HidingRequest.State
# What a shop may give; the last is of what was hidden before.
REASONS = [choice for choice in HidingRequest.Reason.choices if choice[0] != "before"]
MOST_COUNTED = 100
NO_REQUEST = _("There is no such request: its review may have been removed by its author.")


class HidingAsked(Refusal):
    code = "hiding-asked"
    title = _("It was asked for before.")
    meaning = _("An operator decides on this review already, or has hidden it.")
    remedy = _("Wait for the decision, or withdraw the request by showing the review.")


class ReviewKept(Refusal):
    code = "review-kept"
    title = _("The marketplace has decided that this review stays.")
    meaning = _("The review has not changed since an operator decided to keep it.")
    remedy = _("Write to the marketplace if there is something new.")


class HiddenByOperators(Refusal):
    code = "hidden-by-operators"
    title = _("The marketplace has hidden this review.")
    meaning = _("An operator decided so; the shop cannot show it.")
    remedy = _("Write to the marketplace.")


class HidingDecided(Refusal):
    code = "hiding-decided"
    title = _("Somebody else has decided this, or the shop has withdrawn it.")
    meaning = _("The request does not wait for a decision any more.")
    remedy = _("Load the list again.")


class ReviewChanged(Refusal):
    code = "review-changed"
    title = _("Its author has changed the review meanwhile. Read it again, then decide.")
    meaning = _("`changed_at` is not that of the review as it stands now.")
    remedy = _("Read the review again and send its `changed_at`.")


@transaction.atomic
def ask_to_hide(
    *, retailer: Retailer, uuid: UUID, reason: str, text: str, user: User
) -> HidingRequest:
    """The review stays visible. Raises NotFound, HidingAsked, ReviewKept."""
    find_copy(uuid=uuid, retailer=retailer)
    with use_retailer(retailer):
        review = shop.hold_review(uuid)
    _require_askable(review, _requests_of(uuid).first())
    audit.record(
        what="review.hiding-asked", who=user, on=uuid, after={"reason": reason}, retailer=retailer
    )
    return HidingRequest.objects.create(
        retailer=retailer, review=uuid, reason=reason, text=text, asked_by=user
    )


def _require_askable(review: Any, last: HidingRequest | None) -> None:
    if review.status != shop.SHOWN or (last and last.state == State.OPEN):
        raise HidingAsked
    decided_at = last.decided_at if last and last.state == State.KEPT else None
    if last and decided_at and review.changed_at <= decided_at:
        raise ReviewKept(last.note)


@transaction.atomic
def keep(*, retailer: Retailer, uuid: UUID) -> ReviewCopy:
    """The shop's staff show it: reports are settled, and what they asked for is withdrawn.

    Raises NotFound, HiddenByOperators.
    """
    with use_retailer(retailer):
        shop.moderate_review(uuid=uuid, status=shop.SHOWN)
    last = _requests_of(uuid).first()
    if last and last.state == State.HIDDEN:
        raise HiddenByOperators(last.note)
    is_withdrawn = (
        _requests_of(uuid)
        .filter(state=State.OPEN)
        .update(state=State.WITHDRAWN, decided_at=timezone.now())
    )
    what = "review.hiding-withdrawn" if is_withdrawn else "review.reports-settled"
    audit.record(what=what, on=uuid, retailer=retailer)
    return ReviewCopy.objects.select_related(*SHOWN_WITH).get(uuid=uuid)


@transaction.atomic
def decide(
    *, uuid: UUID, is_shown: bool, note: str, changed_at: str, operator: User, state: str = ""
) -> HidingRequest:
    """Hide the review, or keep it; what was hidden can be shown again.

    `changed_at` is that of the review which the operator has read, as `rfc3339` writes it, and
    `state` the request's: to keep what waits is no answer to who has hidden it meanwhile. The
    shop and the author hear of it. Raises NotFound, HidingDecided, ReviewChanged.
    """
    request = find_request(uuid=uuid)
    with use_retailer(request.retailer):
        status = shop.SHOWN if is_shown else shop.HIDDEN
        review = shop.moderate_review(uuid=request.review, status=status)
    to = State.KEPT if is_shown else State.HIDDEN
    before = _move(request, to, read_as=state, note=note, operator=operator)
    if rfc3339(review.changed_at) != changed_at:
        raise ReviewChanged
    audit.record(
        what="review.kept" if is_shown else "review.hidden",
        who=operator,
        on=request.review,
        before={"state": before},
        after={"state": request.state, "note": note},
        retailer=request.retailer,
    )
    was_hidden = before == State.HIDDEN or request.reason == HidingRequest.Reason.BEFORE
    tell_decision(request, was_hidden=was_hidden)
    return request


def _move(request: HidingRequest, to: str, *, read_as: str, note: str, operator: User) -> str:
    """To KEPT from HIDDEN as well. The state of before."""
    current = HidingRequest.objects.get(pk=request.pk).state  # its review is locked
    is_possible = current in ([State.OPEN, State.HIDDEN] if to == State.KEPT else [State.OPEN])
    if not is_possible or read_as not in ("", current):
        raise HidingDecided
    request.state, request.note, request.decided_by = to, note, operator
    request.decided_at = timezone.now()
    request.save(update_fields=["state", "note", "decided_by", "decided_at"])
    return current


def requests_for_operators(*, state: str = "") -> QuerySet[HidingRequest]:
    """`state` "" for all that were not withdrawn.

    A closed shop's are left out: it is closed for good, and nobody sees its reviews.
    """
    reviews = ReviewCopy.objects.filter(uuid=OuterRef("review"))
    shops = Retailer.objects.exclude(status=Retailer.Status.CLOSED)
    rows = HidingRequest.objects.filter(Exists(reviews), retailer__in=shops)
    rows = rows.filter(state=state) if state else rows.exclude(state=State.WITHDRAWN)
    return rows.select_related("retailer", "asked_by", "decided_by")


def count_open() -> int:
    """Up to one more than MOST_COUNTED: each costs a look for its review."""
    return requests_for_operators(state=State.OPEN).order_by("-id")[: MOST_COUNTED + 1].count()


def find_request(*, uuid: UUID) -> HidingRequest:
    """Raises NotFound."""
    requests = HidingRequest.objects.filter(uuid=uuid, retailer__purged_at=None)
    request = requests.select_related("retailer", "asked_by__profile").first()
    if request is None:
        raise NotFound(NO_REQUEST)
    return request


def reviews_of(requests: list[HidingRequest]) -> dict[UUID, ReviewCopy]:
    """By their UUIDs; one statement, whatever the number."""
    uuids = [request.review for request in requests]
    copies = ReviewCopy.objects.filter(uuid__in=uuids).select_related(*SHOWN_WITH)
    return {copy.uuid: copy for copy in copies}


def _requests_of(review: UUID) -> QuerySet[HidingRequest]:
    return HidingRequest.objects.filter(review=review).order_by("-id")
