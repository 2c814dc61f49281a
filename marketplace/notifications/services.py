"""What people are told: `notify(kind, to, data)`, in the transaction of the cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from marketplace.notifications import choices
from marketplace.notifications.kinds import KINDS, SENT_BY, Kind
from marketplace.notifications.models import Notification
from marketplace.notifications.tasks import deliver_mail
from tenants.kernel.identity import normal_email
from tenants.registry.context import use_public, use_retailer
from tenants.registry.models import Retailer
from tenants.tasks.queue import enqueue_each

(CHANNEL,) = SENT_BY


@dataclass(frozen=True, slots=True)
class Recipient:
    """`account` is the id of whose preferences count; None for a mailbox without an account.

    `language` "" is that of the shop in whose name it is told, or of the platform.
    """

    email: str
    language: str = ""
    account: int | None = None

    @classmethod
    def of(cls, user: Any, *, language: str = "") -> "Recipient":
        """An account, in its own language; `language` where it has none."""
        return cls(user.email, user.profile.language or language, user.pk)


@transaction.atomic  # a task has no transaction of its own: told is who has a mail that waits
def notify(
    kind: str,
    to: Recipient | Iterable[Recipient],
    data: dict[str, Any],
    *,
    about: str = "",
    retailer: Retailer | None = None,
) -> int:
    """Tell each of them, once, by the ways they want; how many are told now.

    `data` is JSON, for the template and the subject. `about` names what the kind is told once
    for. With a retailer it comes in that shop's name. A rolled-back transaction sends nothing; a
    failing mail server is tried again for hours. At most three statements, whoever many hear it.
    """
    row = KINDS[kind]
    if bool(about) != bool(row.once_for):
        raise TypeError(f"{kind} is told once for: {row.once_for or 'nothing'}; got {about!r}")
    recipients = _who_want_it(row, [to] if isinstance(to, Recipient) else list(to))
    if about:
        new = Notification.objects.claim(
            kind=kind, about=about, emails=[recipient.email for recipient in recipients]
        )
        recipients = [person for person in recipients if normal_email(person.email) in new]
    with use_retailer(retailer) if retailer else use_public():
        enqueue_each(deliver_mail, [_mail(row, person, data, retailer) for person in recipients])
    return len(recipients)


def _who_want_it(kind: Kind, recipients: Sequence[Recipient]) -> Sequence[Recipient]:
    if kind.is_always_sent:
        return recipients
    accounts = [person.account for person in recipients if person.account is not None]
    wishes = choices.read_wishes(accounts=accounts, kind=kind.preference, channel=CHANNEL)
    default = CHANNEL in choices.DEFAULTS[kind.preference]
    return [person for person in recipients if wishes.get(person.account or 0, default)]


def _mail(
    kind: Kind, recipient: Recipient, data: dict[str, Any], retailer: Retailer | None
) -> dict[str, Any]:
    language = recipient.language or (retailer.language if retailer else settings.LANGUAGE_CODE)
    with translation.override(language):
        subject = str(kind.subject) % data
    return {
        "to": recipient.email,
        "subject": subject,
        "template": kind.words,
        "context": data,
        "language": language,
    }
