"""What is told to the audit (marketplace/audit), in the transaction of the change.

    record(what="price.changed", on=product.uuid, before={"price": 5}, after={"price": 6})

`what` is one of marketplace.audit.kinds.LABELS. `who` did it: whoever is logged in, where nobody is
named. `person` is the account that it was done to: accounts are named by their ids alone, so that
an erased one is nobody here too. `before` and `after` hold what changed and nothing else: never a
password, a token or a code. `on` is what it was done to, by UUID, number or address of a page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tenants.registry.context import current_retailer
from tenants.registry.models import Retailer
from tenants.registry.notices import audited
from tenants.registry.origins import current_account, current_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    what: str
    who: Any = None
    person: Any = None
    on: Any = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    retailer: Retailer | None = None
    source: str = ""


def record(**event: Any) -> None:
    """One thing that happened; takes the fields of Event. One statement."""
    record_all([Event(**event)])


def record_all(events: Iterable[Event]) -> None:
    """Of one shop, the present one where none is named. One statement for a thousand."""
    audited.send(
        sender=Event,
        events=list(events),
        who=current_account(),
        source=current_source(),
        retailer=current_retailer(),
    )


def changes_of(
    before: Mapping[str, Any], after: Mapping[str, Any], *, withheld: Iterable[str] = ()
) -> dict[str, dict[str, Any]]:
    """`before` and `after` of an event: the fields that differ.

    Of the `withheld` ones, which say something about a person, only that they changed.
    """
    names = [name for name in after if before.get(name) != after[name]]
    secret = sorted(set(names) & set(withheld))
    open_names = [name for name in names if name not in secret]
    changes = {
        "before": {name: before.get(name) for name in open_names},
        "after": {name: after[name] for name in open_names},
    }
    if secret:
        changes["after"]["withheld"] = secret
    return changes
