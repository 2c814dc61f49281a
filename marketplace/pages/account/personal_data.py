"""What is kept about a customer: a copy of it, and its erasure."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.logins import freshness
from marketplace.pages.shared.forms import RefusableForm, show_form
from marketplace.pages.shared.links import to_market
from marketplace.pages.shared.shoppers import account_of
from marketplace.privacy import erasure, exports
from marketplace.privacy.errors import NoExport
from marketplace.privacy.models import PersonalExport
from tenants.kernel.errors import Refusal


class EraseForm(RefusableForm):
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        required=False,
        help_text=_("Not needed if you have just logged in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    confirmed = forms.BooleanField(label=_("Yes, erase my account. There is no way back."))


@never_cache
@login_required
@require_safe
def show_data(request: HttpRequest) -> HttpResponse:
    return _data_page(request, EraseForm())


def _data_page(request: HttpRequest, form: EraseForm) -> HttpResponse:
    export: PersonalExport | None
    try:
        export = exports.latest_export(user=account_of(request))
    except NoExport:
        export = None
    at_market = to_market(request, "/profile/data")
    return show_form(request, "account/data.html", form, export=export, at_market=at_market)


@login_required
@require_POST
def request_copy(request: HttpRequest) -> HttpResponse:
    _require_market(request)
    try:
        exports.request_export(user=account_of(request))
        messages.success(request, gettext("We gather it now, and write to you when it is ready."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("account-data")


@never_cache
@login_required
@require_safe
def download_copy(request: HttpRequest) -> HttpResponse:
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
def erase_account(request: HttpRequest) -> HttpResponse:
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
