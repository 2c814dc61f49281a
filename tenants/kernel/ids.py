"""Identifiers that people see: short ids in URLs, order numbers, random tokens."""

import hashlib
import secrets
import uuid

# No I, L, O, U: nothing that is misread on a parcel or spells a word (Crockford's base 32).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT_ID_LENGTH = 12


def short_id(value: uuid.UUID) -> str:
    """The first 60 bits of a UUID as 12 lower-case characters; unique by constraint."""
    number = value.int >> 68
    characters = []
    for _ in range(SHORT_ID_LENGTH):
        number, rest = divmod(number, 32)
        characters.append(ALPHABET[rest])
    return "".join(reversed(characters)).lower()


def random_code(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def order_number(slug: str) -> str:
    """`<SHOP>-<random>`: 32^10 numbers a shop, so that a count of orders cannot be read off."""
    return f"{slug.upper()[:20]}-{random_code(10)}"


def new_token() -> str:
    """256 bits for a URL, cookie or header."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What the database keeps of a token: never the token itself."""
    return hashlib.sha256(token.encode()).hexdigest()
