"""A shop's reviews: what was reported, shown or hidden."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.pages.seller.pagination import page_of, pages_of
from marketplace.pages.shared.reviews import review_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.reviews import hiding_requests, moderation
from marketplace.reviews.models import HidingRequest
from tenants.kernel.errors import NotFound, Refusal
from tenants.staff.gates import staff_page

LIST = "/seller/reviews"
GROUPS = {"": _("All"), "reported": _("Reported"), "shown": _("Shown"), "hidden": _("Hidden")}


class HidingForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why should it be hidden?"),
        choices=[("", _("Choose one")), *hiding_requests.REASONS],
    )
    text = forms.CharField(
        label=_("What should the marketplace know?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@staff_page("reviews.view_productreview")
@require_safe
def list_reviews(request: HttpRequest) -> HttpResponse:
    return _show_list(request)


def _show_list(
    request: HttpRequest, *, refused: dict[UUID, HidingForm] | None = None
) -> HttpResponse:
    """`refused`: forms with errors, by the reviews that they are about."""
    retailer = request.retailer  # type: ignore[attr-defined]
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in GROUPS else ""
    page = page_of(request, moderation.reviews_at(retailer, show=chosen).order_by("-id"))
    refused = refused or {}
    gone = moderation.reviews_at(retailer).filter(uuid__in=refused.keys() - {r.uuid for r in page})
    rows = moderation.with_reports(retailer, [*gone, *page] if refused else page)
    context = {
        "reviews": [_row(row, refused) for row in rows],
        "groups": [
            {"label": label, "url": f"{LIST}?show={key}", "current": key == chosen}
            for key, label in GROUPS.items()
        ],
        "may_moderate": request.user.has_perm("reviews.change_productreview"),
        "pages": pages_of(request, page, address=LIST),
        "list_query": request.GET.urlencode(),
    }
    return render(request, "seller/reviews.html", context, status=422 if refused else 200)


def _row(row: moderation.ModeratedReview, refused: dict[UUID, HidingForm]) -> dict[str, object]:
    uuid, hiding = row.review.uuid, row.hiding or {}
    return review_of(row.review) | {
        "hiding": hiding,
        "hiding_reason": HidingRequest.Reason(hiding["reason"]).label if hiding else "",
        "form": refused.get(uuid) or HidingForm(auto_id=f"hide-{uuid}-%s"),
        "may_ask": row.review.is_shown and hiding.get("state") != HidingRequest.State.OPEN,
        "may_keep": _may_keep(row, hiding.get("state")),
        "is_shown": row.review.is_shown,
        "report_count": row.report_count,
        "reasons": row.reasons,
    }


def _may_keep(row: moderation.ModeratedReview, state: str | None) -> bool:
    """There is a request to withdraw, or are reports to settle; not what operators have hidden."""
    if state == HidingRequest.State.OPEN:
        return True
    return state != HidingRequest.State.HIDDEN and bool(row.report_count or not row.review.is_shown)


@staff_page("reviews.view_productreview", "reviews.change_productreview")
@require_POST
def moderate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    if request.POST.get("show") == "yes":
        keep = partial(hiding_requests.keep, retailer=request.retailer, uuid=uuid)  # type: ignore[attr-defined]
        return _act(request, keep, gettext("It is shown, and its reports are settled."))
    form = HidingForm(request.POST, auto_id=f"hide-{uuid}-%s")
    if not form.is_valid():
        return _show_list(request, refused={uuid: form})
    ask = partial(
        hiding_requests.ask_to_hide,
        retailer=request.retailer,  # type: ignore[attr-defined]
        uuid=uuid,
        user=account_of(request),
        **form.cleaned_data,
    )
    return _act(request, ask, gettext("The marketplace will decide. Until then it is shown."))


def _act(request: HttpRequest, verb: Callable[[], object], thanks: str) -> HttpResponse:
    try:
        verb()
        messages.success(request, thanks)
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{LIST}?{request.GET.urlencode()}")
