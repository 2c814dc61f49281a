"""What the shop says about itself: contact, delivery, opening hours."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from marketplace.pages.seller.profile_forms import HoursForm, ProfileForm, save_profile
from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal
from tenants.registry.models import Retailer
from tenants.staff.gates import staff_page


@staff_page("partner.change_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def change_profile(request: HttpRequest) -> HttpResponse:
    """The row is read anew: the one of the request may be some seconds old."""
    retailer = Retailer.objects.get(pk=request.retailer.pk)  # type: ignore[attr-defined]
    data = request.POST or None
    form = ProfileForm(data, retailer=retailer)
    hours = HoursForm(data, retailer=retailer, prefix="hours")
    if request.method == "POST" and _save(request, retailer, form, hours):
        messages.success(request, gettext("The shop's details are saved."))
        return redirect("/seller/profile")
    status = 422 if form.errors or hours.errors else 200
    context: dict[str, Any] = {"form": form, "hours": hours, "retailer": retailer}
    return render(request, "seller/profile.html", context, status=status)


def _save(request: HttpRequest, retailer: Retailer, form: ProfileForm, hours: HoursForm) -> bool:
    if not (form.is_valid() and hours.is_valid()):
        return False
    try:
        save_profile(
            retailer=retailer,
            actor=account_of(request),
            changes=form.changes(),
            spans=hours.spans(),
        )
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    return True
