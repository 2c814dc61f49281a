"""A second factor: codes of an authenticator app (TOTP, RFC 6238), and ten recovery codes.

`user.second_factor_at` says that an account has one. Whoever logs in to such an account, by
whichever door, proves it before there is a session or a token: `require` stands at both (in the
receiver of Django's login and in tokens.issue), and is satisfied by a user object that a right
code was given for (`has_proven_second_factor`), which is never stored.

A code is good once: the time step of the last one stands in the row, and one guarded UPDATE moves
it on. The app's secret is encrypted with a key made from SECRET_KEY; a recovery code has 80 random
bits, so its plain digest tells nothing.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pyotp
import segno
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.locks import lock_account
from marketplace.accounts.logins import keys
from marketplace.accounts.logins.devices import revoke_others
from marketplace.accounts.mails import tell_of_second_factor
from marketplace.accounts.models import Challenge, RecoveryCode, SecondFactor, User
from marketplace.accounts.proofs import challenges
from marketplace.accounts.proofs.challenges import CodeRefused
from marketplace.activities.services import record
from marketplace.requests import throttles
from tenants.joints.django import delete_at_once
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import normal_one_time_code
from tenants.kernel.ids import token_digest
from tenants.registry import audit

STEP_SECONDS = 30
DRIFT = 1  # steps that a clock may be wrong, either way
CODES = 10
LIFE = timedelta(minutes=5)
SALT = "accounts.second-factor"
WRONG = _("It is wrong, was used already, or is too old. Wait for the next one.")


class SecondFactorNeeded(Refusal):
    """`extra` has the challenge to be answered, and the seconds that it lives."""

    code = "second-factor-needed"
    status = 401
    title = _("Your second factor is needed.")
    meaning = _(
        "The account has one, and this door has proven the first factor only: a password, a code "
        "that was sent, a social login."
    )
    remedy = _(
        "Send `challenge` with the code of the authenticator app, or a recovery code, to "
        "`auth/verify-otp/` (a browser: to `auth/sessions/`) before `expires_in` seconds are over."
    )


class ChallengeOver(CodeRefused):
    """No code answers it any more: the login begins again."""


class EnrolmentNeeded(Refusal):
    code = "second-factor-required"
    status = 403
    title = _("Set up a second factor first.")
    meaning = _("Operators must have one, and so must the staff of a shop whose owner wants it.")
    remedy = _("Set one up at `auth/second-factor/`, or on the account's page.")


class AlreadyOn(Refusal):
    code = "second-factor-on"
    status = 409
    title = _("You have a second factor already.")
    meaning = _("An account has one secret at a time.")
    remedy = _("Switch it off at `auth/second-factor/off/` before you set up another.")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app is told; `secret` in groups of four is for typing."""

    secret: str
    uri: str

    @property
    def groups(self) -> str:
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def mark(self) -> str:
        """Tells this secret from one that another tab began, and nothing of either."""
        return token_digest(self.secret)[:16]

    @property
    def picture(self) -> str:
        """The QR code as a `data:` address: no file, no script, no style."""
        return segno.make(self.uri, error="m").svg_data_uri(scale=5, border=3, light="#fff")


# --- setting it up ------------------------------------------------------------------------------


@transaction.atomic
def begin_enrolment(*, user: User) -> Enrolment:
    """A new secret that does not count yet. Raises AlreadyOn."""
    lock_account(user)
    _require_off(user)
    secret = pyotp.random_base32()
    _save_secret(user, secret)
    return _enrolment(user, secret)


def pending_enrolment(*, user: User) -> Enrolment | None:
    row = SecondFactor.objects.filter(user=user, confirmed_at=None).first()
    return _enrolment(user, keys.open_sealed(row.secret)) if row else None


def confirm_enrolment(*, user: User, code: str, address: str) -> list[str]:
    """From now on it counts; the recovery codes, shown this once. Raises CodeRefused, AlreadyOn.

    The caller ends the other logins, which were made without it.
    """
    tries = _count_try(user, address)
    with transaction.atomic():
        lock_account(user)
        _require_off(user)
        if not _use_app_code(user, normal_one_time_code(code)):
            raise CodeRefused(WRONG)
        codes = _switch_on(user)
        tell_of_second_factor(user=user, change="on")
    tries.give_back()
    return codes


