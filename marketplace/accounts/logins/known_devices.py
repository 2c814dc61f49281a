"""Browsers and apps from which somebody has logged in before: they have tries of their own.

So a stranger's wrong passwords do not shut out the owner, who comes from where he always comes.
The cookie gives nothing else; it is bound to its host's schema, and whoever steals it has ten
tries more. Apps keep it as browsers do.
"""

from uuid import uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from marketplace.accounts.models import User
from marketplace.requests.cookies import keep_private
from tenants.registry.context import current_schema

COOKIE = "galleria_device"
LIFE = 60 * 60 * 24 * 365
MOST = 5  # accounts of one device: a family's tablet


def device_of(*, request: HttpRequest, user: User) -> str:
    """The device's name, if this account has been logged in on it; else ""."""
    device, accounts = _read(request)
    return device if user.uuid.hex in accounts else ""


def remember(*, request: HttpRequest, user: User) -> None:
    """This account is logged in here: `mark` tells the device so with the answer."""
    request.known_account = user.uuid.hex  # type: ignore[attr-defined]


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    account = getattr(request, "known_account", "")
    device, accounts = _read(request)
    if not account or account in accounts:
        return
    value = [device or uuid4().hex, [account, *accounts][:MOST]]
    keep_private(response, COOKIE, signing.dumps(value, salt=_salt()), max_age=LIFE)


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        value = request.COOKIES.get(COOKIE, "")
        device, accounts = signing.loads(value, salt=_salt(), max_age=LIFE)
    except signing.BadSignature:
        return "", []
    return device, accounts


def _salt() -> str:
    return f"accounts.known-device:{current_schema()}"
