"""Writing down what an account did, in the transaction of what it did."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from marketplace.activities.models import Activity
from tenants.registry.context import current_schema

# Stable names: clients have texts and signs for them. The second says what `details` holds.
KINDS = {
    "registered": "",
    "logged_in": "",
    "device_logged_out": "",
    "devices_logged_out": "count",
    "password_changed": "",
    "email_changed": "",
    "second_factor_on": "",
    "second_factor_off": "",
    "profile_changed": "fields",
    "avatar_changed": "",
    "avatar_removed": "",
    "notifications_changed": "kinds",
    "address_added": "address",
    "address_changed": "address",
    "address_removed": "address",
    "order_placed": "purchase, orders",
    "order_cancelled": "order",
    "export_requested": "export",
    # What an app or a page tells of looking around: see SIGHTINGS.
    "product_viewed": "product",
    "category_viewed": "category",
    "retailer_viewed": "retailer",
    "search_made": "search",
}
# Kept only of those who want suggestions made from it, and of each the last MOST_SIGHTINGS.
SIGHTINGS = frozenset({"product_viewed", "category_viewed", "retailer_viewed", "search_made"})
MOST_SIGHTINGS = 1000
DEVICE_LENGTH = 120


class Sighting(NamedTuple):
    """`kind` is one of SIGHTINGS, `details` what KINDS says."""

    kind: str
    at: datetime
    details: dict[str, str]


def record(*, user: Any, kind: str, device: str = "", **details: Any) -> None:
    """`details` must be JSON: ids and numbers of things, never texts about a person.

    Of SIGHTINGS alone a text is kept that the person typed: what was searched for.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of activity: {kind}")
    Activity.objects.create(
        user_id=user.pk,
        kind=kind,
        schema_name=current_schema(),
        device=device[:DEVICE_LENGTH],
        details=details,
    )


@transaction.atomic
def record_seen(*, user: Any, events: Iterable[Sighting], device: str = "") -> None:
    """Many at once, and what is older than the last MOST_SIGHTINGS goes: three statements."""
    Activity.objects.bulk_create(
        Activity(
            user_id=user.pk,
            kind=event.kind,
            at=event.at,
            schema_name=current_schema(),
            device=device[:DEVICE_LENGTH],
            details=event.details,
        )
        for event in events
    )
    rows = Activity.objects.filter(user_id=user.pk, kind__in=SIGHTINGS)
    beyond = rows.order_by("-id").values_list("id", flat=True)[MOST_SIGHTINGS : MOST_SIGHTINGS + 1]
    if last := list(beyond):
        rows.filter(id__lte=last[0]).delete()


def forget_seen(*, user: Any) -> None:
    """Of whoever wants no suggestions any more."""
    Activity.objects.filter(user_id=user.pk, kind__in=SIGHTINGS).delete()
