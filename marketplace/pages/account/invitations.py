"""An invitation to work in a shop, opened by the link in the mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marketplace.accounts.logins import web_logins
from marketplace.accounts.models import User
from marketplace.accounts.proofs import invitations
from marketplace.pages.account.auth import welcome
from marketplace.pages.account.forms import NewPasswordForm
from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal
from tenants.registry.models import Retailer
from tenants.staff.invitations import find_invitation
from tenants.staff.models import Invitation


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A button, or a new password for who has no account that is proven to be her own.

    Programs that look through mail open every link in it: a GET accepts nothing.
    """
    invitation = find_invitation(token)
    if invitation is None:
        return render(request, "account/invitation_invalid.html", status=410)
    account = invitations.account_of(invitation)
    form = None if account else _form(request, invitation)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _accept(request, token, form)
    context = {
        "invitation": invitation,
        "form": form,
        "is_own": account is not None and account == request.user,
    }
    status = 422 if form and form.errors else 200
    return render(request, "account/invitation.html", context, status=status)


def _form(request: HttpRequest, invitation: Invitation) -> NewPasswordForm:
    user = User.objects.filter(email=invitation.email).first() or User(email=invitation.email)
    return NewPasswordForm(request.POST or None, user=user)


def _accept(request: HttpRequest, token: str, form: NewPasswordForm | None) -> HttpResponse:
    retailer: Retailer = request.retailer  # type: ignore[attr-defined]
    try:
        user = invitations.accept(
            retailer=retailer,
            token=token,
            user=account_of(request) if request.user.is_authenticated else None,
            password=form.cleaned_data["password"] if form else "",
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("invitation", token=token)
    return _welcome(request, user, is_new=form is not None)


def _welcome(request: HttpRequest, user: User, *, is_new: bool) -> HttpResponse:
    """Who has just set a password is logged in; whoever accepted with her login is already."""
    messages.success(request, gettext("Welcome: you work here now."))
    if is_new:
        return welcome(request, user)
    web_logins.take_role(request.session, user)
    return redirect("/seller/dashboard")
