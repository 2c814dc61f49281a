"""One-time codes by e-mail or SMS: to prove an address or number, to log in, to reset a password.

Whoever asks learns nothing about who has an account: a request writes the same row and queues
the same task for a name that nobody has; the task (accounts/tasks.py) looks for the account,
makes the code and sends it. An answer reads, counts and compares the same for all.

The row keeps a digest keyed with our secret: a million codes are tried through in no time, so
no hash without a key would protect them. It is not the code that protects the account but the
limits: five tries a code, by one guarded UPDATE, and five codes an hour.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins import credentials, keys
from marketplace.accounts.models import MAX_TRIES, Challenge, User
from marketplace.accounts.proofs import verification
from marketplace.notifications import channels
from marketplace.requests import locks, throttles
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import country_code, normal_identifier, normal_one_time_code
from tenants.kernel.locks import hold
from tenants.registry import audit
from tenants.tasks.queue import enqueue

logger = logging.getLogger(__name__)
LIFE = timedelta(minutes=5)
WINDOW = timedelta(hours=1)
PER_WINDOW = 5
Purpose, Channel = Challenge.Purpose, Challenge.Channel


class CodeRefused(Refusal):
    code = "code-refused"
    status = 422
    title = _("This code does not work.")
    meaning = _(
        "It is wrong, was used, is older than five minutes, or was answered five times. Which of "
        "these is not told."
    )
    remedy = _("Let the person look again; after that ask for a new code at `auth/request-otp/`.")


@dataclass(frozen=True, slots=True)
class Answered:
    """A right answer: the account is proven to own what the code came to."""

    user: User
    purpose: str
    channel: str


def request_code(*, identifier: str, purpose: str, channel: str, address: str) -> Challenge:
    """Have a code sent to the account of that name, if there is one; `channel` "" is the name's.

    `address` is the client's, which is counted. Raises TooManyTries: five an hour for a name.
    """
    throttles.hit("code-address", address)
    name = normal_identifier(identifier)
    channel = channel or (Channel.EMAIL if "@" in name else Channel.SMS)
    with transaction.atomic():
        subject = _digest("subject", name)
        locks.hold_name(f"challenge:{subject}")  # else two at once would both be the fifth
        _require_below_limit(name)
        challenge = Challenge.objects.create(subject=subject, purpose=purpose, channel=channel)
        enqueue(
            "marketplace.accounts.tasks.send_code",
            challenge=str(challenge.uuid),
            identifier=name,
            language=get_language() or "",
            address=address,
        )
    return challenge


def deliver_code(*, challenge: UUID, identifier: str, language: str, address: str = "") -> None:
    """Make the code, keep its digest and send it; a repeat after a failure sends a new code.

    For a name without an account everything happens but the sending; nor is a code sent that was
    asked for longer ago than one lives, since nobody waits for it any more. No more than five codes
    an hour are sent for an account, by whichever of its names they were asked for, and no text
    message beyond its budget, counted for the `address` that asked as well.
    """
    code = pyotp.HOTP(pyotp.random_base32()).at(0)
    with transaction.atomic():
        user = _lock_account(identifier)
        row = hold(Challenge.objects.filter(uuid=challenge)).first()
        if row is None:  # so old that it was cleared away
            return
        is_wanted = timezone.now() - row.created_at <= LIFE
        target = _target(user, row) if user and is_wanted and _may_have_another(user, row) else ""
        row.user = user if target else None
        row.code, row.sent_to = _digest(str(row.uuid), code), _digest("target", target)
        row.expires_at = timezone.now() + LIFE
        row.save(update_fields=["user", "code", "sent_to", "expires_at"])
    if user and target and _may_be_sent(user, row.channel, target, address):
        language = user.profile.language or language
        message = channels.Message(target, "code", {"code": code}, _("Your code"), language)
        channels.send(row.channel, message)


def answer_code(*, challenge: UUID, code: str, address: str) -> Answered:
    """Use the code up. Raises CodeRefused, the same whatever was wrong, or TooManyTries."""
    now = timezone.now()
    row = Challenge.objects.select_related("user").filter(uuid=challenge).first()
    may_try = count_try(challenge, now)
    is_right = _fits(row.code if row else "", str(challenge), normal_one_time_code(code))
    if row is None or not (may_try and is_right) or not _still_fits(row):
        throttles.hit("code-guess-address", address)
        audit.record(what="login.failed", person=row and row.user, after={"by": "code"})
        raise CodeRefused(
            gettext("It is wrong, used, or older than five minutes. Ask for a new one.")
        )
    assert row.user is not None
    with transaction.atomic():  # an outage in the middle leaves the code as good as it was
        if not Challenge.objects.filter(pk=row.pk, used_at=None).update(used_at=now):
            raise CodeRefused(gettext("It was used at the same moment."))
        _prove(row.user, row)
    return Answered(user=row.user, purpose=row.purpose, channel=row.channel)


def _may_be_sent(user: User, channel: str, target: str, address: str) -> bool:
    """Whoever asks is told nothing of the budget: as of a number that nobody has."""
    if channel != Channel.SMS:
        return True
    try:
        throttles.hit_all(
            ("sms-number", target),
            ("sms-account", str(user.uuid)),
            ("sms-address", address),
            ("sms-country", country_code(target)),
            ("sms-market", "all"),
        )
    except throttles.TooManyTries as refusal:
        scopes = ", ".join(refusal.scopes)
        logger.warning("No text message to +%s: %s used up", country_code(target), scopes)
        return False
    return True


def _prove(user: User, row: Challenge) -> None:
    """Who comes in by a mailbox that nobody has proven yet takes the account over: a stranger may
    have registered it, and wait."""
    by_mail = row.channel == Channel.EMAIL
    is_unproven = by_mail and user.email_verified_at is None
    if row.purpose == Purpose.RESET and by_mail:
        if is_unproven:
            verification.claim_account(user=user)  # the password that follows ends the rest
    elif row.purpose == Purpose.LOGIN and is_unproven:
        verification.take_over(user=user)
    else:
        verification.mark_proven(user=user, channel=row.channel)


def count_try(challenge: UUID, now: datetime) -> bool:
    """One UPDATE: of any number of answers at once, five are looked at."""
    counted = Challenge.objects.filter(
        uuid=challenge, tries__lt=MAX_TRIES, used_at=None, expires_at__gt=now
    ).update(tries=F("tries") + 1)
    return bool(counted)


def _still_fits(row: Challenge) -> bool:
    """The account is open, and what the code came to is still its own."""
    if row.user is None or not row.user.is_active:
        return False
    return _fits(row.sent_to, "target", _address_of(row.user, row.channel))


def _address_of(user: User, channel: str) -> str:
    return user.email if channel == Channel.EMAIL else (user.phone or "")


def _target(user: User, row: Challenge) -> str:
    """Where the code goes, or "". A number that nobody has proven opens no account."""
    proves_only = row.purpose == Purpose.VERIFY
    if row.channel == Channel.SMS and not (proves_only or user.is_phone_verified):
        return ""
    return _address_of(user, row.channel)


def _lock_account(identifier: str) -> User | None:
    """Two tasks for one account must not both find that four codes were sent."""
    user = credentials.find_by_identifier(identifier)
    if user is None or not user.is_active:
        return None
    return hold(User.objects.all(), no_key=True).get(pk=user.pk)


def _may_have_another(user: User, row: Challenge) -> bool:
    since = timezone.now() - WINDOW
    return user.challenges.filter(created_at__gt=since).exclude(pk=row.pk).count() < PER_WINDOW


def _require_below_limit(name: str) -> None:
    now = timezone.now()
    subjects = list(keys.digests(_salt("subject"), name))
    recent = Challenge.objects.filter(subject__in=subjects, created_at__gt=now - WINDOW)
    moments = list(recent.order_by("-created_at", "-id").values_list("created_at", flat=True)[:5])
    if len(moments) >= PER_WINDOW:
        wait = int((moments[-1] + WINDOW - now).total_seconds()) + 1
        raise throttles.TooManyTries(
            gettext("At most %(count)s codes an hour; wait %(time)s.")
            % {"count": PER_WINDOW, "time": throttles.words_of(wait)},
            retry_after=wait,
        )


def _digest(salt: str, text: str) -> str:
    return keys.digest(_salt(salt), text)


def _fits(digest: str, salt: str, text: str) -> bool:
    return keys.matches(digest, _salt(salt), text)


def _salt(name: str) -> str:
    return f"accounts.challenge.{name}"
