"""The key that signs sessions, tokens and links where none is configured.

Each home has a random one of its own, made at the first start and kept over restarts, so that
nobody who has read the source can sign anything. Loads no Django.
"""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = "secret_key"
LEAST_LENGTH = 50
# Keys of earlier releases and of the tests start like this; whoever has the source knows them.
PUBLISHED = ("development-only-", "tests-only-")


def key_of(home: Path) -> str:
    """The key of this home, the same for all its processes; made if there is none.

    Raises ImproperlyConfigured when the file can't be used: a new key in its place would end
    all sessions unasked.
    """
    path = home / NAME
    try:
        if not path.exists():
            _create(path)
        return _read(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} can't be used ({error.strerror}): run as the account that made it, "
            "or set SECRET_KEY."
        ) from None


def _create(path: Path) -> None:
    """Whole or not at all: of several processes that start at once, the first one's key counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(descriptor)
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        unfinished.unlink()


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(
            f"Other accounts may read {path}: chmod 600 it, or remove it for a new key "
            "(everybody is logged out then)."
        )
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < LEAST_LENGTH:
        raise ImproperlyConfigured(
            f"{path} holds {len(key)} characters instead of a key: remove it for a new one "
            "(everybody is logged out then)."
        )
    return key
