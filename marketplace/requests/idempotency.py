"""Doing once what was asked several times under one key (`Idempotency-Key`).

The key is claimed and committed before the action begins, so that a repeat sees it at once.
The action then runs in a transaction that holds the claim's row lock and also stores the
answer: both are there or neither. Whoever finds the row locked is told that the first is
still in flight; whoever finds it unlocked without an answer knows that the first died (its
connection, and with it the lock, is gone) and does the work himself. No clock is involved.

A refusal frees its key: nothing was done, and a corrected request may use it again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import Error, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.requests.models import IdempotencyKey
from marketplace.requests.statements import ANSWER_KEY, CLAIM_KEY, FIND_KEY
from tenants.joints.django import delete_at_once
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold

KEEP_FOR = timedelta(hours=24)
MAX_LENGTH = 255
ATTEMPTS = 5

Answer = tuple[int, Mapping[str, Any]]


class KeyMissing(Refusal):
    code = "idempotency-key-missing"
    status = 400
    title = _("This needs an Idempotency-Key header.")
    meaning = _("The operation must not happen twice, and so is done once per key.")
    remedy = _("Make a new random text, such as a UUID, for each thing that is wanted.")


class KeyMalformed(Refusal):
    code = "idempotency-key-malformed"
    status = 400
    title = _("The Idempotency-Key cannot be used.")
    meaning = _("It is too long, or has other than printable ASCII characters.")
    remedy = _("Send a UUID.")


class KeyInFlight(Refusal):
    code = "idempotency-key-in-flight"
    status = 409
    title = _("The first request with this key is still being worked on.")
    meaning = _("The same request is being worked on at this moment.")
    remedy = _(
        "Wait for `Retry-After` seconds and send the same request again: it answers the same."
    )


class KeyReused(Refusal):
    code = "idempotency-key-reused"
    status = 422
    title = _("This key was used for another request.")
    meaning = _("The key came before with another body, and keeps that one's answer for 24 hours.")
    remedy = _("Make a new key for a new wish; repeat a request with exactly its first body.")


@dataclass(frozen=True, slots=True)
class _Request:
    actor: str
    operation: str
    key: str
    fingerprint: str
    now: datetime

    def names(self) -> dict[str, str]:
        return {"actor": self.actor, "operation": self.operation, "key": self.key}


class _Row(NamedTuple):
    id: int
    fingerprint: str
    status: int | None
    body: Any
    created_at: datetime


def run_once(
    *,
    actor: str,
    operation: str,
    key: str | None,
    body: Any,
    action: Callable[[], Answer],
    around: AbstractContextManager[Any] | None = None,
    now: datetime | None = None,
) -> Answer:
    """Run `action` unless this actor's key has an answer already; give (status, JSON body).

    `around` is entered before the action's transaction begins and left after it has ended, and
    only where there is no answer yet and no other request is at work: for what is counted.

    `action` is called inside a transaction and must not commit; its body holds plain JSON
    values, as does the request's `body`. Raises KeyMissing, KeyMalformed, KeyInFlight,
    KeyReused, and whatever the action raises; its work is rolled back then and the key is
    free again. Must not be called inside a transaction: others could not see the claim.
    """
    request = _Request(actor, operation, _check_key(key), fingerprint(body), now or timezone.now())
    answer = _find_earlier(request)
    if answer is not None:
        return answer
    with around or nullcontext():
        return _claim_and_act(request, action)


def _claim_and_act(request: _Request, action: Callable[[], Answer]) -> Answer:
    acting = False
    try:
        for _ in range(ATTEMPTS):
            _claim(request)
            with transaction.atomic(durable=True):
                row = _lock(request)
                if row is not None:
                    answer = _find_answer(row, request)
                    acting = answer is None
                    return answer or _act(row, request, action)
            answer = _answer_of_locked(request)
            if answer is not None:
                return answer
    except Exception:
        if acting:
            with suppress(Error):  # the connection may be what failed; the lock is gone with it
                _unclaim(request)
        raise
    raise KeyInFlight(retry_after=1)  # claimed and freed by others each time


def fingerprint(body: Any) -> str:
    """SHA-256 of the body's values, whatever the order of its members."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def delete_expired(*, now: datetime | None = None) -> int:
    """Forget keys older than 24 hours; they count as new already."""
    limit = (now or timezone.now()) - KEEP_FOR
    return delete_at_once(IdempotencyKey.objects.filter(created_at__lt=limit))


def _check_key(key: str | None) -> str:
    if not key or not key.strip():
        raise KeyMissing(
            gettext("Make a new random key, such as a UUID, for each thing you want done.")
        )
    if len(key) > MAX_LENGTH or not key.isascii() or not key.isprintable():
        raise KeyMalformed(
            gettext("Use at most %(max_length)s printable ASCII characters.")
            % {"max_length": MAX_LENGTH}
        )
    return key


def _find_earlier(request: _Request) -> Answer | None:
    """The answer given before; None when there may be work to do. Raises KeyReused, KeyInFlight.

    It claims nothing: a repeat is told its answer by one statement, and no flood that is refused
    by what stands around the work leaves rows.
    """
    row = _find(request)
    if row is None:
        return None
    answer = _find_answer(row, request)
    if answer is not None:
        return answer
    with transaction.atomic(durable=True):
        is_unheld = _lock(request) is not None
    return None if is_unheld else _answer_of_locked(request)


def _find(request: _Request) -> _Row | None:
    rows = map(_Row._make, FIND_KEY.fetch_all(request.names()))
    return next((row._replace(body=json.loads(row.body or "{}")) for row in rows), None)


def _claim(request: _Request) -> None:
    CLAIM_KEY.fetch_all(request.names() | {"fingerprint": request.fingerprint, "now": request.now})


def _lock(request: _Request) -> _Row | None:
    """The row, locked; None while another transaction works on it, or after it was freed."""
    keys = hold(IdempotencyKey.objects.filter(**request.names()), skip_locked=True)
    values = keys.values_list(*_Row._fields).first()
    return _Row._make(values) if values else None


def _is_expired(row: _Row, request: _Request) -> bool:
    return row.created_at < request.now - KEEP_FOR


def _find_answer(row: _Row, request: _Request) -> Answer | None:
    """The answer given before; None when the work is to be done. Raises KeyReused."""
    if _is_expired(row, request):
        return None
    if row.fingerprint != request.fingerprint:
        raise KeyReused(gettext("Make a new key for a new request."))
    return None if row.status is None else (row.status, row.body or {})


def _answer_of_locked(request: _Request) -> Answer | None:
    """What can be said while another works: its answer, if it has just ended.

    None when the key was freed meanwhile. Raises KeyInFlight, KeyReused.
    """
    row = _find(request)
    if row is None:
        return None
    answer = _find_answer(row, request)
    if answer is None:
        raise KeyInFlight(gettext("Wait for its answer, then ask again."), retry_after=1)
    return answer


def _act(row: _Row, request: _Request, action: Callable[[], Answer]) -> Answer:
    status, body = action()
    ANSWER_KEY.fetch_all(
        {
            "id": row.id,
            "status": status,
            "body": json.dumps(body),
            "fingerprint": request.fingerprint,
            "now": request.now,
        }
    )
    return status, body


def _unclaim(request: _Request) -> None:
    """Free the key of a request that did nothing; a repeat that has begun keeps it.

    One statement: while it waits for a repeat's transaction, it must look at `status` again.
    """
    delete_at_once(IdempotencyKey.objects.filter(**request.names(), status=None))
