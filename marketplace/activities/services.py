"""Writing down what an account did, in the transaction of what it did."""

from typing import Any

from marketplace.activities.models import Activity
from tenants.context import current_schema

# Stable names: clients have texts and signs for them. The second says what `details` holds.
KINDS = {
    "registered": "",
    "logged_in": "",
    "device_logged_out": "",
    "devices_logged_out": "count",
    "password_changed": "",
    "email_changed": "",
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
}
DEVICE_LENGTH = 120


def record(*, user: Any, kind: str, device: str = "", **details: Any) -> None:
    """`details` must be JSON: ids and numbers of things, never texts about a person."""
    if kind not in KINDS:
        raise ValueError(f"no kind of activity: {kind}")
    Activity.objects.create(
        user_id=user.pk,
        kind=kind,
        schema_name=current_schema(),
        device=device[:DEVICE_LENGTH],
        details=details,
    )
