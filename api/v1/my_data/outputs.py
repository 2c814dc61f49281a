"""What is told to me, what I did, and the copy of my data."""

from typing import Annotated, Any, TypedDict

from rest_framework.request import Request

from api.outputs import Moment, Url, Uuid, field
from api.v1 import samples
from api.v1.outputs import PageOutput, timestamp
from marketplace.accounts.logins.devices import device_name
from marketplace.activities.models import Activity
from marketplace.notifications.choices import REQUIRED, Wishes
from marketplace.privacy.exports import KEEP_FOR
from marketplace.privacy.models import PersonalExport


class NotificationsOutput(TypedDict):
    preferences: Annotated[
        dict[str, dict[str, bool]],
        field(
            "By kind and channel: whether it is wanted",
            {
                "account": {"email": True, "sms": False, "push": False},
                "orders": {"email": True, "sms": False, "push": False},
                "messages": {"email": True, "sms": False, "push": True},
                "reviews": {"email": True, "sms": False, "push": False},
                "price_drops": {"email": False, "sms": False, "push": True},
                "news": {"email": True, "sms": False, "push": False},
            },
        ),
    ]
    required: Annotated[
        dict[str, list[str]],
        field(
            "By kind the channels that cannot be switched off",
            {"account": ["email"], "orders": ["email"]},
        ),
    ]


class ActivityOutput(TypedDict):
    id: Annotated[Uuid, field("Of the entry", "0c6f1d3e-5a4b-4c2d-8e1f-9a8b7c6d5e4f")]
    kind: Annotated[str, field("Stable: `logged_in`, `order_placed`, ...", "order_placed")]
    at: Annotated[Moment, field("When", samples.PLACED_AT)]
    place: Annotated[str, field("The shop's name, or the marketplace's", "Galleria")]
    device: Annotated[str, field('Such as "Firefox on Linux"; empty where not known', "")]
    details: Annotated[
        dict[str, Any],
        field(
            "What it was about: members differ by `kind`",
            {"purchase": samples.PURCHASE, "orders": [samples.NUMBER]},
        ),
    ]


class ActivityPageOutput(PageOutput):
    results: Annotated[list[ActivityOutput], field("Newest first")]


class ExportOutput(TypedDict):
    id: Annotated[Uuid, field("Of the copy", "d4c3b2a1-0f9e-4d8c-b7a6-5f4e3d2c1b0a")]
    status: Annotated[
        str, field("Whether the copy is ready", "ready", choices=["pending", "ready"])
    ]
    requested_at: Annotated[Moment, field("When it was asked for", samples.PLACED_AT)]
    ready_at: Annotated[Moment | None, field("null: not yet", "2026-11-21T09:30:02Z")]
    size: Annotated[int | None, field("Bytes", 18211)]
    url: Annotated[
        Url | None,
        field(
            "Where the copy is, once it is ready", f"{samples.MARKET}/api/v1/users/me/export/data/"
        ),
    ]
    expires_at: Annotated[Moment, field("When the copy is thrown away", "2026-11-28T09:30:00Z")]


def show_notifications(choices: Wishes) -> NotificationsOutput:
    required: dict[str, list[str]] = {}
    for kind, channel in sorted(REQUIRED):
        required.setdefault(kind, []).append(channel)
    return {"preferences": choices, "required": required}


def show_activity(activity: Activity, places: dict[str, str]) -> ActivityOutput:
    """`places` are the shops' names by schema."""
    return {
        "id": str(activity.uuid),
        "kind": activity.kind,
        "at": timestamp(activity.at),
        "place": places.get(activity.schema_name, ""),
        "device": device_name(activity.device),
        "details": activity.details,
    }


def show_export(export: PersonalExport, request: Request) -> ExportOutput:
    ready = export.status == PersonalExport.Status.READY
    return {
        "id": str(export.uuid),
        "status": export.status,
        "requested_at": timestamp(export.requested_at),
        "ready_at": timestamp(export.ready_at) if export.ready_at else None,
        "size": export.size,
        "url": request.build_absolute_uri("/api/v1/users/me/export/data/") if ready else None,
        "expires_at": timestamp(export.requested_at + KEEP_FOR),
    }
