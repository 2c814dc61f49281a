"""Where a customer is logged in, and logging out there."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.logins import devices
from marketplace.pages.shared.shoppers import account_of, session_key_of
from tenants.kernel.errors import NotFound


@never_cache
@login_required
@require_safe
def list_devices(request: HttpRequest) -> HttpResponse:
    rows = devices.list_devices(user=account_of(request), current_key=session_key_of(request))
    return render(request, "account/sessions.html", {"devices": rows})


@login_required
@require_POST
def revoke_device(request: HttpRequest, device: str) -> HttpResponse:
    if device == devices.session_id(session_key_of(request)):
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
def revoke_other_devices(request: HttpRequest) -> HttpResponse:
    devices.revoke_others(user=account_of(request), current_key=session_key_of(request))
    messages.info(request, gettext("All other devices are logged out."))
    return redirect("account-sessions")
