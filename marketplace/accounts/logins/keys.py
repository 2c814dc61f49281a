"""What signs and what still verifies: SECRET_KEY, and the former keys in SECRET_KEY_FALLBACKS.

Django's own signers, sessions and reset links ask the former keys by themselves. What is digested
or signed here asks through these functions, so that a new key ends nothing that still lives.
"""

import base64
from collections.abc import Iterator
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def all_keys() -> tuple[str, ...]:
    """The key that signs, then those that verify only."""
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=16)
def key_id(key: str) -> str:
    """16 hex digits that name a key (a token's `kid`) and tell nothing about it."""
    return salted_hmac("accounts.keys", "kid", secret=key, algorithm="sha256").hexdigest()[:16]


def digest(salt: str, text: str, *, key: str = "") -> str:
    """64 hex digits, by the key that signs or by a given one."""
    secret = key or settings.SECRET_KEY
    return salted_hmac(salt, text, secret=secret, algorithm="sha256").hexdigest()


def digests(salt: str, text: str) -> Iterator[str]:
    """By each key: whatever was written under one of them is among these."""
    return (digest(salt, text, key=key) for key in all_keys())


def matches(digest: str, salt: str, text: str) -> bool:
    """Whether `digest` is the text's digest under any key; a prefix of it will do as well."""
    length = len(digest)
    fits = [constant_time_compare(digest, each[:length]) for each in digests(salt, text)]
    return bool(digest) and any(fits)


@lru_cache(maxsize=4)
def _vault(keys: tuple[str, ...]) -> MultiFernet:
    """AES-CBC and HMAC (cryptography's recipe), under a key made from each of ours."""
    secrets = (bytes.fromhex(digest("accounts.keys", "vault", key=key)) for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in secrets])


def seal(text: str) -> str:
    """Encrypted for a column."""
    return _vault(all_keys()).encrypt(text.encode()).decode()


def open_sealed(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken when its key is gone."""
    return _vault(all_keys()).decrypt(sealed.encode()).decode()
