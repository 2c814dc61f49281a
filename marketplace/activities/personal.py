"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.activities.models import Activity
from marketplace.activities.queries import activities_of, places_of
from tenants.kernel.rows import delete_at_once

MODELS = ("activities.Activity",)


def collect(user: Any) -> dict[str, Any]:
    found = list(activities_of(user))
    places = places_of(found)
    return {
        "activities": [
            {
                "kind": one.kind,
                "at": one.at,
                "place": places.get(one.schema_name, ""),
                "device": one.device,
                "details": one.details,
            }
            for one in found
        ]
    }


def forget(user: Any) -> None:
    delete_at_once(Activity.objects.filter(user_id=user.pk))
