"""Logging in by what Google, Apple or Facebook say about a person (docs/decisions/0012)."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import notices
from marketplace.accounts.mails import send_welcome
from marketplace.accounts.models import Identity, User
from marketplace.accounts.proofs.verification import take_over
from marketplace.accounts.social import id_tokens
from marketplace.accounts.social.id_tokens import Claims, ProviderSilent, SocialRefused
from marketplace.accounts.social.providers import get_provider
from marketplace.requests import locks, throttles
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import require_mailbox
from tenants.kernel.locks import hold


class EmailNeeded(Refusal):
    code = "social-email-needed"
    status = 422
    title = _("The provider tells no address of yours that we could use.")
    meaning = _(
        "It told no e-mail address, or one that it has not confirmed and that an account has."
    )
    remedy = _("Ask for the permission to see the address, or log in in another way.")


def log_in(
    *,
    provider: str,
    address: str,
    id_token: str = "",
    nonce: str = "",
    code: str = "",
    redirect_uri: str = "",
    code_verifier: str = "",
) -> User:
    """The account of an ID token, or of a code for which one is fetched; made where there is none.

    The provider is asked outside of any transaction. Raises NotFound, SocialRefused,
    EmailNeeded, ProviderSilent, TooManyTries.
    """
    chosen = get_provider(provider)
    tries = throttles.hit("social-address", address)
    try:
        token = id_token or id_tokens.exchange(
            chosen, code=code, redirect_uri=redirect_uri, code_verifier=code_verifier
        )
        claims = id_tokens.verify(chosen, id_token=token, nonce=nonce)
    except ProviderSilent:  # no try of anybody's: all are told to repeat it
        tries.give_back()
        raise
    user = _account_of(chosen.name, claims)
    if not user.is_active:
        raise SocialRefused(gettext("This account is closed."))
    _use(token)
    tries.give_back()
    return user


def _use(token: str) -> None:
    """Raises SocialRefused the second time: whoever comes upon a token that was sent has nothing.

    By what is signed: a signature can be spelled in several ways.
    """
    signed = token.rpartition(".")[0]
    try:
        throttles.hit("social-token", hashlib.sha256(signed.encode()).hexdigest())
    except TooManyTries as error:
        raise SocialRefused(gettext("This token was used.")) from error


def _account_of(provider: str, claims: Claims) -> User:
    try:
        return _find(provider, claims) or _join(provider, claims)
    except IntegrityError:  # somebody registered the address at the same moment
        return _join(provider, claims)


def _find(provider: str, claims: Claims) -> User | None:
    rows = Identity.objects.select_related("user")
    identity = rows.filter(provider=provider, subject=claims.subject).first()
    return identity.user if identity else None


@transaction.atomic
def _join(provider: str, claims: Claims) -> User:
    """Tie the identity to the account with its address, or to a new one.

    One at a time for an address: of many first logins at once the others find what one made.
    """
    _require_address(claims)
    locks.hold_name(f"social-login:{claims.email}")
    owner = _find(provider, claims)
    if owner is not None:
        return owner
    user = hold(User.objects.filter(email=claims.email), no_key=True).first()
    if user is None:
        user = _create(claims)
    elif not claims.is_proven:
        raise EmailNeeded(
            gettext("There is an account with this address. Log in to it in another way.")
        )
    elif user.email_verified_at is None:
        take_over(user=user)
    Identity.objects.create(user=user, provider=provider, subject=claims.subject)
    return user


def _require_address(claims: Claims) -> None:
    try:
        require_mailbox(claims.email)
    except ValidationError as error:
        raise EmailNeeded(gettext("Allow us to see it, or register with a password.")) from error


def _create(claims: Claims) -> User:
    user = User.objects.create_user(
        claims.email,
        None,
        first_name=claims.first_name,
        last_name=claims.last_name,
        email_verified_at=timezone.now() if claims.is_proven else None,
    )
    send_welcome(user=user)
    if claims.is_proven:
        notices.email_verified.send(User, user=user)
    return user
