"""Registering at the pages: by a letter, so that nobody learns there who has an account.

A request counts and queues, the same for every address; only the task looks for the account. A
free address gets a link that makes the account, a known one word that there is an account
(docs/decisions/0026). The password comes with the link: whoever typed the address may be a
stranger, who must not know it. Nothing is kept meanwhile: the link carries the address.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.logins.passwords import require_good, reset_path
from marketplace.accounts.mails import send_welcome
from marketplace.accounts.models import User
from marketplace.accounts.proofs.verification import LinkRefused, current_site
from marketplace.accounts.services import RegistrationRefused
from marketplace.activities.services import record
from marketplace.notifications import channels
from marketplace.requests import throttles
from tenants.kernel.identity import normal_email, require_mailbox
from tenants.tasks.queue import enqueue

SALT = "accounts.registration"
LINK_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Begun:
    """What a link says: this mailbox, and the local path to go on to, or ""."""

    email: str
    next_path: str


def request_letter(*, email: str, next_path: str, address: str) -> None:
    """Send a letter to this mailbox; the same whether it has an account or not.

    Raises RegistrationRefused for what is no address, TooManyTries: counted for the mailbox and
    for the client's `address`.
    """
    email = normal_email(email)
    try:
        require_mailbox(email)
    except ValidationError as error:
        fields = {"email": list(error.messages)}
        raise RegistrationRefused(gettext("See `errors`."), fields=fields) from error
    throttles.hit_all(("register-address", address), ("register-mailbox", email))
    enqueue(
        "marketplace.accounts.tasks.send_registration",
        email=email,
        next_path=next_path,
        language=get_language() or "",
    )


def deliver_letter(*, email: str, next_path: str, language: str) -> None:
    user = User.objects.select_related("profile").filter(email=email).first()
    message = (
        _message_to_holder(user, next_path, language) if user else _new(email, next_path, language)
    )
    channels.send("email", message)


def _new(email: str, next_path: str, language: str) -> channels.Message:
    url = f"{current_site()}/auth/register/{make_token(email, next_path)}"
    subject = _("Finish your account")
    return channels.Message(email, "register", {"url": url}, subject, language)


def _message_to_holder(user: User, next_path: str, language: str) -> channels.Message:
    """Without the name: whoever registered the address may have been a stranger."""
    site, query = current_site(), f"?{urlencode({'next': next_path})}" if next_path else ""
    context = {
        "is_open": user.is_active,
        "login_url": f"{site}/auth/login{query}",
        "reset_url": f"{site}{reset_path(user)}{query}" if user.is_active else "",
    }
    language = user.profile.language or language
    subject = _("You have an account already")
    return channels.Message(user.email, "register_known", context, subject, language)


def make_token(email: str, next_path: str = "") -> str:
    """Good for a day, and until there is an account of that address."""
    return signing.dumps([email, next_path], salt=SALT)


def read_token(token: str) -> Begun | None:
    """None for what is made up, too old, or for an address that has an account by now."""
    try:
        email, next_path = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    return None if User.objects.filter(email=email).exists() else Begun(email, next_path)


def finish(*, token: str, password: str, address: str) -> User:
    """Make the account, whose address is proven by the link. Of two at once one makes it.

    Raises LinkRefused, PasswordRefused, TooManyTries.
    """
    begun = read_token(token)
    if begun is None:
        throttles.hit("link-address", address)
        raise LinkRefused(gettext("It was used, or is older than a day. Begin again."))
    require_good(password, User(email=begun.email))
    try:
        return _create(begun.email, password)
    except IntegrityError as error:
        raise LinkRefused(gettext("It was used at the same moment. Log in.")) from error


@transaction.atomic
def _create(email: str, password: str) -> User:
    user = User.objects.create_user(email, password, email_verified_at=timezone.now())
    record(user=user, kind="registered")
    send_welcome(user=user)
    notices.email_verified.send(User, user=user)
    return user
