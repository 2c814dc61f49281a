"""Proving one's e-mail address: the link's page, and having the link sent again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.accounts.proofs import verification
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@form_methods
def ask(request: HttpRequest) -> HttpResponse:
    """The page says where the link went; its button sends another."""
    user = account_of(request)
    if request.method == "POST":
        try:
            verification.request_link(email=user.email, address=client_address(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, gettext("The link is on its way. Look into your mail."))
        return redirect("verify-email")
    return render(request, "account/verify_email.html")


@never_cache
@form_methods
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, since programs that look through mail open every link in it.

    Only for whoever is logged in as that account: somebody else may have registered the address,
    and would be given what its owner bought as a guest if a click of the owner's were enough.
    """
    user = verification.user_for_token(token)
    if user is None:
        return render(request, "account/verify_email_invalid.html", status=410)
    is_own = request.user == user
    if request.method != "POST" or not is_own:
        context = {"email": user.email, "is_own": is_own}
        return render(request, "account/verify_email_link.html", context)
    verification.mark_proven(user=user, channel="email")
    messages.success(request, gettext("Thank you: your address is confirmed."))
    return redirect("account")
