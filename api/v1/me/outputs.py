"""The account of whoever asks."""

from typing import Annotated, TypedDict

from api.outputs import Day, Email, Moment, Url, Uuid, field
from api.v1 import samples
from api.v1.outputs import timestamp
from marketplace.accounts.models import Profile, User
from marketplace.accounts.people.avatars import SIZES, avatar_urls


class AvatarOutput(TypedDict):
    small: Annotated[
        Url,
        field(
            "64 x 64",
            f"{samples.MARKET}/media/public/avatars/4f/4f0c2d9e8b7a46e1a5d3c2b1a0f9e8d7-64.webp",
        ),
    ]
    medium: Annotated[
        Url,
        field(
            "256 x 256",
            f"{samples.MARKET}/media/public/avatars/4f/4f0c2d9e8b7a46e1a5d3c2b1a0f9e8d7-256.webp",
        ),
    ]
    large: Annotated[
        Url,
        field(
            "512 x 512",
            f"{samples.MARKET}/media/public/avatars/4f/4f0c2d9e8b7a46e1a5d3c2b1a0f9e8d7-512.webp",
        ),
    ]


class PreferencesOutput(TypedDict):
    language: Annotated[str | None, field("null: as the client asks", "en")]
    currency: Annotated[str | None, field("ISO 4217", "EUR")]
    time_zone: Annotated[str | None, field("An IANA name", "Europe/London")]


class PrivacyOutput(TypedDict):
    shows_name: Annotated[bool, field("Others read it beside a review", True)]
    wants_suggestions: Annotated[bool, field("Made from what was looked at", False)]


class IdentityOutput(TypedDict):
    """What an account is known by; to operators too."""

    id: Annotated[Uuid, field("The account's id", samples.ACCOUNT)]
    email: Annotated[Email, field("The address to log in by", "ada@mail.example")]
    email_verified: Annotated[bool, field("Whether a link that was sent there was opened", True)]
    phone: Annotated[str | None, field("E.164; null: none", "+442079460000")]
    phone_verified: Annotated[bool, field("Whether a code that was sent there came back", True)]
    first_name: Annotated[str, field("May be empty", "Ada")]
    last_name: Annotated[str, field("May be empty", "Lovelace")]


class MeOutput(IdentityOutput):
    birthday: Annotated[Day | None, field("null: not told", "1990-12-10")]
    avatar: Annotated[AvatarOutput | None, field("null: no picture")]
    preferences: Annotated[PreferencesOutput, field("What I would rather have")]
    privacy: Annotated[PrivacyOutput, field("What others and the marketplace may do")]
    joined_at: Annotated[Moment, field("When the account was made", samples.PLACED_AT)]


def show_identity(user: User) -> IdentityOutput:
    return {
        "id": str(user.uuid),
        "email": user.email,
        "email_verified": user.email_verified_at is not None,
        "phone": user.phone,
        "phone_verified": user.is_phone_verified,
        "first_name": user.first_name,
        "last_name": user.last_name,
    }


def show_me(user: User) -> MeOutput:
    profile = user.profile
    return {
        **show_identity(user),
        "birthday": profile.birthday.isoformat() if profile.birthday else None,
        "avatar": _show_avatar(profile),
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


def _show_avatar(profile: Profile) -> AvatarOutput | None:
    urls = avatar_urls(profile)
    if not urls:
        return None
    small, medium, large = (urls[side] for side in SIZES)
    return {"small": small, "medium": medium, "large": large}
