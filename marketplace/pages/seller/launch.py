"""The owner opens the shop to customers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from marketplace.pages.seller.first_steps import first_steps
from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal
from tenants.registry import services
from tenants.staff.gates import staff_page
from tenants.staff.roles import MAY_OPEN


@staff_page(MAY_OPEN)
@require_POST
def open_shop(request: HttpRequest) -> HttpResponse:
    """Where nothing can be bought yet she is asked once more: there is no way back."""
    retailer = request.retailer  # type: ignore[attr-defined]
    missing = [step for step in first_steps(retailer) if not step.is_done]
    is_empty = any(step.name == "goods" for step in missing)
    if retailer.is_coming and is_empty and "anyway" not in request.POST:
        context = {"missing": missing, "asks_to_open": True}
        return render(request, "seller/open.html", context)
    try:
        services.open_shop(retailer=retailer, actor=account_of(request))
    except Refusal as refusal:  # suspended or closed a moment ago
        messages.error(request, refusal.sentence)
        return redirect("/seller/dashboard")
    messages.success(request, gettext("The shop is open: customers see it and can buy."))
    return redirect("/")
