"""Writing down what `tenants.registry.audit.record` tells, in the transaction of its cause."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplace.audit.kinds import LABELS
from marketplace.audit.models import Entry
from marketplace.requests.traces import current_trace
from tenants.kernel.times import rfc3339
from tenants.registry.audit import Event
from tenants.registry.models import Retailer

SECRETS = ("password", "token", "secret", "otp")
LONGEST_TEXT = 200
AT_ONCE = 1000


class SecretInAudit(ValueError):
    """Something that nobody may read was about to be written down."""


def write_entries(
    *, events: Sequence[Event], who: Any, source: str, retailer: Retailer | None, **kwargs: Any
) -> None:
    """Receiver of `audited`; the rest of its arguments is for events that do not say."""
    trace = current_trace()
    Entry.objects.bulk_create(
        [
            Entry(
                retailer_id=_id(event.retailer or retailer),
                kind=LABELS[event.what][0],
                what=event.what,
                who_id=_id(event.who or who),
                person_id=_id(event.person),
                on=str(event.on)[:LONGEST_TEXT],
                source=(event.source or source)[:100],
                trace=trace,
                before=_plain(event.before),
                after=_plain(event.after),
            )
            for event in events
        ],
        batch_size=AT_ONCE,
    )


def _id(row: Any) -> int | None:
    """Of an account or a shop, or the id itself."""
    return row if isinstance(row, int) else getattr(row, "pk", None)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    if secret := [name for name in values if any(word in name.lower() for word in SECRETS)]:
        raise SecretInAudit(", ".join(secret))
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    """As JSON has it; amounts as texts with their digits."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return rfc3339(value)
    return str(value)[:LONGEST_TEXT]
