"""Making an account and proving that one is its owner."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins import credentials, known_devices
from marketplace.accounts.mails import send_welcome
from marketplace.accounts.models import PHONE, User
from marketplace.activities.services import record
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal, Unusable
from tenants.kernel.identity import (
    normal_email,
    normal_identifier,
    normal_name,
    normal_password,
    require_mailbox,
    typed_phone,
)
from tenants.registry import audit

TAKEN_EMAIL = _("There is an account with this e-mail address already. Log in instead.")
TAKEN_PHONE = _("There is an account with this phone number already.")


class RegistrationRefused(Unusable):
    """`fields` says which input is wrong and why."""

    is_taken = False


class AddressTaken(RegistrationRefused):
    is_taken = True


class BadCredentials(Refusal):
    code = "bad-credentials"
    status = 401
    title = _("This login and password do not fit together.")
    meaning = _("There is no account with both. Which of the two is wrong is not told.")
    remedy = _("Check both, or reset the password.")


def register_from(*, address: str, email: str, **values: Any) -> User:
    """`register` for a client at `address`, counted for it and for the mailbox.

    Who has been told of five taken addresses or numbers within the hour is told nothing more, not
    even of a free one: else the answer would still say which are taken. Raises TooManyTries too.
    """
    scopes = ("register-address", address), ("register-taken", address)
    tries = throttles.hit_all(*scopes, ("register-mailbox", normal_email(email)))
    try:
        user = register(email=email, **values)
    except RegistrationRefused as refusal:
        if not refusal.is_taken:
            tries.give_back("register-taken")
        raise
    tries.give_back("register-taken")
    return user


def register(
    *,
    email: str,
    password: str,
    phone: str | None = None,
    first_name: str = "",
    last_name: str = "",
) -> User:
    """Make an account with its profile; a welcome mail is queued in the same transaction.

    Raises RegistrationRefused with messages per field: a malformed or taken address or
    number, a weak password. Of two at once with the same address one is refused.
    """
    user = User(
        email=normal_email(email),
        phone=usable_phone(phone),
        first_name=normal_name(first_name),
        last_name=normal_name(last_name),
    )
    if fields := _field_errors(user, password):
        raise RegistrationRefused(gettext("See `errors` for each of them."), fields=fields)
    if fields := _find_conflicts(user):
        raise AddressTaken(gettext("See `errors` for each of them."), fields=fields)
    return _create(user, password)


def authenticate(*, identifier: str, password: str, request: HttpRequest) -> User:
    """Who owns this e-mail address or phone number and password.

    Every try is counted before the password is looked at, and given back when it was right.
    Raises BadCredentials, the same for strangers and members, or TooManyTries.
    """
    user = credentials.find_by_identifier(identifier)
    tries = throttles.hit_all(*_subjects(user, identifier, request))
    if not credentials.fits(user, password) or user is None:
        # What was typed is not kept: it may be a password in the wrong field.
        audit.record(what="login.failed", person=user, after={"by": "password"})
        raise BadCredentials(gettext("Check both, or reset the password."))
    tries.give_back()
    return user


def _subjects(user: User | None, identifier: str, request: HttpRequest) -> list[tuple[str, str]]:
    """A device that has been logged in as this account before has tries of its own.

    Others share those of their address, and those that the account has for it. What all of them
    guess together slows them down, and never locks: see docs/decisions/0021.
    """
    account = str(user.uuid) if user else normal_identifier(identifier)
    device = known_devices.device_of(request=request, user=user) if user else ""
    if device:
        return [("login-device", f"{account} {device}")]
    address = client_address(request)
    return [
        ("login-address", address),
        ("login-account", f"{account} {address}"),
        ("login-everywhere", account),
    ]


def usable_phone(phone: str | None) -> str | None:
    """ "+49 (30) 123-456" -> "+4930123456"; None for an empty one; what is none, as it stands."""
    return typed_phone(phone or "") or None


def _field_errors(user: User, password: str) -> dict[str, list[str]]:
    checks: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = [
        ("email", require_mailbox, (user.email,)),
        ("password", password_validation.validate_password, (normal_password(password), user)),
    ]
    if user.phone is not None:
        checks.append(("phone", PHONE, (user.phone,)))
    errors = {}
    for name, check, values in checks:
        try:
            check(*values)
        except ValidationError as error:
            errors[name] = list(error.messages)
    return errors


def _find_conflicts(user: User) -> dict[str, list[str]]:
    errors = {}
    if User.objects.filter(email=user.email).exists():
        errors["email"] = [str(TAKEN_EMAIL)]
    if user.phone and User.objects.filter(phone=user.phone).exists():
        errors["phone"] = [str(TAKEN_PHONE)]
    return errors


def _create(user: User, password: str) -> User:
    try:
        with transaction.atomic():
            account = User.objects.create_user(
                user.email,
                password,
                phone=user.phone,
                first_name=user.first_name,
                last_name=user.last_name,
            )
            record(user=account, kind="registered")
            send_welcome(user=account)
            return account
    except IntegrityError as error:  # somebody was quicker; another violation is a fault of ours
        fields = _find_conflicts(user)
        if not fields:
            raise
        raise AddressTaken(gettext("See `errors` for each of them."), fields=fields) from error
