"""A customer's second factor: set up, recovery codes, switched off."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.logins import devices, second_factor, web_logins
from marketplace.pages.account.forms import CodeForm, ProofForm
from marketplace.pages.account.step_up import step_up
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.hosts import next_of
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _page(request, ProofForm())


@never_cache
@login_required
@require_POST
@step_up
def start(request: HttpRequest) -> HttpResponse:
    try:
        second_factor.begin_enrolment(user=account_of(request))
    except second_factor.AlreadyOn:
        return redirect("account-second-factor")
    return _to_set_up(request)


@never_cache
@login_required
@sensitive_post_parameters("code")
@sensitive_variables()
@form_methods
def set_up(request: HttpRequest) -> HttpResponse:
    """The secret as a picture and as text; a code of it switches the second factor on."""
    user, form = account_of(request), CodeForm(request.POST or None)
    enrolment = second_factor.pending_enrolment(user=user)
    if enrolment is None:
        return redirect("account-second-factor")
    if request.method == "POST" and request.POST.get("shown", enrolment.mark) != enrolment.mark:
        form.add_error(None, gettext("The set-up was begun anew. Scan this new picture."))
    elif request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.confirm_enrolment(user=user, **_proof_of(request, form))
            devices.revoke_others(user=user, current_key=request.session.session_key or "")
            web_logins.note_enrolment(request.session)
            return _codes(request, codes)
        except Refusal as refusal:
            form.show_refusal(refusal)
    context = {"enrolment": enrolment, "next": next_of(request, "")}
    return show_form(request, "account/second_factor_set_up.html", form, **context)


@never_cache
@login_required
@sensitive_post_parameters("code")
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    def renew(**values: str) -> HttpResponse:
        return _codes(request, second_factor.renew_codes(user=account_of(request), **values))

    return _by_code(request, renew)


@never_cache
@login_required
@sensitive_post_parameters("code")
@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    def switch(**values: str) -> HttpResponse:
        second_factor.switch_off(user=account_of(request), **values)
        messages.info(request, gettext("Two-step login is off."))
        return redirect("account-second-factor")

    return _by_code(request, switch)


def _by_code(request: HttpRequest, act: Callable[..., HttpResponse]) -> HttpResponse:
    """`act` takes the code and the client's address; what it refuses stands at the field."""
    form = ProofForm(request.POST)
    if form.is_valid():
        try:
            return act(**_proof_of(request, form))
        except Refusal as refusal:
            form.show_refusal(refusal)
    return _page(request, form)


def _proof_of(request: HttpRequest, form: CodeForm) -> dict[str, str]:
    return {"code": form.cleaned_data["code"], "address": client_address(request)}


def _to_set_up(request: HttpRequest) -> HttpResponse:
    target = redirect("account-second-factor-set-up")
    if way_on := next_of(request, ""):
        target["Location"] += f"?{urlencode({'next': way_on})}"
    return target


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    context = {"codes": codes, "next": next_of(request, "")}
    return render(request, "account/recovery_codes.html", context)


def _page(request: HttpRequest, form: ProofForm) -> HttpResponse:
    user = account_of(request)
    is_on = user.second_factor_at is not None
    context: dict[str, Any] = {
        "is_on": is_on,
        "is_required": user.operates,
        "codes_left": second_factor.codes_left(user) if is_on else 0,
        "next": next_of(request, ""),
    }
    return show_form(request, "account/second_factor.html", form, **context)
