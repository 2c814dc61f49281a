"""Passwords: forgotten, set by a link from an e-mail or after a code, changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth import password_validation
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins import credentials
from marketplace.accounts.logins.devices import revoke_others
from marketplace.accounts.mails import tell_of_password
from marketplace.accounts.models import User
from marketplace.accounts.proofs.verification import LinkRefused, claim_account, current_site
from marketplace.activities.services import record
from marketplace.notifications import channels
from marketplace.requests import throttles
from tenants.joints.django import ShortLivedTokens
from tenants.kernel.errors import Unusable
from tenants.kernel.identity import normal_identifier, normal_password
from tenants.kernel.locks import hold
from tenants.registry import audit
from tenants.tasks.queue import enqueue

UUID_LENGTH = 36


class PasswordRefused(Unusable):
    """`fields` says what is wrong with the password."""


class _AfterCode(ShortLivedTokens):
    """The right to set a password that a code gave: for 15 minutes, and by the API only.

    It does not prove the e-mail address as the link from a mailbox does: the code may have come
    by SMS.
    """

    key_salt = "accounts.passwords.after-code"
    seconds = 15 * 60


after_code = _AfterCode()


@dataclass(frozen=True, slots=True)
class Right:
    """To set an account's password, once."""

    user: User
    proves_email: bool


def reset_path(user: User) -> str:
    """The local path at which a password is set, on any host; works once, for three days."""
    return f"/auth/reset-password/{user.uuid}/{default_token_generator.make_token(user)}"


def token_after_code(user: User) -> str:
    """For `confirm_reset`, when a code has just been answered."""
    return f"{user.uuid}-{after_code.make_token(user)}"


def request_reset(*, identifier: str, address: str) -> None:
    """Send the link to the account's address; the same for names that nobody has.

    Raises TooManyTries, counted for the name and for the client's `address`.
    """
    name = normal_identifier(identifier)
    throttles.hit_all(("reset-address", address), ("reset-account", name))
    enqueue(
        "marketplace.accounts.tasks.send_reset_link", identifier=name, language=get_language() or ""
    )


def deliver_link(*, identifier: str, language: str) -> None:
    user = credentials.find_by_identifier(identifier)
    if user is None or not user.is_active:
        return
    context = {"url": current_site() + reset_path(user), "name": user.get_short_name()}
    language = user.profile.language or language
    message = channels.Message(
        user.email, "password_reset", context, _("Set a new password"), language
    )
    channels.send("email", message)


def right_of_link(*, uid: UUID, token: str) -> Right | None:
    """None for a link that is used, too old or made up."""
    return _right(f"{uid}-{token}")


def path_of_token(token: str) -> str:
    """The page of a token as the API has it; "" of what is none by its form."""
    try:
        uid = UUID(token[:UUID_LENGTH])
    except ValueError:
        return ""
    secret = token[UUID_LENGTH + 1 :]
    return f"/auth/reset-password/{uid}/{quote(secret, safe='')}" if secret else ""


def find_right(*, token: str, address: str) -> Right | None:
    """What a token of either kind allows, or None. Raises TooManyTries.

    A token is `<account's id>-<secret>`: the last two parts of the address in the mail, or what
    a code was answered with.
    """
    right = _right(token)
    if right is None:
        throttles.hit("link-address", address)
    return right


def confirm_reset(*, token: str, password: str, address: str) -> User:
    """Set the password and log every device out. Raises LinkRefused, PasswordRefused.

    Of two that use one token at once, one gets through: the second finds another password.
    """
    if find_right(token=token, address=address) is None:
        raise LinkRefused(gettext("It was used, or is too old. Ask for a new one."))
    with transaction.atomic():
        right = _right(token, lock=True)
        if right is None:
            raise LinkRefused(gettext("It was used at the same moment."))
        require_good(password, right.user)
        set_password(user=right.user, password=password, proves_email=right.proves_email)
    return right.user


def is_current(*, user: User, password: str, beside: Sequence[tuple[str, str]] = ()) -> bool:
    """Counted: whoever has found a browser logged in must not find the password too.

    What else the action counts is named in `beside`, and stays counted. Raises TooManyTries.
    """
    tries = throttles.hit_all(*beside, ("password-account", str(user.uuid)))
    if not user.check_password(password):
        return False
    tries.give_back("password-account")
    return True


def change_password(
    *, user: User, current: str, password: str, current_key: str = "", family: UUID | None = None
) -> None:
    """Ends every login but the one named. Raises PasswordRefused, TooManyTries."""
    if not is_current(user=user, password=current):
        message = gettext("This is not your password.")
        raise PasswordRefused(gettext("See `errors`."), fields={"current_password": [message]})
    require_good(password, user, field="new_password")
    set_password(
        user=user, password=password, proves_email=False, current_key=current_key, family=family
    )


@transaction.atomic
def set_password(
    *,
    user: User,
    password: str,
    proves_email: bool,
    current_key: str = "",
    family: UUID | None = None,
) -> None:
    """Logs every other browser and app out; the owner is told of one that is replaced.

    `proves_email`: the link came by e-mail.
    """
    if user.has_usable_password():
        tell_of_password(user=user)
    if proves_email and user.email_verified_at is None:
        claim_account(user=user)
    user.set_password(password)
    user.save(update_fields=["password"])
    revoke_others(user=user, current_key=current_key, family=family)
    record(user=user, kind="password_changed")
    audit.record(what="password.changed", who=user, person=user)


def _right(token: str, *, lock: bool = False) -> Right | None:
    try:
        uuid = UUID(token[:UUID_LENGTH])
    except ValueError:
        return None
    rows = hold(User.objects.all(), no_key=True) if lock else User.objects.all()
    user = rows.filter(uuid=uuid, is_active=True).first()
    secret = token[UUID_LENGTH + 1 :]
    for generator, proves_email in ((default_token_generator, True), (after_code, False)):
        if user and generator.check_token(user, secret):
            return Right(user, proves_email)
    return None


def require_good(password: str, user: User, *, field: str = "password") -> None:
    """Raises PasswordRefused, with the messages at `field`."""
    try:
        password_validation.validate_password(normal_password(password), user)
    except ValidationError as error:
        raise PasswordRefused(
            gettext("See `errors`."), fields={field: list(error.messages)}
        ) from error
