"""Access and refresh tokens for programs, in families that die with one reused token.

A login opens a family (a device). A refresh token is good for one exchange: the family
remembers the id of its newest, and an older one that comes back was stolen or copied, so the
whole family ends. One case is none of these: the answer was lost on the way, and the app asks
again. The predecessor of the newest is therefore honoured once more within GRACE, for the client
that exchanged it, and gets the very pair that was lost. Every token is bound to its family and
to the schema of the host that issued it: a shop's token opens nothing at the marketplace or at
another shop.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import Token

from marketplace.accounts.errors import InvalidToken
from marketplace.accounts.logins import second_factor
from marketplace.accounts.logins.keys import all_keys, key_id
from marketplace.accounts.logins.lifetimes import lifetime_of
from marketplace.accounts.models import TokenFamily, User
from marketplace.activities.services import record
from marketplace.joints.simplejwt import KeyedBackend
from tenants.kernel.ids import token_digest
from tenants.kernel.locks import hold
from tenants.registry import audit
from tenants.registry.context import current_schema

ISSUER: str = settings.SIMPLE_JWT["ISSUER"]
FAMILY_CLAIM = "fam"
GRACE = timedelta(seconds=30)


@lru_cache(maxsize=512)
def _backend(schema: str, keys: tuple[str, ...]) -> TokenBackend:
    return KeyedBackend(
        settings.SIMPLE_JWT["ALGORITHM"],
        keys={key_id(key): key for key in keys},
        audience=f"{ISSUER}:{schema}",
        issuer=ISSUER,
    )


class _SchemaBound(Token):
    """A token whose audience is the schema in use."""

    # When its login was begun or confirmed, as its family says (freshness.py).
    proven_at: datetime | None = None

    @property
    def token_backend(self) -> TokenBackend:
        return _backend(current_schema(), all_keys())

    def verify(self) -> None:
        super().verify()
        try:
            for claim in ("sub", FAMILY_CLAIM):
                UUID(str(self.payload.get(claim)))
        except ValueError as error:
            raise TokenError("Token names nobody") from error


class AccessToken(_SchemaBound):
    token_type = "access"
    lifetime = settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"]


class RefreshToken(_SchemaBound):
    token_type = "refresh"
    lifetime = settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"]


@dataclass(frozen=True, slots=True)
class Pair:
    access: str
    refresh: str


def issue(*, user: User, device: str = "") -> Pair:
    """Open a family for one login and give its first pair. Raises SecondFactorNeeded."""
    second_factor.require(user)
    family = TokenFamily(
        user=user, schema_name=current_schema(), device=device[:120], expires_at=timezone.now()
    )
    pair = _next_pair(family, user)
    family.save(force_insert=True)
    record(user=user, kind="logged_in", device=device)
    audit.record(what="login.succeeded", who=user)
    return pair


def rotate(*, refresh: str, client: str = "") -> Pair:
    """Exchange a refresh token for a new pair; `client` says who asks, by address and program.

    Raises InvalidToken; if the token had been used before, its family is revoked as well. Two
    exchanges at once wait for each other at the family's row.
    """
    token = _read(RefreshToken, refresh)
    with transaction.atomic():
        family = _lock_family(token)
        pair = None
        if family.current_jti == token["jti"]:
            pair = _exchange(family, client)
        elif _lost_its_answer(family, token, client):
            pair = _repeat_answer(family)
        else:
            _revoke(family, why="reused")
    if pair is None:  # outside of the transaction: the revocation stays
        raise InvalidToken(gettext("This refresh token was used before. Log in again."))
    return pair


def _exchange(family: TokenFamily, client: str) -> Pair:
    family.previous_jti, family.client = family.current_jti, _client_digest(client)
    pair = _next_pair(family, family.user)
    family.save(
        update_fields=["current_jti", "previous_jti", "client", "seen_at", "expires_at"],
    )
    return pair


def _lost_its_answer(family: TokenFamily, token: Token, client: str) -> bool:
    return (
        bool(client)
        and family.previous_jti == token["jti"]
        and family.client == _client_digest(client)
        and timezone.now() - family.seen_at <= GRACE
    )


def _repeat_answer(family: TokenFamily) -> Pair:
    """The pair of the last exchange again; the next time its predecessor is a reused token."""
    family.previous_jti = ""
    family.save(update_fields=["previous_jti"])
    return _pair(family, family.user)


def _client_digest(client: str) -> str:
    return token_digest(client) if client else ""


def authenticate_access(access: str) -> tuple[User, Token]:
    """Who bears this access token, and when she proved it last; one query. Raises InvalidToken."""
    token = _read(AccessToken, access)
    family = _live_families(token).select_related("user").first()
    if family is None or not family.user.is_active:
        raise InvalidToken(gettext("This login has ended. Log in again."))
    token.proven_at = max(family.created_at, family.confirmed_at or family.created_at)
    return family.user, token


def revoke_family(*, token: Token, why: str = "logout") -> None:
    """End the family that a token belongs to; ending it twice is no error."""
    _live_families(token).update(revoked_at=timezone.now(), revoked_why=why)


def revoke_refresh(*, refresh: str, why: str = "logout") -> None:
    revoke_family(token=_read(RefreshToken, refresh), why=why)


def revoke_all(*, user: User, why: str) -> int:
    """End every login of a person on every host: a changed password, a stolen device."""
    live = TokenFamily.objects.filter(user=user, revoked_at=None)
    return live.update(revoked_at=timezone.now(), revoked_why=why)


def _read(kind: type[_SchemaBound], text: str) -> _SchemaBound:
    try:
        return kind(text)
    except TokenError as error:
        raise InvalidToken(gettext("It is expired, altered, or meant for another host.")) from error


def _live_families(token: Token) -> Any:
    return TokenFamily.objects.filter(
        uuid=token[FAMILY_CLAIM],
        user__uuid=token["sub"],
        schema_name=current_schema(),
        revoked_at=None,
    )


def _lock_family(token: Token) -> TokenFamily:
    family: TokenFamily | None = hold(
        _live_families(token).select_related("user"), of=("self",)
    ).first()
    if family is None or not family.user.is_active:
        raise InvalidToken(gettext("This login has ended. Log in again."))
    return family


def _next_pair(family: TokenFamily, user: User) -> Pair:
    """Make the next tokens and note the refresh token on the (unsaved) family."""
    family.current_jti = uuid4().hex
    family.seen_at = timezone.now()
    family.expires_at = _end_of(family, user)
    return _pair(family, user)


def _end_of(family: TokenFamily, user: User) -> datetime:
    """When the newest refresh token ends: unused for that long, or the whole login that old."""
    lifetime = lifetime_of("operator" if user.operates else "customer")
    idle = min(RefreshToken.lifetime, lifetime.idle)
    return min(family.seen_at + idle, family.created_at + lifetime.absolute)


def _pair(family: TokenFamily, user: User) -> Pair:
    """The family's newest tokens: the same letters each time, since its row has all of them."""
    texts = []
    for kind in (AccessToken, RefreshToken):
        token = kind()
        token["jti"], token["sub"] = family.current_jti, str(user.uuid)
        token[FAMILY_CLAIM] = str(family.uuid)
        token.set_iat(at_time=family.seen_at)
        token["exp"] = int(min(family.seen_at + kind.lifetime, family.expires_at).timestamp())
        texts.append(str(token))
    return Pair(access=texts[0], refresh=texts[1])


def _revoke(family: TokenFamily, *, why: str) -> None:
    family.revoked_at, family.revoked_why = timezone.now(), why
    family.save(update_fields=["revoked_at", "revoked_why"])
