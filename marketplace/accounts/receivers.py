"""What Django itself tells about logins, and the registry about shops."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from marketplace.accounts.logins import known_devices, second_factor, web_logins
from marketplace.accounts.models import User
from marketplace.accounts.shop_mails import follow_retailer
from marketplace.activities.services import record
from tenants.registry import audit
from tenants.registry.notices import retailer_moved


def on_web_login(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A browser logged in, at whichever form: noted in its session and in the activity log."""
    try:
        second_factor.require(user)
    except second_factor.SecondFactorNeeded:  # a door that did not ask: it stays shut
        request.session.flush()
        raise
    web_logins.begin(request.session, user)
    known_devices.remember(request=request, user=user)
    record(user=user, kind="logged_in", device=request.headers.get("User-Agent", ""))
    audit.record(what="login.succeeded", who=user)


def on_web_logout(*, request: HttpRequest, **kwargs: Any) -> None:
    """At whichever door, Wagtail's and Django's admin's too."""
    web_logins.end_everywhere(request.session)


def connect() -> None:
    retailer_moved.connect(follow_retailer, dispatch_uid="accounts.follow_retailer")
    user_logged_out.connect(on_web_logout, dispatch_uid="accounts.on_web_logout")
    user_logged_in.connect(on_web_login, dispatch_uid="accounts.on_web_login")
