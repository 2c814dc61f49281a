"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.requests.models import IdempotencyKey
from tenants.joints.django import delete_at_once

MODELS = ("requests.IdempotencyKey",)


def collect(user: Any) -> dict[str, Any]:
    """Copies of answers that were given in the last day: told by what they are copies of."""
    return {}


def forget(user: Any) -> None:
    delete_at_once(IdempotencyKey.objects.filter(actor=f"user:{user.uuid}"))
