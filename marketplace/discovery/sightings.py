"""What customers looked at, as their apps tell it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.activities.services import KINDS, Sighting, record_seen
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
    batch = list(looks)
    subjects = _find_subjects(batch, retailer)
    now = timezone.now()
    events = [_event(look, now) for look in batch if (look.kind, look.thing) in subjects]
    if events:
        record_seen(user=user, events=events, device=device)
    return len(events)


def _event(look: Look, now: datetime) -> Sighting:
    at = min(max(look.at or now, now - OLDEST), now)
    return Sighting(look.kind, at, {KINDS[look.kind]: look.thing})


def _find_subjects(looks: list[Look], retailer: Retailer | None) -> set[tuple[str, str]]:
    """At most one statement for each kind."""
    by_kind: dict[str, set[str]] = {}
    for look in looks:
        by_kind.setdefault(look.kind, set()).add(look.thing)
    subjects = {("search_made", text) for text in by_kind.get("search_made", ())}
    if things := by_kind.get("product_viewed"):
        listings = Listing.objects.filter(
            uuid__in=[UUID(thing) for thing in things],
            is_visible=True,
            retailer__status=Retailer.Status.ACTIVE,
        )
        if retailer:
            listings = listings.filter(retailer=retailer)
        uuids = listings.values_list("uuid", flat=True)
        subjects |= {("product_viewed", str(uuid)) for uuid in uuids}
    if things := by_kind.get("category_viewed"):
        slugs = MarketCategory.objects.filter(slug__in=things).values_list("slug", flat=True)
        subjects |= {("category_viewed", slug) for slug in slugs}
    if things := by_kind.get("retailer_viewed"):
        shops = Retailer.objects.active().filter(slug__in=things)
        if retailer:
            shops = shops.filter(pk=retailer.pk)
        subjects |= {("retailer_viewed", slug) for slug in shops.values_list("slug", flat=True)}
    return subjects