def install(*, user: User, secret: str) -> list[str]:
    """With a secret that is known beforehand: the demo's operator, and tests."""
    with transaction.atomic():
        lock_account(user)
        _save_secret(user, secret)
        return _switch_on(user)


def _switch_on(user: User) -> list[str]:
    now = timezone.now()
    SecondFactor.objects.filter(user=user).update(confirmed_at=now)
    User.objects.filter(pk=user.pk).update(second_factor_at=now)
    user.second_factor_at, user.has_proven_second_factor = now, True
    record(user=user, kind="second_factor_on")
    audit.record(what="second_factor.on", person=user)
    return _replace_codes(user)


def switch_off(*, user: User, code: str, address: str) -> None:
    """Raises CodeRefused; EnrolmentNeeded for operators, who keep one."""
    if user.operates:
        raise EnrolmentNeeded(gettext("Operators keep their second factor. Another one resets it."))
    check(user=user, code=code, address=address)
    with transaction.atomic():
        _remove(user)
        audit.record(what="second_factor.off", who=user, person=user)
        tell_of_second_factor(user=user, change="off")


@transaction.atomic
def reset(*, user: User, reason: str, operator: User | None = None) -> None:
    """For whoever has lost the device and the recovery codes: all logins end as well."""
    lock_account(user)
    _remove(user)
    audit.record(what="second_factor.reset", who=operator, person=user, after={"reason": reason})
    revoke_others(user=user)
    tell_of_second_factor(user=user, change="reset")


def _remove(user: User) -> None:
    """The account's row first, as whoever locks the account."""
    User.objects.filter(pk=user.pk).update(second_factor_at=None)
    delete_at_once(SecondFactor.objects.filter(user=user))
    delete_at_once(RecoveryCode.objects.filter(user=user))
    user.second_factor_at = None
    record(user=user, kind="second_factor_off")


def renew_codes(*, user: User, code: str, address: str) -> list[str]:
    """Ten others; those before are worth nothing. Raises CodeRefused."""
    check(user=user, code=code, address=address)
    with transaction.atomic():
        lock_account(user)
        tell_of_second_factor(user=user, change="codes")
        return _replace_codes(user)


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


# --- logging in ---------------------------------------------------------------------------------


def require(user: User) -> None:
    """Stands before every session and token. Raises SecondFactorNeeded, with its challenge."""
    if user.second_factor_at is None or user.has_proven_second_factor:
        return
    challenge = Challenge.objects.create(
        subject=keys.digest(SALT, str(user.uuid)),
        purpose=Challenge.Purpose.SECOND,
        channel=Challenge.Channel.APP,
        user=user,
        sent_to=keys.digest(SALT, user.password),
        expires_at=timezone.now() + LIFE,
    )
    raise SecondFactorNeeded(
        gettext(
            "Send the code of your authenticator app, or a recovery code, to `auth/verify-otp/`."
        ),
        challenge=str(challenge.uuid),
        expires_in=int(LIFE.total_seconds()),
    )


def is_asked_by(challenge: UUID) -> bool:
    return Challenge.objects.filter(uuid=challenge, purpose=Challenge.Purpose.SECOND).exists()


def answer(*, challenge: UUID, code: str, address: str) -> User:
    """The account, with its second factor proven. Raises CodeRefused, TooManyTries.

    A challenge takes five tries and is good once; another password makes it worthless.
    """
    may_try = challenges.count_try(challenge, timezone.now())
    rows = Challenge.objects.select_related("user")
    row = rows.filter(uuid=challenge, purpose=Challenge.Purpose.SECOND).first()
    if row is None or row.user is None or not may_try or not _still_fits(row, row.user):
        raise ChallengeOver(
            gettext("The login took too long, or had too many tries. Begin it again.")
        )
    check(user=row.user, code=code, address=address)
    if not Challenge.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise CodeRefused(gettext("It was used at the same moment."))
    return row.user


