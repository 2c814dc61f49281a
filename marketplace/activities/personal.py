"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.activities.models import Activity
from marketplace.activities.queries import activities_of, places_of
from tenants.joints.django import delete_at_once

MODELS = ("activities.Activity",)


def collect(user: Any) -> dict[str, Any]:
    activities = list(activities_of(user))
    places = places_of(activities)
    return {
        "activities": [
            {
                "kind": activity.kind,
                "at": activity.at,
                "place": places.get(activity.schema_name, ""),
                "device": activity.device,
                "details": activity.details,
            }
            for activity in activities
        ]
    }


def forget(user: Any) -> None:
    delete_at_once(Activity.objects.filter(user_id=user.pk))
