"""Another e-mail address for an account: asked for with the password, true once it is proven.

Nothing is kept meanwhile: the link carries the new address. It is bound to the account as it was
(address, proof, password), so that any change of these, its own too, makes it worthless.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.logins import keys
from marketplace.accounts.logins.passwords import PasswordRefused, is_current
from marketplace.accounts.models import User
from marketplace.accounts.proofs.verification import LinkRefused, current_site
from marketplace.activities.services import record
from marketplace.notifications import channels
from marketplace.notifications.services import Recipient, notify
from marketplace.requests import throttles
from tenants.kernel.errors import Unusable
from tenants.kernel.identity import normal_email, require_mailbox
from tenants.kernel.locks import hold
from tenants.registry import audit
from tenants.registry.context import current_retailer
from tenants.tasks.queue import enqueue

SALT = "accounts.email-change"
STATE_LENGTH = 32
LINK_SECONDS = 24 * 3600


class AddressRefused(Unusable):
    """The address is none, or is that of the account already."""


@dataclass(frozen=True, slots=True)
class AddressChange:
    """What a link says: this account, this new address."""

    user: User
    email: str


def request_change(*, user: User, email: str, password: str, address: str) -> None:
    """Send a link to the new address and word to the old one; the same for a taken address.

    Raises PasswordRefused, AddressRefused, TooManyTries: counted for the account and for the
    client's `address`.
    """
    account = str(user.uuid)
    counted = (("email-change-address", address), ("email-change-account", account))
    if not is_current(user=user, password=password, beside=counted):
        message = gettext("This is not your password.")
        raise PasswordRefused(gettext("See `errors`."), fields={"password": [message]})
    enqueue(
        "marketplace.accounts.tasks.send_email_change",
        user=str(user.uuid),
        email=_usable(email, user),
        language=get_language() or "",
    )


def deliver_link(*, user: UUID, email: str, language: str) -> None:
    """To the new address, if nobody has it; to the old one in any case."""
    account = User.objects.filter(uuid=user, is_active=True).first()
    if account is None:
        return
    language = account.profile.language or language
    context = {"name": account.get_short_name(), "old": account.email}
    if not User.objects.filter(email=email).exists():
        url = f"{current_site()}/auth/change-email/{make_token(account, email)}"
        message = channels.Message(
            email, "email_change", context | {"url": url}, _("Is this your address?"), language
        )
        channels.send("email", message)
    # Queued by itself: the old mailbox may be full or gone, and the link is not sent again then.
    old = Recipient(account.email, language, account.pk)
    notify("email_change_asked", old, context, retailer=current_retailer())


def make_token(user: User, email: str) -> str:
    """Good for a day, and once."""
    state = keys.digest(SALT, _state(user))[:STATE_LENGTH]
    return signing.dumps([user.uuid.hex, email, state], salt=SALT)


def read_token(token: str) -> AddressChange | None:
    """None for what is made up, too old, used, or of an account that has changed since."""
    try:
        uuid, email, state = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(uuid=UUID(uuid), is_active=True).first()
    fits = user is not None and keys.matches(state, SALT, _state(user))
    return AddressChange(user, email) if user and fits else None


def confirm_change(*, user: User, token: str, address: str) -> User:
    """The address changes; logins stay. Only for whoever is logged in as that account: otherwise
    a click by the mailbox's owner would give the address to an account of somebody else.

    Raises LinkRefused, TooManyTries. Of two at once, and of two accounts, one gets the address.
    """
    try:
        changed = _change(user, token)
    except IntegrityError:
        changed = None
    if changed is None:
        throttles.hit("link-address", address)
        raise LinkRefused(gettext("It was used, is older than a day, or is for another account."))
    return changed


@transaction.atomic
def _change(user: User, token: str) -> User | None:
    hold(User.objects.all(), no_key=True).get(pk=user.pk)
    claim = read_token(token)
    if claim is None or claim.user != user:
        return None
    changed, old = claim.user, claim.user.email
    changed.email, changed.email_verified_at = claim.email, timezone.now()
    changed.save(update_fields=["email", "email_verified_at"])
    record(user=changed, kind="email_changed")
    audit.record(what="email.changed", who=changed, person=changed)
    notices.email_verified.send(User, user=changed)
    _tell_old(changed, old)
    return changed


def _tell_old(user: User, old: str) -> None:
    notify(
        "email_changed",
        Recipient(old, user.profile.language, user.pk),
        {"name": user.get_short_name(), "old": old},
        retailer=current_retailer(),
    )


def _usable(email: str, user: User) -> str:
    email = normal_email(email)
    try:
        require_mailbox(email)
    except ValidationError as error:
        raise AddressRefused(
            gettext("See `errors`."), fields={"email": list(error.messages)}
        ) from error
    if email == user.email:
        message = gettext("This is your address already.")
        raise AddressRefused(gettext("See `errors`."), fields={"email": [message]})
    return email


def _state(user: User) -> str:
    """Another after any change of address, proof or password."""
    proven = user.email_verified_at
    return f"{user.email} {proven and proven.isoformat()} {user.password}"
