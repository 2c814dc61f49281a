"""What a customer tells about herself, and how she wants to be treated."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from marketplace.accounts.locks import lock_account
from marketplace.accounts.models import User
from marketplace.accounts.services import TAKEN_PHONE, AddressTaken, RegistrationRefused
from marketplace.activities.services import forget_seen, record
from marketplace.requests import throttles

ACCOUNT = frozenset({"first_name", "last_name", "phone"})
PREFERENCES = frozenset({"language", "currency", "time_zone"})
PRIVACY = frozenset({"shows_name", "wants_suggestions"})
PROFILE = frozenset({"birthday"}) | PREFERENCES | PRIVACY


def change_profile(*, user: User, **changes: Any) -> User:
    """Any of ACCOUNT and PROFILE; what is not named stays. At most five statements of its own.

    `phone` in E.164 form or None; `language` one of settings.LANGUAGES or ""; `currency`
    ISO 4217 or ""; `time_zone` an IANA name or "". Raises RegistrationRefused (with the field)
    for a phone number that another account has.
    """
    unknown = set(changes) - ACCOUNT - PROFILE
    if unknown:
        raise TypeError(f"not changeable here: {', '.join(sorted(unknown))}")
    before = {name: getattr(user, name) for name in ACCOUNT & set(changes)}
    before |= {name: getattr(user.profile, name) for name in PROFILE & set(changes)}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return user
    try:
        _write(user, changed)
    except IntegrityError as error:
        for name, value in before.items():
            setattr(user if name in ACCOUNT else user.profile, name, value)
        if "phone" not in changed:
            raise
        fields = {"phone": [str(TAKEN_PHONE)]}
        raise RegistrationRefused(
            gettext("See `errors` for each of them."), fields=fields
        ) from error
    return user


def require_free_phone(*, user: User, phone: str, address: str) -> None:
    """Before a transaction begins, since it counts. Raises AddressTaken; TooManyTries once five
    taken numbers were told within the hour, to this account or to the client at `address`: then
    nothing is told of a free one either, as at a registration.
    """
    if phone == user.phone:
        return
    tries = throttles.hit_all(("phone-account", str(user.uuid)), ("register-taken", address))
    if User.objects.filter(phone=phone).exclude(pk=user.pk).exists():
        raise AddressTaken(
            gettext("See `errors` for each of them."), fields={"phone": [str(TAKEN_PHONE)]}
        )
    tries.give_back()


@transaction.atomic
def _write(user: User, changed: Mapping[str, Any]) -> None:
    """Only the columns that change: another tab's change of another field stays."""
    lock_account(user)
    for row, names in ((user, ACCOUNT), (user.profile, PROFILE)):
        own = sorted(names & set(changed))
        for name in own:
            setattr(row, name, changed[name])
        if own:
            row.save(update_fields=own)
    if changed.get("wants_suggestions") is False:
        forget_seen(user=user)
    record(user=user, kind="profile_changed", fields=sorted(changed))


def public_name(user: User | None) -> str:
    """What others read beside a review: "Ada L.", or "" for whoever wants no name or is gone."""
    if user is None or user.anonymised_at is not None or not user.profile.shows_name:
        return ""
    initial = f"{user.last_name[:1]}." if user.last_name else ""
    return f"{user.first_name} {initial}".strip()
