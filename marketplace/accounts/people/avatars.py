"""A person's picture: squares of fixed sizes below the media of public, under a random name.

The address cannot be guessed and is told to the person alone; a new picture has a new address,
so that no cache shows the old one.
"""

import uuid
from functools import partial
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from marketplace.accounts.locks import lock_account
from marketplace.accounts.models import Profile, User
from marketplace.activities.services import record
from tenants.kernel.pictures import as_webp, read_picture, to_square
from tenants.registry.context import PUBLIC, use_public
from tenants.registry.hosts import market_url

SIZES = (64, 256, 512)
FOLDER = "avatars"
SCHEMA = PUBLIC


def avatar_paths(profile: Profile) -> dict[int, str]:
    """{side in pixels: path below the media of SCHEMA}; empty without a picture."""
    if not profile.avatar:
        return {}
    return {side: f"{profile.avatar}-{side}.webp" for side in SIZES}


def avatar_urls(profile: Profile) -> dict[int, str]:
    """{side: absolute address}, on the marketplace's host whichever host was asked."""
    return {
        side: f"{market_url()}{settings.MEDIA_URL}{SCHEMA}/{path}"
        for side, path in avatar_paths(profile).items()
    }


def set_avatar(*, user: User, file: IO[bytes]) -> Profile:
    """Take the picture in, in place of the one before. Raises UnusableImage."""
    picture = read_picture(file=file, longest=SIZES[-1])
    name = uuid.uuid4().hex
    stem = f"{FOLDER}/{name[:2]}/{name}"
    with use_public():
        for side in SIZES:
            content = ContentFile(as_webp(to_square(picture, side)))
            default_storage.save(f"{stem}-{side}.webp", content)
    return _replace(user, stem, "avatar_changed")


def remove_avatar(*, user: User) -> Profile:
    """Without one, nothing happens."""
    return _replace(user, "", "avatar_removed")


@transaction.atomic
def _replace(user: User, stem: str, kind: str) -> Profile:
    """The old files go when the new name stands: of two at once each removes the one before it."""
    lock_account(user)
    profile = Profile.objects.get(user=user)
    old = avatar_paths(profile)
    if profile.avatar == stem:
        return profile
    profile.avatar = stem
    profile.save(update_fields=["avatar"])
    record(user=user, kind=kind)
    transaction.on_commit(partial(drop_files, list(old.values())))
    user.profile = profile
    return profile


def drop_files(paths: list[str]) -> None:
    """Those that are gone already are no error."""
    with use_public():
        for path in paths:
            default_storage.delete(path)
