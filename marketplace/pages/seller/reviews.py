"""A shop's reviews: what was reported, shown or hidden."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.pages.seller.pagination import page_of, pages_of
from marketplace.pages.shared.reviews import review_of
from marketplace.reviews import moderation, services
from tenants.kernel.errors import NotFound
from tenants.staff.gates import staff_page

GROUPS = {"": _("All"), "reported": _("Reported"), "shown": _("Shown"), "hidden": _("Hidden")}


@staff_page("reviews.view_productreview")
@require_safe
def list_reviews(request: HttpRequest) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in GROUPS else ""
    page = page_of(request, moderation.reviews_at(retailer, show=chosen).order_by("-id"))
    rows = moderation.with_reports(retailer, page)
    context = {
        "reviews": [_row(row) for row in rows],
        "groups": [
            {"label": label, "url": f"?show={key}", "current": key == chosen}
            for key, label in GROUPS.items()
        ],
        "may_moderate": request.user.has_perm("reviews.change_productreview"),
        "pages": pages_of(request, page),
    }
    return render(request, "seller/reviews.html", context)


def _row(row: moderation.ModeratedReview) -> dict[str, object]:
    return review_of(row.review) | {
        "is_shown": row.review.is_shown,
        "report_count": row.report_count,
        "reasons": row.reasons,
    }


@staff_page("reviews.view_productreview", "reviews.change_productreview")
@require_POST
def moderate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    is_shown = request.POST.get("show") == "yes"
    try:
        services.moderate(retailer=request.retailer, uuid=uuid, is_shown=is_shown)  # type: ignore[attr-defined]
    except NotFound as refusal:
        raise Http404 from refusal
    messages.success(request, gettext("It is shown.") if is_shown else gettext("It is hidden."))
    return redirect("/seller/reviews")
