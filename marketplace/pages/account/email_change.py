"""Another e-mail address for one's account: asking for it, and the page of the link."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marketplace.accounts.proofs import email_change
from marketplace.pages.shared.forms import RefusableForm, show_form
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal
from tenants.kernel.text_fields import MailboxInput

form_methods = require_http_methods(["GET", "HEAD", "POST"])


class EmailForm(RefusableForm):
    email = MailboxInput(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@login_required
@sensitive_post_parameters("password")
@form_methods
def ask(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email_change.request_change(
                user=account_of(request), address=client_address(request), **form.cleaned_data
            )
            messages.success(request, gettext("Look into the mail of the new address."))
            return redirect("account")
        except Refusal as refusal:
            form.show_refusal(refusal)
    return show_form(request, "account/email.html", form)


@never_cache
@form_methods
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, since programs that look through mail open every link in it."""
    change = email_change.read_token(token)
    if change is None:
        return render(request, "account/change_email_invalid.html", status=410)
    is_own = request.user == change.user
    if request.method == "POST" and is_own:
        try:
            email_change.confirm_change(
                user=change.user, token=token, address=client_address(request)
            )
            messages.success(request, gettext("Your e-mail address is changed."))
            return redirect("account")
        except Refusal:
            return render(request, "account/change_email_invalid.html", status=410)
    context = {"email": change.email, "is_own": is_own}
    return render(request, "account/change_email_link.html", context)
