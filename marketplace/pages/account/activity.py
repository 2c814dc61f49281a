"""What a customer did, with where and by which device."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.accounts.logins.devices import device_name
from marketplace.activities.models import Activity
from marketplace.activities.queries import activities_of, places_of
from marketplace.activities.services import KINDS, SIGHTINGS
from marketplace.pages.shared.shoppers import account_of

PAGE_SIZE = 30
TITLES = {
    "registered": _("Account opened"),
    "logged_in": _("Logged in"),
    "device_logged_out": _("A device logged out"),
    "devices_logged_out": _("All other devices logged out"),
    "password_changed": _("Password changed"),
    "email_changed": _("E-mail address changed"),
    "second_factor_on": _("Two-step login switched on"),
    "second_factor_off": _("Two-step login switched off"),
    "profile_changed": _("Details changed"),
    "avatar_changed": _("Picture changed"),
    "avatar_removed": _("Picture removed"),
    "notifications_changed": _("Messages chosen"),
    "address_added": _("Address added"),
    "address_changed": _("Address changed"),
    "address_removed": _("Address removed"),
    "order_placed": _("Order placed"),
    "order_cancelled": _("Order cancelled"),
    "export_requested": _("Copy of the data asked for"),
    "product_viewed": _("Looked at a product"),
    "category_viewed": _("Looked at a category"),
    "retailer_viewed": _("Looked at a shop"),
    "search_made": _("Searched"),
}


@never_cache
@login_required
@require_safe
def show_activity(request: HttpRequest) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    is_seen = "seen" in request.GET
    kinds = SIGHTINGS if is_seen else set(KINDS) - SIGHTINGS
    activities = activities_of(account_of(request), kinds, retailer)
    opening = "?seen=1&page=" if is_seen else "?page="
    page = Paginator(activities, PAGE_SIZE).get_page(request.GET.get("page"))
    places = places_of(page)
    context = {
        "events": [_event(row, places) for row in page],
        "is_seen": is_seen,
        "pages": {
            "previous": f"{opening}{page.previous_page_number()}" if page.has_previous() else None,
            "next": f"{opening}{page.next_page_number()}" if page.has_next() else None,
        },
    }
    return render(request, "account/activity.html", context)


def _event(activity: Activity, places: dict[str, str]) -> dict[str, Any]:
    facts = [places.get(activity.schema_name, ""), device_name(activity.device)]
    return {
        "label": TITLES.get(activity.kind, activity.kind),
        "at": activity.at,
        "by": " · ".join(fact for fact in facts if fact),
        "note": ", ".join(activity.details.get("orders", [])) or activity.details.get("search", ""),
    }
