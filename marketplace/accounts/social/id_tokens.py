"""ID tokens (OpenID Connect): fetched for a code, and verified with the provider's public keys."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
import requests
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.social.providers import Provider
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import normal_email, normal_name

TIMEOUT_SECONDS = 5
ALGORITHMS = ["RS256", "ES256"]  # public keys alone: no secret of ours could be taken for one
LEEWAY_SECONDS = 30


class SocialRefused(Refusal):
    code = "social-login-refused"
    status = 401
    title = _("This login could not be confirmed.")
    meaning = _(
        "The provider's token or code is expired, was used, is meant for another app, or its nonce "
        "does not fit; or the account is closed."
    )
    remedy = _("Begin the provider's login again, with a new nonce.")


class ProviderSilent(Refusal):
    code = "provider-unavailable"
    status = 503
    title = _("The provider of this login does not answer.")
    meaning = _("Its keys or its tokens could not be fetched in time.")
    remedy = _("Try again after `Retry-After` seconds, or offer another way to log in.")


@dataclass(frozen=True, slots=True)
class Claims:
    """Who it is. `email` is "" or lower case; `is_proven`: the provider confirmed it."""

    subject: str
    email: str
    is_proven: bool
    first_name: str
    last_name: str


def exchange(provider: Provider, *, code: str, redirect_uri: str, code_verifier: str) -> str:
    """The ID token for an authorization code. Raises SocialRefused, ProviderSilent.

    The verifier (PKCE) ties the code to the app that began: a stolen or planted one is refused.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": code_verifier,
        "client_id": provider.client_ids[0],
        "client_secret": provider.secret(),
    }
    try:
        answer = requests.post(
            provider.token_url, data=form, timeout=TIMEOUT_SECONDS, allow_redirects=False
        )
        reply = answer.json() if answer.status_code < 500 else None
    except (requests.RequestException, ValueError) as error:
        raise _silent() from error
    if reply is None:
        raise _silent()
    token = reply.get("id_token") if isinstance(reply, dict) else None
    if answer.status_code != 200 or not isinstance(token, str):
        raise SocialRefused(gettext("The code was used, is too old, or is not for this app."))
    return token


def verify(provider: Provider, *, id_token: str, nonce: str = "") -> Claims:
    """Raises SocialRefused: another signer, audience or issuer, expired, another nonce."""
    try:
        key = _keys(provider.keys_url).get_signing_key_from_jwt(id_token)
        claims = jwt.decode(
            id_token,
            key,
            algorithms=ALGORITHMS,
            audience=provider.client_ids,
            issuer=provider.issuers,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise _silent() from error
    except jwt.PyJWTError as error:
        raise SocialRefused(
            gettext("The token is expired, altered, or meant for another app.")
        ) from error
    _require_nonce(claims, nonce)
    return _read(provider, claims)


@lru_cache(maxsize=16)
def _keys(url: str) -> jwt.PyJWKClient:
    """Keeps the keys for five minutes, and asks again for an unknown one twice a minute at most."""
    return jwt.PyJWKClient(url, timeout=TIMEOUT_SECONDS)


def _require_nonce(claims: dict[str, Any], nonce: str) -> None:
    """Whoever has only the token, and not what the app made it with, does not get in by it.

    Apple's and Google's apps put the SHA-256 of the nonce into the token.
    """
    claim = str(claims.get("nonce") or "")
    if not claim and not nonce:
        return
    hashed = hashlib.sha256(nonce.encode()).hexdigest()
    fits = constant_time_compare(claim, nonce) or constant_time_compare(claim, hashed)
    if not (claim and nonce and fits):
        raise SocialRefused(gettext("The nonce is not the one of this token."))


def _read(provider: Provider, claims: dict[str, Any]) -> Claims:
    email = normal_email(str(claims.get("email") or ""))
    confirmed = str(claims.get("email_verified", "")).lower() == "true"
    first, last = _names(claims)
    return Claims(
        subject=_subject(claims),
        email=email,
        is_proven=bool(email) and confirmed and provider.trusts_email,
        first_name=first,
        last_name=last,
    )


def _subject(claims: dict[str, Any]) -> str:
    subject = str(claims["sub"])
    if "\0" in subject or len(subject) > 255:
        raise SocialRefused(gettext("The token names nobody."))
    return subject


def _names(claims: dict[str, Any]) -> tuple[str, str]:
    first = normal_name(str(claims.get("given_name") or ""))
    last = normal_name(str(claims.get("family_name") or ""))
    if not first:
        first, _space, last = normal_name(str(claims.get("name") or "")).partition(" ")
    return first[:150], last[:150]


def _silent() -> ProviderSilent:
    return ProviderSilent(gettext("Try again in a moment."), retry_after=10)
