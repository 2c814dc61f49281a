"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from marketplace.accounts.models import (
    Challenge,
    HandoffCode,
    Identity,
    Profile,
    RecoveryCode,
    SecondFactor,
    TokenFamily,
    User,
    WebSession,
)
from marketplace.accounts.people.avatars import avatar_paths, drop_files
from tenants.joints.django import delete_at_once

MODELS = (
    "accounts.User",
    "accounts.Profile",
    "accounts.Address",
    "accounts.WebSession",
    "accounts.TokenFamily",
    "accounts.HandoffCode",
    "accounts.Challenge",
    "accounts.Identity",
    "accounts.SecondFactor",
    "accounts.RecoveryCode",
)
ADDRESS = (
    "first_name last_name line1 line2 postcode city state country phone_number is_default"
).split()


def collect(user: User) -> dict[str, Any]:
    profile = user.profile
    return {
        "account": {
            "id": user.uuid,
            "email": user.email,
            "email_verified_at": user.email_verified_at,
            "phone": user.phone,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "joined_at": user.date_joined,
            "last_login_at": user.last_login,
            "second_factor_at": user.second_factor_at,
        },
        "profile": {
            "birthday": profile.birthday,
            "language": profile.language,
            "currency": profile.currency,
            "time_zone": profile.time_zone,
            "shows_name": profile.shows_name,
            "wants_suggestions": profile.wants_suggestions,
            "pictures": sorted(avatar_paths(profile).values()),
        },
        "addresses": list(user.address_book.order_by("id").values(*ADDRESS)),
        "logins": _logins(user),
        "identities": list(
            Identity.objects.filter(user=user).order_by("id").values("provider", "subject")
        ),
    }


def _logins(user: User) -> list[dict[str, Any]]:
    """Neither keys nor tokens."""
    names = ("device", "schema_name", "created_at", "seen_at")
    browsers = WebSession.objects.filter(user=user).order_by("created_at", "session_key")
    apps = TokenFamily.objects.filter(user=user).order_by("id")
    return [*browsers.values(*names), *apps.values(*names)]


def forget(user: User) -> None:
    """Make the row nobody's, and end every login. Its id stays: documents of sales name it."""
    profile = Profile.objects.get(user=user)
    transaction.on_commit(partial(drop_files, list(avatar_paths(profile).values())))
    delete_at_once(user.address_book.all())
    logins = (WebSession, TokenFamily, HandoffCode, Challenge, Identity)
    for model in (*logins, SecondFactor, RecoveryCode):
        delete_at_once(model._default_manager.filter(user=user))
    profile.delete()
    Profile.objects.create(user=user, shows_name=False, wants_suggestions=False)
    _anonymise(user)


def _anonymise(user: User) -> None:
    user.email = f"{user.uuid.hex}@erased.invalid"
    user.phone = user.email_verified_at = user.last_login = user.second_factor_at = None
    user.first_name = user.last_name = user.proven_phone = ""
    user.is_active = user.is_superuser = False
    user.anonymised_at = user.anonymised_at or timezone.now()
    user.set_unusable_password()
    user.save()
