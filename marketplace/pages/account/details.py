"""A customer's own pages: details, address book, password, where she is logged in."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.logins import devices, passwords
from marketplace.accounts.people import address_book, profiles
from marketplace.pages.account.forms import (
    BookedAddressForm,
    ChangePasswordForm,
    ProfileForm,
    address_data,
    profile_data,
)
from marketplace.pages.shared.shapes.order import booked_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from tenants.kernel.errors import NotFound

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@form_methods
def details(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    address = client_address(request)
    form = ProfileForm(request.POST or None, initial=profile_data(user), user=user, address=address)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data.setdefault("language", "")
        profiles.change_profile(user=user, **form.cleaned_data)
        messages.success(request, gettext("Your details are saved."))
        return _in_language(redirect("account"), language)
    return _page(request, "account/details.html", form)


@never_cache
@login_required
@sensitive_post_parameters()
@form_methods
def password(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["password"]
        passwords.set_password(
            user=user, password=new, proves_email=False, current_key=_key_of(request)
        )
        update_session_auth_hash(request, user)
        text = gettext("Your password is changed; other devices are logged out.")
        messages.success(request, text)
        return redirect("account-sessions")
    return _page(request, "account/password.html", form)


@never_cache
@login_required
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    book = address_book.addresses_of(account_of(request))
    return render(request, "account/addresses.html", {"addresses": [booked_of(a) for a in book]})


@never_cache
@login_required
@form_methods
def add_address(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    names = {"first_name": user.first_name, "last_name": user.last_name}
    form = BookedAddressForm(request.POST or None, initial=names)
    if request.method == "POST" and form.is_valid():
        address_book.add_address(user=user, **form.cleaned_data)
        messages.success(request, gettext("The address is in your book."))
        return redirect("account-addresses")
    return _page(request, "account/address.html", form)


@never_cache
@login_required
@form_methods
def change_address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = account_of(request)
    try:
        address = address_book.get_address(user=user, uuid=uuid)
    except NotFound as refusal:
        raise Http404 from refusal
    form = BookedAddressForm(request.POST or None, initial=address_data(address))
    if request.method == "POST" and form.is_valid():
        address_book.change_address(user=user, uuid=uuid, **form.cleaned_data)
        messages.success(request, gettext("The address is saved."))
        return redirect("account-addresses")
    return _page(request, "account/address.html", form, address=address)


@login_required
@require_POST
def remove_address(request: HttpRequest, uuid: UUID) -> HttpResponse:
    try:
        address_book.remove_address(user=account_of(request), uuid=uuid)
    except NotFound as refusal:
        raise Http404 from refusal
    messages.info(request, gettext("The address is gone from your book."))
    return redirect("account-addresses")


@never_cache
@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    found = devices.list_devices(user=account_of(request), current_key=_key_of(request))
    return render(request, "account/sessions.html", {"devices": found})


@login_required
@require_POST
def revoke_session(request: HttpRequest, device: str) -> HttpResponse:
    if device == devices.session_id(_key_of(request)):
        logout(request)
        return redirect("login")
    try:
        devices.revoke_device(user=account_of(request), device=device)
    except NotFound as refusal:
        raise Http404 from refusal
    messages.info(request, gettext("That device is logged out."))
    return redirect("account-sessions")


@login_required
@require_POST
def revoke_other_sessions(request: HttpRequest) -> HttpResponse:
    devices.revoke_others(user=account_of(request), current_key=_key_of(request))
    messages.info(request, gettext("All other devices are logged out."))
    return redirect("account-sessions")


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000)
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


def _key_of(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
