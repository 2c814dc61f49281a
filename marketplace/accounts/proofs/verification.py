"""Proving that an e-mail address or a phone number is its account's own."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.logins.devices import revoke_others
from marketplace.accounts.models import RecoveryCode, SecondFactor, User
from marketplace.notifications import channels
from marketplace.requests import throttles
from tenants.joints.django import delete_at_once
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import normal_email
from tenants.kernel.ids import token_digest
from tenants.registry.context import current_retailer
from tenants.registry.hosts import market_url
from tenants.tasks.queue import enqueue

SALT = "accounts.verification"
LINK_SECONDS = 3 * 24 * 3600
ADDRESS_LENGTH = 16


class LinkRefused(Refusal):
    code = "link-refused"
    status = 422
    title = _("This link no longer works.")
    meaning = _(
        "Its token was used, is too old, was altered, or is for an address that has changed, or "
        "for another account."
    )
    remedy = _("Have a new one sent: `auth/password/reset/` or `auth/resend-verification/`.")


def link_token(user: User) -> str:
    """For the account and the address that it has now; good for three days."""
    return signing.TimestampSigner(salt=SALT).sign(
        user.uuid.hex + token_digest(user.email)[:ADDRESS_LENGTH]
    )


def verification_path(user: User) -> str:
    """The local path of the page, on any host."""
    return f"/auth/verify-email/{link_token(user)}"


def current_site() -> str:
    """How links to the host begin in whose schema this runs."""
    retailer = current_retailer()
    return retailer.url if retailer else market_url()


def request_link(*, email: str, address: str) -> None:
    """Send the link to an account's address that is not proven yet; the same for strangers.

    Raises TooManyTries, counted for the mailbox and for the client's `address`.
    """
    email = normal_email(email)
    throttles.hit_all(("verification-address", address), ("verification-account", email))
    enqueue(
        "marketplace.accounts.tasks.send_verification", email=email, language=get_language() or ""
    )


def deliver_link(*, email: str, language: str) -> None:
    user = User.objects.filter(email=email, is_active=True, email_verified_at=None).first()
    if user is None:
        return
    context = {"url": current_site() + verification_path(user)}
    language = user.profile.language or language
    message = channels.Message(email, "verify_email", context, _("Is this your address?"), language)
    channels.send("email", message)


def user_for_token(token: str) -> User | None:
    """None when it is made up, too old, or for an address that the account has no more."""
    try:
        value = signing.TimestampSigner(salt=SALT).unsign(token, max_age=LINK_SECONDS)
        uuid = UUID(value[:-ADDRESS_LENGTH])
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(uuid=uuid, is_active=True).first()
    fits = user and token_digest(user.email)[:ADDRESS_LENGTH] == value[-ADDRESS_LENGTH:]
    return user if fits else None


def verify_email(*, token: str, user: User, address: str) -> None:
    """By the account itself: whoever reads its mailbox may not be who registered it, and a click
    would leave that one's password in her account (decision 0026). She sets a new one instead.

    A link may be opened twice. Raises LinkRefused, TooManyTries.
    """
    if user_for_token(token) != user:
        throttles.hit("link-address", address)
        raise LinkRefused(
            gettext("It is older than three days, or for another address. Ask for a new one.")
        )
    mark_proven(user=user, channel="email")


@transaction.atomic
def mark_proven(*, user: User, channel: str) -> None:
    """An address or a number becomes proven, if it still is the account's."""
    moment = timezone.now()
    account = User.objects.filter(pk=user.pk)
    if channel == "email" and user.email_verified_at is None:
        proven = account.filter(email=user.email).update(email_verified_at=moment)
        user.email_verified_at = moment
        if proven:
            notices.email_verified.send(User, user=user)
    if channel == "sms" and user.phone and not user.is_phone_verified:
        account.filter(phone=user.phone).update(proven_phone=user.phone)
        user.proven_phone = user.phone


@transaction.atomic
def claim_account(*, user: User) -> None:
    """The mailbox's owner is here, and nobody has ever proven to be: whoever registered the
    address may have been a stranger, who waits for the owner with a phone number, a social login
    or a second factor of his own. They leave the account; the caller ends its logins and its
    password. An operator's second factor stays: accounts of operators are not registered.
    """
    user.email_verified_at, user.phone, user.proven_phone = timezone.now(), None, ""
    if not user.operates:  # whatever host the link was opened on
        user.second_factor_at = None
        delete_at_once(SecondFactor.objects.filter(user=user))
        delete_at_once(RecoveryCode.objects.filter(user=user))
    user.save(update_fields=["email_verified_at", "phone", "proven_phone", "second_factor_at"])
    delete_at_once(user.identities.all())
    notices.email_verified.send(User, user=user)


@transaction.atomic
def take_over(*, user: User) -> None:
    """By who comes in without a password: that of whoever registered, and all logins, end."""
    claim_account(user=user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    revoke_others(user=user)
