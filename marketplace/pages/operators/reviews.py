"""Reviews that shops want hidden: an operator decides."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.pages.operators.desk import for_operators
from marketplace.pages.shared.cursors import section_of
from marketplace.pages.shared.reviews import review_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.reviews import hiding_requests
from marketplace.reviews.hiding_requests import ReviewChanged
from marketplace.reviews.models import HidingRequest, ReviewCopy
from tenants.kernel.errors import NotFound, Refusal
from tenants.kernel.times import rfc3339

State = HidingRequest.State
PAGE_SIZE = 25


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        help_text=_("The shop and the review's author read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@for_operators
@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    return _show_list(request)


@for_operators
@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    form = DecisionForm(request.POST, auto_id=f"decide-{uuid}-%s")
    if not form.is_valid():
        return _show_list(request, refused={uuid: form})
    is_shown = request.POST.get("show") != "no"
    try:
        hiding_requests.decide(
            uuid=uuid,
            is_shown=is_shown,
            changed_at=request.POST.get("changed_at", ""),
            state=request.POST.get("state", ""),
            operator=account_of(request),
            **form.cleaned_data,
        )
        words = gettext("It is shown.") if is_shown else gettext("It is hidden.")
        messages.success(request, words)
    except ReviewChanged as refusal:
        form.add_error(None, refusal.sentence)
        return _show_list(request, refused={uuid: form})
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{reverse('operators-reviews')}?{request.GET.urlencode()}")


def _show_list(
    request: HttpRequest, *, refused: dict[UUID, DecisionForm] | None = None
) -> HttpResponse:
    state = request.GET.get("state", State.OPEN)
    state = state if state in State.values else State.OPEN
    waiting = hiding_requests.requests_for_operators(state=state)
    address = reverse("operators-reviews")
    section = section_of(request, waiting, size=PAGE_SIZE, address=address)
    rows = _with_refused(section.rows, refused or {})
    reviews = hiding_requests.reviews_of(rows)
    context = {
        "requests": [_row(row, reviews[row.review], refused or {}) for row in rows],
        "state": state,
        "states": State.choices,
        "list_query": request.GET.urlencode(),
        "pages": section.pages,
    }
    return render(request, "operators/reviews.html", context, status=422 if refused else 200)


def _with_refused(
    rows: list[HidingRequest], refused: dict[UUID, DecisionForm]
) -> list[HidingRequest]:
    """What was typed comes back though its request has left the page meanwhile."""
    try:
        gone = [hiding_requests.find_request(uuid=uuid) for uuid in refused]
    except NotFound as refusal:
        raise Http404 from refusal
    return [*(row for row in gone if row not in rows), *rows]


def _row(
    row: HidingRequest, review: ReviewCopy, refused: dict[UUID, DecisionForm]
) -> dict[str, Any]:
    return {
        "request": row,
        "review": review_of(review),
        "is_shown": review.is_shown,
        "changed_at": rfc3339(review.changed_at),
        "is_changed": review.changed_at > (row.decided_at or row.asked_at),
        "form": refused.get(row.uuid) or DecisionForm(auto_id=f"decide-{row.uuid}-%s"),
        "may_hide": row.state == State.OPEN,
        "may_keep": row.state in (State.OPEN, State.HIDDEN),
    }
