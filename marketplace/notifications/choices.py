"""What an account wants to be told, by which channel.

Whoever sends calls `services.notify`, which asks `read_wishes`. What an account must hear of (its
own safety, what it bought) cannot be switched off by e-mail.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.activities.services import record
from marketplace.notifications.models import NotificationChoice
from tenants.kernel.errors import Refusal, Unusable
from tenants.kernel.locks import hold

CHANNELS = ("email", "sms", "push")
# kind: what is sent without having been asked for.
DEFAULTS = {
    "account": {"email"},  # logins, passwords, erasure
    "orders": {"email", "push"},  # placed, on its way, cancelled
    "messages": {"email", "push"},  # a shop's answer
    "reviews": {"email"},  # what became of a review
    "price_drops": {"push"},  # of what is on a wishlist
    "news": set(),  # the marketplace's and the shops' own advertising
}
REQUIRED = {("account", "email"), ("orders", "email")}

Wishes = dict[str, dict[str, bool]]


class UnknownNotification(Unusable):
    """A kind or a channel that there is not."""


class NotificationRequired(Refusal):
    code = "notification-required"
    status = 422
    title = _("This message is always sent.")
    meaning = _(
        "What concerns orders and the safety of the account cannot be switched off by e-mail."
    )
    remedy = _("Leave it on; `required` of the preferences names them.")


def read_choices(*, user: Any) -> Wishes:
    """{kind: {channel: whether it is wanted}} for all kinds and channels; one query."""
    rows = NotificationChoice.objects.filter(user_id=user.pk)
    chosen = {(row.kind, row.channel): row.is_wanted for row in rows}
    return {
        kind: {channel: chosen.get((kind, channel), channel in defaults) for channel in CHANNELS}
        for kind, defaults in DEFAULTS.items()
    }


@transaction.atomic
def choose(*, user: Any, wishes: Mapping[str, Mapping[str, bool]]) -> None:
    """Change those that are named, the others stay; at most four statements.

    The account is held, so that a page of them that is saved at that moment waits, and asks.

    Raises UnknownNotification, and NotificationRequired for what cannot be switched off.
    """
    flat = {
        (kind, channel): is_wanted
        for kind, channels in wishes.items()
        for channel, is_wanted in channels.items()
    }
    _require_known(flat)
    _require_necessary(flat)
    hold(get_user_model().objects.filter(pk=user.pk), no_key=True).values_list("pk").first()
    now = read_choices(user=user)
    changed = {
        pair: is_wanted for pair, is_wanted in flat.items() if now[pair[0]][pair[1]] != is_wanted
    }
    if not changed:
        return
    NotificationChoice.objects.bulk_create(
        [
            NotificationChoice(user_id=user.pk, kind=kind, channel=channel, is_wanted=is_wanted)
            for (kind, channel), is_wanted in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["is_wanted"],
    )
    record(user=user, kind="notifications_changed", kinds=sorted({kind for kind, _ in changed}))


def read_wishes(*, accounts: Iterable[int], kind: str, channel: str) -> dict[int, bool]:
    """{account: whether it wants it} of those that chose otherwise than the default; one query."""
    rows = NotificationChoice.objects.filter(user_id__in=list(accounts), kind=kind, channel=channel)
    return dict(rows.values_list("user_id", "is_wanted"))


def _require_known(flat: Mapping[tuple[str, str], bool]) -> None:
    errors = {
        f"{kind}.{channel}": [gettext("There is no such notification.")]
        for kind, channel in flat
        if kind not in DEFAULTS or channel not in CHANNELS
    }
    if errors:
        raise UnknownNotification(gettext("See `errors` for each of them."), fields=errors)


def _require_necessary(flat: Mapping[tuple[str, str], bool]) -> None:
    refused = [pair for pair in sorted(flat) if pair in REQUIRED and not flat[pair]]
    if refused:
        fields = {".".join(pair): [gettext("This is always sent.")] for pair in refused}
        raise NotificationRequired(gettext("The law, or your safety, asks for it."), fields=fields)
