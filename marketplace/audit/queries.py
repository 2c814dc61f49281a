"""Reading the audit: what an owner may see of her shop, and all of it for operators.

Each reader sends a fixed number of statements, however many entries there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext

from marketplace.audit.kinds import OF_PEOPLE, Kind
from marketplace.audit.models import Entry
from tenants.kernel.zones import zone
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.invitations import find_addresses
from tenants.staff.models import Membership

# What an owner is asked to choose among: of accounts nothing is a shop's business.
KINDS_OF_SHOP = [kind for kind in Kind if kind != Kind.ACCOUNTS]
# Who joined by the invitation that an entry tells of.
JOINED = Case(
    When(
        ~Q(on=""),  # of before
        what="member.invited",
        then=Subquery(
            Entry.objects.filter(
                retailer=OuterRef("retailer"),
                kind=Kind.STAFF,
                what="member.added",
                on=OuterRef("on"),
            )
            .order_by("id")
            .values("person")[:1]
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; None and "" mean everything. Days are of `timezone`."""

    kind: str = ""
    person: int | None = None  # who did it, or to whom it was done
    on: str = ""
    since: date | None = None
    until: date | None = None  # this day too
    timezone: str = settings.TIME_ZONE

    @property
    def moment(self) -> str:
        """By which field what is looked for stands before its ids: by ids alone an old day would
        be looked for behind all entries since."""
        return "at" if self.since or self.until else ""

    def at(self, timezone: str) -> "Filter":
        return replace(self, timezone=timezone)

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        if self.kind:
            entries = entries.filter(kind=self.kind)
        if self.person is not None:
            entries = entries.filter(Q(who_id=self.person) | Q(person_id=self.person))
        if self.on:
            entries = entries.filter(on=self.on)
        if self.since:
            entries = entries.filter(at__gte=_begin_of(self.since, self.timezone))
        if self.until and self.until < date.max:
            after = self.until + timedelta(days=1)
            entries = entries.filter(at__lt=_begin_of(after, self.timezone))
        return entries


@dataclass(frozen=True, slots=True)
class Party:
    """Who did something, or to whom it was done; `account` is None where it is not told."""

    name: str
    account: Any = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as its reader may see it."""

    entry: Entry
    who: Party | None
    person: Party | None
    source: str
    shop: Retailer | None = None
    about: str = ""  # whom an invitation that stands is for


def all_entries(shop: Retailer | None = None) -> QuerySet[Entry]:
    """For operators; of one shop, or of all and of none."""
    entries = Entry.objects.annotate(joined_id=JOINED)
    return entries.filter(retailer=shop) if shop else entries


def entries_of_shop(shop: Retailer, workers: Collection[int]) -> QuerySet[Entry]:
    """For who may read a shop's audit: of logins those of `workers` alone, at its own host."""
    theirs = Q(who_id__in=workers) | Q(person_id__in=workers)
    return all_entries(shop).filter(~Q(kind__in=OF_PEOPLE) | (Q(kind=Kind.LOGINS) & theirs))


def workers_of(shop: Retailer) -> dict[int, Any]:
    """The accounts of those who work in the shop or did, by id; three statements.

    Operators who are there for support are the marketplace's.
    """
    with use_retailer(shop):
        members = Membership.objects.filter(expires_at=None)
        ids = set(members.values_list("user_id", flat=True))
    joined = Entry.objects.filter(retailer=shop, kind=Kind.STAFF, person__isnull=False)
    ids |= set(joined.order_by().values_list("person_id", flat=True).distinct())
    return get_user_model()._default_manager.in_bulk(ids)


def lines_for_shop(entries: Iterable[Entry], shop: Retailer, workers: dict[int, Any]) -> list[Line]:
    """One statement at most. Of others than its own people a shop reads no name and no address."""
    rows = list(entries)
    addresses = _invited(rows, {shop.pk: shop})
    return [
        Line(
            entry=entry,
            who=_party(entry.who_id, workers),
            person=_party(_person_of(entry), workers),
            source=entry.source if entry.who_id is None or entry.who_id in workers else "",
            about=addresses.get(entry.on, ""),
        )
        for entry in rows
    ]


def lines_for_operators(entries: Iterable[Entry]) -> list[Line]:
    """Two statements, and one for all shops where an invitation of theirs was not accepted."""
    rows = list(entries)
    ids = {pk for entry in rows for pk in (entry.who_id, _person_of(entry)) if pk is not None}
    people = get_user_model()._default_manager.in_bulk(ids)
    shops = Retailer.objects.in_bulk({entry.retailer_id for entry in rows if entry.retailer_id})
    addresses = _invited(rows, shops)
    return [
        Line(
            entry=entry,
            who=_party(entry.who_id, people, other=gettext("Somebody who is gone")),
            person=_party(_person_of(entry), people, other=gettext("Somebody who is gone")),
            source=entry.source,
            shop=shops.get(entry.retailer_id),
            about=addresses.get(entry.on, ""),
        )
        for entry in rows
    ]


def _party(pk: int | None, people: dict[int, Any], *, other: str = "") -> Party | None:
    if pk is None:
        return None
    account = people.get(pk)
    if account is None:
        return Party(other or settings.OSCAR_SHOP_NAME)
    if account.anonymised_at is not None:
        return Party(gettext("Somebody who is gone"))
    return Party(account.display_name, account)


def _person_of(entry: Entry) -> int | None:
    """To whom it was done: of an invitation, who joined by it."""
    joined: int | None = getattr(entry, "joined_id", None)
    return entry.person_id if joined is None else joined


def _invited(entries: Iterable[Entry], shops: dict[int, Retailer]) -> dict[str, str]:
    """Whom an invitation that stands is for, by its UUID."""
    uuids = defaultdict[str, list[str]](list)
    for entry in entries:
        shop = shops.get(entry.retailer_id or 0)
        if entry.what == "member.invited" and shop and not shop.is_gone and not _person_of(entry):
            uuids[shop.schema_name].append(entry.on)
    return find_addresses(uuids)


def _begin_of(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone(timezone))
