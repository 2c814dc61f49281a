"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.accounts.models import User
from marketplace.privacy.models import PersonalExport
from tenants.joints.django import delete_at_once

MODELS = ("privacy.PersonalExport",)


def collect(user: User) -> dict[str, Any]:
    exports = PersonalExport.objects.filter(user=user).order_by("id")
    return {"exports": list(exports.values("requested_at", "ready_at", "size"))}


def forget(user: User) -> None:
    delete_at_once(PersonalExport.objects.filter(user=user))
