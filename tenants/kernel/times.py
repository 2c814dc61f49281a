"""Moments as programs read them."""

from datetime import UTC, datetime


def rfc3339(moment: datetime) -> str:
    """In UTC, to the second: `2026-11-21T09:30:00Z`."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
