"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

MODELS = ("public_reviews.ReviewCopy", "public_reviews.HidingRequest")


def collect(user: Any) -> dict[str, Any]:
    """Nothing: each shop gives its own reviews (tenants.shop.personal), these are copies."""
    return {}


def forget(user: Any) -> None:
    """Nothing: a review stays, and its author's name is read from the account, which has none."""
