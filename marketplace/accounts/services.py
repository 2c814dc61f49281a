"""Making an account and proving that one is its owner."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from marketplace.accounts import backends
from marketplace.accounts.mails import send_welcome
from marketplace.accounts.models import PHONE, User
from marketplace.activities.services import record
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal, Unusable

TAKEN_EMAIL = "There is an account with this e-mail address already. Log in instead."
TAKEN_PHONE = "There is an account with this phone number already."


class RegistrationRefused(Unusable):
    """`fields` says which input is wrong and why."""


class BadCredentials(Refusal):
    code = "bad-credentials"
    status = 401
    title = "This login and password do not fit together."


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
        email=email.strip().lower(),
        phone=normal_phone(phone),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
    )
    fields = _field_errors(user, password) or _taken(user)
    if fields:
        raise RegistrationRefused("See `errors` for each of them.", fields=fields)
    return _create(user, password)


def authenticate(*, identifier: str, password: str, request: HttpRequest) -> User:
    """Who owns this e-mail address or phone number and password.

    Every try is counted for the account and for the client's address, and forgiven when it
    was right. Raises BadCredentials, the same for strangers and members, or TooManyTries.
    """
    address = client_address(request)
    throttles.hit("login-address", address)
    throttles.hit("login-account", identifier)
    user = backends.check(identifier.strip(), password)
    if user is None:
        raise BadCredentials("Check both, or reset the password.")
    throttles.forgive("login-address", address)
    throttles.forgive("login-account", identifier)
    return user


def normal_phone(phone: str | None) -> str | None:
    """ "+49 (30) 123-456" -> "+4930123456"; None for an empty one."""
    if not phone or not phone.strip():
        return None
    return "".join(letter for letter in phone if letter not in " -()./")


def _field_errors(user: User, password: str) -> dict[str, list[str]]:
    checks: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = [
        ("email", validate_email, (user.email,)),
        ("password", password_validation.validate_password, (password, user)),
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


def _taken(user: User) -> dict[str, list[str]]:
    errors = {}
    if User.objects.filter(email=user.email).exists():
        errors["email"] = [TAKEN_EMAIL]
    if user.phone and User.objects.filter(phone=user.phone).exists():
        errors["phone"] = [TAKEN_PHONE]
    return errors


def _create(user: User, password: str) -> User:
    try:
        with transaction.atomic():
            made = User.objects.create_user(
                user.email,
                password,
                phone=user.phone,
                first_name=user.first_name,
                last_name=user.last_name,
            )
            record(user=made, kind="registered")
            send_welcome(user=made)
            return made
    except IntegrityError as error:  # somebody was quicker; another violation is a fault of ours
        fields = _taken(user)
        if not fields:
            raise
        raise RegistrationRefused("See `errors` for each of them.", fields=fields) from error
