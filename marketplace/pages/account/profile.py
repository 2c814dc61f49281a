"""A customer's own details and password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marketplace.accounts.logins import passwords
from marketplace.accounts.people import profiles
from marketplace.pages.account.forms import (
    ChangePasswordForm,
    DetailsForm,
    ProfileForm,
    profile_data,
)
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.shoppers import account_of, account_of_form, session_key_of
from marketplace.requests.clients import client_address

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@form_methods
def change_profile(request: HttpRequest) -> HttpResponse:
    """Whether the number is free is asked first, since that counts; the rest under the lock."""
    user = account_of(request)
    address, initial = client_address(request), profile_data(user)
    form: DetailsForm = ProfileForm(
        request.POST or None, initial=initial, user=user, address=address
    )
    if request.method == "POST" and form.is_valid():
        form = _save(request)
        if form.is_valid():
            messages.success(request, gettext("Your details are saved."))
            return _in_language(redirect("account"), form.cleaned_data["language"])
    return show_form(request, "account/profile.html", form)


def _save(request: HttpRequest) -> DetailsForm:
    """With errors nothing was saved."""
    with account_of_form(request) as user:
        form = DetailsForm(request.POST, initial=profile_data(user))
        if form.is_valid():
            profiles.change_profile(user=user, **form.cleaned_data)
    return form


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000)
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


@never_cache
@login_required
@sensitive_post_parameters()
@form_methods
def change_password(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    form = ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["password"]
        passwords.set_password(
            user=user, password=new, proves_email=False, current_key=session_key_of(request)
        )
        update_session_auth_hash(request, user)
        text = gettext("Your password is changed; other devices are logged out.")
        messages.success(request, text)
        return redirect("account-sessions")
    return show_form(request, "account/password.html", form)
