"""Passing a login and a guest's cart from one host to another.

Hosts cannot share a cookie (`*.localhost`, custom domains), so a one-time code travels:

1. the target host gives the browser a nonce in a cookie of its own and sends the browser to
   the source host with the nonce's digest;
2. the source host issues a code for that target and that digest, and has the browser POST it
   to the target: it never stands in an address;
3. the target redeems the code once, within 60 seconds, only together with the nonce.

A stolen code is useless in another browser (no nonce) and at another host; a foreign code
planted in a victim's browser is refused for the same reason, so nobody can be logged in as
somebody else. The database keeps digests only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins import web_logins
from marketplace.accounts.models import HandoffCode, User
from tenants.joints.django import delete_at_once
from tenants.kernel.errors import Refusal
from tenants.kernel.ids import new_token, token_digest

LIFE = timedelta(seconds=60)
KEEP_FOR = timedelta(days=1)
DIGEST_LENGTH = 64


class HandoffRefused(Refusal):
    code = "handoff-refused"
    status = 403
    title = _("This passage between shops is no longer valid.")
    meaning = _("The one-time code that takes a login to another host was used or is too old.")
    remedy = _("Go back to where you came from and follow the link again.")


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What came over: an account or None, a guest's cart or None, and a local path.

    `login` is what marketplace.accounts.logins.web_logins carries from host to host.
    """

    user: User | None
    cart: UUID | None
    next_path: str
    login: Mapping[str, Any] = field(default_factory=dict)


def is_digest(text: str) -> bool:
    return len(text) == DIGEST_LENGTH and all(letter in "0123456789abcdef" for letter in text)


@transaction.atomic
def issue_code(
    *,
    user: User | None,
    cart: UUID | None,
    target_host: str,
    browser_digest: str,
    next_path: str,
    login: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> str:
    """A code of 256 bits for the browser whose nonce has that digest. Raises HandoffRefused."""
    if not is_digest(browser_digest):
        raise HandoffRefused(gettext("Begin again from the page you came from."))
    moment = now or timezone.now()
    delete_at_once(HandoffCode.objects.filter(expires_at__lt=moment - KEEP_FOR))
    code = new_token()
    HandoffCode.objects.create(
        digest=token_digest(code),
        target_host=target_host,
        browser_digest=browser_digest,
        user=user,
        cart=cart,
        next_path=next_path,
        login=dict(login or {}),
        expires_at=moment + LIFE,
    )
    return code


def redeem_code(*, code: str, host: str, nonce: str, now: datetime | None = None) -> Redeemed:
    """Use up the code; whoever presents it wrongly has used it up as well.

    Raises HandoffRefused when it is unknown, used, too old, for another host or another
    browser, or when its account was closed or its login ended meanwhile.
    """
    moment = now or timezone.now()
    row = _use_up(code=code, moment=moment)
    fits = (
        row is not None
        and row.expires_at > moment
        and row.target_host == host
        and row.browser_digest == token_digest(nonce)
        and (row.user is None or _may_log_in(row, row.user))
    )
    if row is None or not fits:
        raise HandoffRefused(gettext("Begin again from the page you came from."))
    return Redeemed(user=row.user, cart=row.cart, next_path=row.next_path, login=row.login or {})


def _may_log_in(row: HandoffCode, user: User) -> bool:
    """A logout, or a new password, ends the passages that are under way as well."""
    login = (row.login or {}).get(web_logins.LOGIN)
    if user.second_factor_at and web_logins.VERIFIED_AT not in (row.login or {}):
        return False
    user.has_proven_second_factor = user.second_factor_at is not None
    return user.is_active and (login is None or web_logins.is_live(login, user))


def _use_up(*, code: str, moment: datetime) -> HandoffCode | None:
    """One UPDATE decides: of two that present the same code at once, one gets the row."""
    digest = token_digest(code)
    if not HandoffCode.objects.filter(digest=digest, used_at=None).update(used_at=moment):
        return None
    return HandoffCode.objects.select_related("user").get(digest=digest)
