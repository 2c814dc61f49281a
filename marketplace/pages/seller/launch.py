"""The owner opens the shop to customers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal
from tenants.registry import services
from tenants.staff.gates import staff_page
from tenants.staff.roles import MAY_OPEN


@staff_page(MAY_OPEN)
@require_POST
def open_shop(request: HttpRequest) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    try:
        services.open_shop(retailer=retailer, actor=account_of(request))
    except Refusal as refusal:  # suspended or closed a moment ago
        messages.error(request, refusal.sentence)
        return redirect("/seller/dashboard")
    messages.success(request, gettext("The shop is open: customers see it and can buy."))
    return redirect("/")
