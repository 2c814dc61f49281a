"""What the answers about a person look like: plain dicts, described in documents_people.py."""

from collections.abc import Iterable

from rest_framework.request import Request

from api.v1.shapes import Shape, timestamp
from marketplace.accounts.logins.devices import device_name
from marketplace.accounts.models import Address, Profile, User
from marketplace.accounts.people.avatars import SIZES, avatar_urls
from marketplace.activities.models import Activity
from marketplace.notifications.choices import REQUIRED, Wishes
from marketplace.privacy.exports import KEPT
from marketplace.privacy.models import PersonalExport

NAMES = dict(zip(SIZES, ("small", "medium", "large"), strict=True))


def me(user: User) -> Shape:
    profile = user.profile
    return {
        "id": str(user.uuid),
        "email": user.email,
        "email_verified": user.email_verified_at is not None,
        "phone": user.phone,
        "phone_verified": user.is_phone_verified,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "birthday": profile.birthday.isoformat() if profile.birthday else None,
        "avatar": avatar(profile),
        "preferences": {
            "language": profile.language or None,
            "currency": profile.currency or None,
            "time_zone": profile.time_zone or None,
        },
        "privacy": {
            "shows_name": profile.shows_name,
            "wants_suggestions": profile.wants_suggestions,
        },
        "joined_at": timestamp(user.date_joined),
    }


def avatar(profile: Profile) -> Shape | None:
    return {NAMES[side]: url for side, url in avatar_urls(profile).items()} or None


def address(one: Address) -> Shape:
    return {
        "id": str(one.uuid),
        "first_name": one.first_name,
        "last_name": one.last_name,
        "line1": one.line1,
        "line2": one.line2,
        "postcode": one.postcode,
        "city": one.city,
        "state": one.state,
        "country": one.country,
        "phone_number": one.phone_number,
        "is_default": one.is_default,
    }


def notifications(choices: Wishes) -> Shape:
    required: dict[str, list[str]] = {}
    for kind, channel in sorted(REQUIRED):
        required.setdefault(kind, []).append(channel)
    return {"preferences": choices, "required": required}


def activities(found: Iterable[Activity], places: dict[str, str]) -> list[Shape]:
    return [
        {
            "id": str(one.uuid),
            "kind": one.kind,
            "at": timestamp(one.at),
            "place": places.get(one.schema_name, ""),
            "device": device_name(one.device),
            "details": one.details,
        }
        for one in found
    ]


def export(one: PersonalExport, request: Request) -> Shape:
    ready = one.status == PersonalExport.Status.READY
    return {
        "id": str(one.uuid),
        "status": one.status,
        "requested_at": timestamp(one.requested_at),
        "ready_at": timestamp(one.ready_at) if one.ready_at else None,
        "size": one.size,
        "url": request.build_absolute_uri("/api/v1/users/me/export/data/") if ready else None,
        "expires_at": timestamp(one.requested_at + KEPT),
    }
