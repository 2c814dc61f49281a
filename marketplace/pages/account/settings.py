"""A customer's own pages: preferences, picture, what she did, what is kept about her."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.devices import device_name
from marketplace.accounts.people import avatars, profiles
from marketplace.activities.models import Activity
from marketplace.activities.queries import activities_of, places_of
from marketplace.activities.services import KINDS, SEEN
from marketplace.notifications import choices
from marketplace.pages.account.settings_forms import AvatarForm, EraseForm, PreferencesForm
from marketplace.pages.shared.links import to_market
from marketplace.pages.shared.shoppers import account_of
from marketplace.privacy import erasure, exports
from marketplace.privacy.errors import NoExport
from marketplace.privacy.models import PersonalExport
from marketplace.requests import throttles
from tenants.kernel.errors import Refusal

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
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@form_methods
def preferences(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    wishes = choices.read_choices(user=user)
    form = PreferencesForm(request.POST or None, user=user, wishes=wishes)
    if request.method == "POST" and form.is_valid():
        profiles.change_profile(user=user, **form.changes)
        choices.choose(user=user, wishes=form.wishes)
        messages.success(request, gettext("Your preferences are saved."))
        return redirect("account-preferences")
    status = 422 if form.errors else 200
    return render(request, "account/preferences.html", {"form": form}, status=status)


@never_cache
@login_required
@form_methods
def picture(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = AvatarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttles.hit("avatar-account", str(user.uuid))
            avatars.set_avatar(user=user, file=form.cleaned_data["image"])
            messages.success(request, gettext("Your picture is changed."))
            return redirect("account-picture")
        except Refusal as refusal:
            form.show_refusal(refusal)
    context = {"form": form, "picture": avatars.avatar_urls(user.profile).get(256)}
    return render(request, "account/picture.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_picture(request: HttpRequest) -> HttpResponse:
    avatars.remove_avatar(user=account_of(request))
    messages.info(request, gettext("Your picture is removed."))
    return redirect("account-picture")


@never_cache
@login_required
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    is_seen = "seen" in request.GET
    kinds = SEEN if is_seen else set(KINDS) - SEEN
    found = activities_of(account_of(request), kinds, retailer)
    opening = "?seen=1&page=" if is_seen else "?page="
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    places = places_of(page)
    context = {
        "events": [_event(one, places) for one in page],
        "is_seen": is_seen,
        "pages": {
            "previous": f"{opening}{page.previous_page_number()}" if page.has_previous() else None,
            "next": f"{opening}{page.next_page_number()}" if page.has_next() else None,
        },
    }
    return render(request, "account/activity.html", context)


def _event(one: Activity, places: dict[str, str]) -> dict[str, Any]:
    facts = [places.get(one.schema_name, ""), device_name(one.device)]
    return {
        "label": TITLES.get(one.kind, one.kind),
        "at": one.at,
        "by": " · ".join(fact for fact in facts if fact),
        "note": ", ".join(one.details.get("orders", [])) or one.details.get("search", ""),
    }


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return _data_page(request, EraseForm())


def _data_page(request: HttpRequest, form: EraseForm) -> HttpResponse:
    export: PersonalExport | None
    try:
        export = exports.latest_export(user=account_of(request))
    except NoExport:
        export = None
    context = {"form": form, "export": export, "at_market": to_market(request, "/profile/data")}
    return render(request, "account/data.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def request_copy(request: HttpRequest) -> HttpResponse:
    _require_market(request)
    try:
        exports.request_export(user=account_of(request))
        messages.success(request, gettext("We gather it now, and write to you when it is ready."))
    except Refusal as refusal:
        messages.error(request, f"{refusal.title} {refusal.detail}".strip())
    return redirect("account-data")


@never_cache
@login_required
@require_safe
def copy(request: HttpRequest) -> HttpResponse:
    _require_market(request)
    try:
        content = exports.read_export(user=account_of(request))
    except Refusal as refusal:
        raise Http404 from refusal
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _require_market(request: HttpRequest) -> None:
    """A shop's host says nothing of other shops."""
    if request.retailer is not None:  # type: ignore[attr-defined]
        raise Http404


@never_cache
@login_required
@sensitive_post_parameters("password")
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    user, form = account_of(request), EraseForm(request.POST)
    if form.is_valid():
        try:
            freshness.confirm(user=user, password=form.cleaned_data["password"], request=request)
            erasure.erase_account(user=user)
            logout(request)
            messages.info(request, gettext("Your account is erased."))
            return redirect("login")
        except Refusal as refusal:
            form.show_refusal(refusal)
    return _data_page(request, form)