def _still_fits(row: Challenge, user: User) -> bool:
    has_one = user.is_active and user.second_factor_at is not None
    return has_one and keys.matches(row.sent_to, SALT, user.password)


def check(*, user: User, code: str, address: str) -> None:
    """A code of the app or a recovery code, used up by this. Raises CodeRefused, TooManyTries.

    Only who knows the password comes here, so that no stranger can use up the owner's tries; they
    are counted for the client, and for the account so that no number of clients guesses on.
    """
    tries = _count_try(user, address)
    typed = normal_one_time_code(code)
    if not (_use_app_code(user, typed) or _use_recovery_code(user, typed)):
        audit.record(what="second_factor.failed", person=user)
        raise CodeRefused(WRONG)
    tries.give_back()
    user.has_proven_second_factor = True


def _use_app_code(user: User, code: str) -> bool:
    row = SecondFactor.objects.filter(user=user).first()
    step = _step_of(keys.open_sealed(row.secret), code) if row else None
    if row is None or step is None:
        return False
    rows = SecondFactor.objects.filter(pk=row.pk, last_step__lt=step, secret=row.secret)
    return bool(rows.update(last_step=step))


def _step_of(secret: str, code: str) -> int | None:
    """The time step of the code, if it is one of those that count now."""
    now = int(timezone.now().timestamp()) // STEP_SECONDS
    app = pyotp.HOTP(secret)
    steps = range(now - DRIFT, now + DRIFT + 1)
    fitting = [step for step in steps if constant_time_compare(app.at(step), code)]
    return fitting[-1] if fitting else None


def _use_recovery_code(user: User, code: str) -> bool:
    rows = RecoveryCode.objects.filter(user=user, digest=token_digest(code), used_at=None)
    return bool(rows.update(used_at=timezone.now()))


# --- what is kept -------------------------------------------------------------------------------


def current_code(user: User) -> str:
    """What the app would show; for `manage.py otp` and the mailbox of a machine of one's own."""
    row = SecondFactor.objects.get(user=user)
    return pyotp.TOTP(keys.open_sealed(row.secret)).at(timezone.now())


def seconds_left() -> int:
    """How long an app still shows the present code."""
    return int(STEP_SECONDS - timezone.now().timestamp() % STEP_SECONDS)


def seal_anew() -> int:
    """Chore: secrets under a former key are written under the present one; how many."""
    count = 0
    for row in SecondFactor.objects.exclude(key_id=keys.key_id(settings.SECRET_KEY)).order_by("id"):
        sealed = keys.seal(keys.open_sealed(row.secret))
        rows = SecondFactor.objects.filter(pk=row.pk, secret=row.secret)
        count += rows.update(secret=sealed, key_id=keys.key_id(settings.SECRET_KEY))
    return count


def _save_secret(user: User, secret: str) -> None:
    SecondFactor.objects.update_or_create(
        user=user,
        defaults={
            "secret": keys.seal(secret),
            "key_id": keys.key_id(settings.SECRET_KEY),
            "confirmed_at": None,
            "last_step": 0,
        },
    )


def _replace_codes(user: User) -> list[str]:
    delete_at_once(RecoveryCode.objects.filter(user=user))
    texts = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=token_digest(text)) for text in texts
    )
    return ["-".join(text[at : at + 4] for at in range(0, 16, 4)) for text in texts]


def _enrolment(user: User, secret: str) -> Enrolment:
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=settings.OSCAR_SHOP_NAME)
    return Enrolment(secret=secret, uri=uri)


def _require_off(user: User) -> None:
    if SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).exists():
        raise AlreadyOn(gettext("Switch it off before you set up another."))


def _count_try(user: User, address: str) -> throttles.Tries:
    return throttles.hit_all(
        ("second-factor-client", f"{user.uuid} {address}"),
        ("second-factor-account", str(user.uuid)),
    )
