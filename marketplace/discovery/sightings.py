"""What customers looked at, as their apps tell it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.activities.services import KINDS, Seen, record_seen
from marketplace.discovery.models import Listing, MarketCategory
from tenants.registry.models import Retailer

OLDEST = timedelta(days=7)


class Look(NamedTuple):
    """`thing` is a product's UUID, a slug of a category or shop, or what was searched for."""

    kind: str
    thing: str
    at: datetime | None = None


@transaction.atomic
def log_looks(
    *, user: User, looks: Iterable[Look], device: str = "", retailer: Retailer | None = None
) -> int:
    """How many were kept: of what there is here, and nothing of those who want no suggestions.

    Statements do not grow with their number. A time in the future, or older than a week, is
    taken as now and as a week ago.
    """
    if not user.profile.wants_suggestions:
        return 0
    given = list(looks)
    known = _known(given, retailer)
    now = timezone.now()
    kept = [_seen(look, now) for look in given if (look.kind, look.thing) in known]
    if kept:
        record_seen(user=user, events=kept, device=device)
    return len(kept)


def _seen(look: Look, now: datetime) -> Seen:
    at = min(max(look.at or now, now - OLDEST), now)
    return Seen(look.kind, at, {KINDS[look.kind]: look.thing})


def _known(looks: list[Look], retailer: Retailer | None) -> set[tuple[str, str]]:
    """At most one statement for each kind."""
    wanted: dict[str, set[str]] = {}
    for look in looks:
        wanted.setdefault(look.kind, set()).add(look.thing)
    found = {("search_made", text) for text in wanted.get("search_made", ())}
    if things := wanted.get("product_viewed"):
        listings = Listing.objects.filter(
            uuid__in=[UUID(thing) for thing in things],
            is_visible=True,
            retailer__status=Retailer.Status.ACTIVE,
        )
        if retailer:
            listings = listings.filter(retailer=retailer)
        uuids = listings.values_list("uuid", flat=True)
        found |= {("product_viewed", str(uuid)) for uuid in uuids}
    if things := wanted.get("category_viewed"):
        slugs = MarketCategory.objects.filter(slug__in=things).values_list("slug", flat=True)
        found |= {("category_viewed", slug) for slug in slugs}
    if things := wanted.get("retailer_viewed"):
        shops = Retailer.objects.active().filter(slug__in=things)
        if retailer:
            shops = shops.filter(pk=retailer.pk)
        found |= {("retailer_viewed", slug) for slug in shops.values_list("slug", flat=True)}
    return found
