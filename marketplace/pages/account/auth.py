"""Logging in and out, registering, forgotten passwords; on every host."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import services
from marketplace.accounts.logins import passwords, second_factor
from marketplace.accounts.models import User
from marketplace.accounts.proofs import registration
from marketplace.accounts.social.providers import list_offered
from marketplace.cart.cookies import forget_cart
from marketplace.cart.logins import sign_in
from marketplace.notifications.channels.email import platform_sender
from marketplace.pages.account.forms import (
    ForgotPasswordForm,
    LoginForm,
    NewPasswordForm,
    RegisterForm,
    SecondStepForm,
)
from marketplace.pages.shared.hosts import local_path, next_of
from marketplace.pages.shared.links import account_path, passage
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@sensitive_post_parameters("password")
@form_methods
def log_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_of(request, landing(request)))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return welcome(request, services.authenticate(request=request, **form.cleaned_data))
        except Refusal as refusal:
            form.show_refusal(refusal)
    return _page(request, "account/login.html", form)


@never_cache
@form_methods
def register(request: HttpRequest) -> HttpResponse:
    """The same answer for every address: a letter is on its way."""
    if request.user.is_authenticated:
        return redirect(next_of(request, landing(request)))
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, next_path = form.cleaned_data["email"], next_of(request, "")
        try:
            registration.request_letter(
                email=email, next_path=next_path, address=client_address(request)
            )
        except Refusal as refusal:
            form.show_refusal(refusal)
        else:
            context = {"email": form.data["email"].strip(), "next": next_path}  # as it was typed
            return render(request, "account/register_sent.html", context)
    return _page(request, "account/register.html", form)


@never_cache
@sensitive_post_parameters("password")
@form_methods
def finish_registration(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's link: a password makes the account. Programs open links too: a GET does not."""
    begun = registration.read_token(token)
    if begun is None:
        return render(request, "account/register_invalid.html", status=410)
    form = NewPasswordForm(request.POST or None, user=User(email=begun.email))
    if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
        password, address = form.cleaned_data["password"], client_address(request)
        try:
            user = registration.finish(token=token, password=password, address=address)
        except Refusal:
            return render(request, "account/register_invalid.html", status=410)
        messages.success(request, gettext("Welcome: your account is ready."))
        sign_in(request, user)
        return forget_cart(redirect(local_path(begun.next_path, landing(request))))
    return _page(request, "account/register_finish.html", form, email=begun.email)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, gettext("You are logged out."))
    return redirect(next_of(request))


@never_cache
@form_methods
def forgot_password(request: HttpRequest) -> HttpResponse:
    form = ForgotPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.request_reset(
                identifier=form.cleaned_data["email"], address=client_address(request)
            )
        except Refusal as refusal:
            form.show_refusal(refusal)
        else:
            return render(request, "account/forgot_password_sent.html", form.cleaned_data)
    return _page(request, "account/forgot_password.html", form)


@never_cache
@sensitive_post_parameters("password")
@form_methods
def reset_password(request: HttpRequest, uid: UUID, token: str) -> HttpResponse:
    right = passwords.right_of_link(uid=uid, token=token)
    if right is None:
        return render(request, "account/reset_password_invalid.html", status=410)
    user = right.user
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        passwords.set_password(
            user=user,
            password=form.cleaned_data["password"],
            proves_email=right.proves_email,
        )
        messages.success(request, gettext("Your password is set."))
        return welcome(request, user)
    return _page(request, "account/reset_password.html", form, email=user.email)


@never_cache
@require_safe
def lead_to_reset(request: HttpRequest, token: str) -> HttpResponse:
    """Of a token in one piece, as the API has it (`auth/password/reset/confirm/`)."""
    path = passwords.path_of_token(token)
    if not path:
        return render(request, "account/reset_password_invalid.html", status=410)
    return redirect(path)


@never_cache
@sensitive_post_parameters("code")
@form_methods
def check_second_step(request: HttpRequest) -> HttpResponse:
    """After the password, a code of the second factor: there is no session before.

    Opened by its address, as after a wrong code, it has no challenge: the login begins again.
    """
    form = SecondStepForm(request.POST or None)
    if not form.is_valid():
        return _ask_code(request, form) if form.has_challenge else _begin_again(request)
    try:
        user = second_factor.answer(**form.cleaned_data, address=client_address(request))
    except second_factor.ChallengeOver as over:
        messages.error(request, over.detail)
        return _begin_again(request)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return _ask_code(request, form)
    return welcome(request, user)


def _begin_again(request: HttpRequest) -> HttpResponse:
    query = urlencode({"next": next_of(request, "")}) if next_of(request, "") else ""
    return redirect(f"{reverse('login')}?{query}".rstrip("?"))


def _ask_code(request: HttpRequest, form: SecondStepForm, **context: str) -> HttpResponse:
    _, contact = platform_sender()
    return _page(request, "account/second_step.html", form, contact=contact, **context)


def welcome(request: HttpRequest, user: User, *, next_path: str = "") -> HttpResponse:
    """Log in and go on, to `next_path` or to what was asked; or ask for the second factor first."""
    next_path = local_path(next_path, next_of(request, ""))
    try:
        sign_in(request, user)
    except second_factor.SecondFactorNeeded as needed:
        form = SecondStepForm(initial={"challenge": needed.extra["challenge"]})
        return _ask_code(request, form, next=next_path)
    return forget_cart(redirect(next_path or landing(request)))


def landing(request: HttpRequest) -> str:
    """Where a login leads by default: staff and operators to their desk, customers home."""
    if request.retailer is None and account_of(request).is_superuser:  # type: ignore[attr-defined]
        return reverse("operators")
    user, shop = account_of(request), request.retailer  # type: ignore[attr-defined]
    if user.membership is None:
        return account_path(request)
    if user.has_perm("order.view_order"):
        return "/seller/dashboard" if shop.is_coming else "/seller/orders"
    return "/cms/" if shop.is_staffed else "/seller/dashboard"


def _page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    context = {
        "form": form,
        "next": next_of(request, ""),
        "market_login": passage(request, next_of(request, account_path(request)), login=True),
        "providers": [] if request.retailer else list_offered(),  # type: ignore[attr-defined]
    } | context
    return render(request, template, context, status=422 if form.errors else 200)
