"""What the shop says about itself: contact, time zone, delivery."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from marketplace.pages.seller.profile_forms import ProfileForm
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.registry.models import Retailer
from tenants.registry.services import change_profile as change_details
from tenants.staff.gates import staff_page


@staff_page("partner.change_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def change_profile(request: HttpRequest) -> HttpResponse:
    """The row is read anew, locked by who saves: the one of the request may be seconds old."""
    is_post = request.method == "POST"
    with transaction.atomic():
        rows = hold(Retailer.objects.all()) if is_post else Retailer.objects.all()
        retailer = rows.get(pk=request.retailer.pk)  # type: ignore[attr-defined]
        form = ProfileForm(request.POST or None, retailer=retailer)
        is_saved = is_post and _save(request, retailer, form)
    if is_saved:
        messages.success(request, gettext("The shop's details are saved."))
        return redirect("/seller/profile")
    return show_form(request, "seller/profile.html", form, retailer=retailer)


def _save(request: HttpRequest, retailer: Retailer, form: ProfileForm) -> bool:
    if not form.is_valid():
        return False
    try:
        if changes := form.changes():
            change_details(retailer=retailer, actor=account_of(request), **changes)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    return True
