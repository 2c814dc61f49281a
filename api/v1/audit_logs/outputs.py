"""What was done, by whom, to what, from where."""

from typing import Annotated, Any, TypedDict

from api.outputs import Email, Moment, Uuid, field
from api.v1 import samples
from api.v1.outputs import PageOutput, timestamp
from marketplace.audit.queries import Line, Party


class PartyOutput(TypedDict):
    id: Annotated[Uuid | None, field("The account's; null: it is not told", samples.ACCOUNT)]
    name: Annotated[str, field("As people read it", "Ada Lovelace")]
    email: Annotated[Email | None, field("null: it is not told", "ada@mail.example")]


class EntryOutput(TypedDict):
    id: Annotated[Uuid, field("The entry's own", samples.PRODUCT)]
    at: Annotated[Moment, field("When it was done", samples.PLACED_AT)]
    kind: Annotated[str, field("What it is about; as the filter has it", "prices")]
    what: Annotated[str, field("What was done; further ones may be added", "price.changed")]
    who: Annotated[PartyOutput | None, field("Who did it; null: nobody who is logged in")]
    person: Annotated[PartyOutput | None, field("The account that it was done to", None)]
    on: Annotated[
        str, field("To what it was done: a UUID, number or path; may be empty", samples.PRODUCT)
    ]
    source: Annotated[
        str,
        field(
            "The address that the request came from (of IPv6 its /64), or the command, task or "
            "import; empty: it is not told, or no longer kept",
            "203.0.113.7",
        ),
    ]
    before: Annotated[dict[str, Any], field("What changed, as it was", {"price": "12.50"})]
    after: Annotated[
        dict[str, Any],
        field("What changed, as it is then", {"price": "13.50", "currency": "EUR"}),
    ]


class EntryOfShopOutput(EntryOutput):
    retailer: Annotated[str | None, field("The shop's slug; null: of none", "northgate-books")]


class ShopAuditPageOutput(PageOutput):
    results: Annotated[list[EntryOutput], field("The newest first")]


class AuditPageOutput(PageOutput):
    results: Annotated[list[EntryOfShopOutput], field("The newest first")]


def show_entry(line: Line) -> EntryOutput:
    entry = line.entry
    return {
        "id": str(entry.uuid),
        "at": timestamp(entry.at),
        "kind": entry.kind,
        "what": entry.what,
        "who": _party(line.who),
        "person": _party(line.person),
        "on": entry.on,
        "source": line.source,
        "before": entry.before,
        "after": entry.after,
    }


def show_entry_of_shop(line: Line) -> EntryOfShopOutput:
    return {**show_entry(line), "retailer": line.shop.slug if line.shop else None}


def _party(party: Party | None) -> PartyOutput | None:
    if party is None:
        return None
    account = party.account
    return {
        "id": str(account.uuid) if account else None,
        "name": party.name,
        "email": account.email if account else None,
    }
