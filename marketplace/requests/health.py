"""`/healthz` and `/readyz`, answered on every host before anything else looks at the request;
`/api/core/health/` and `/api/core/ready/` are the same.

`/healthz` says that the process answers; it asks nobody. `/readyz` says whether it should be sent
requests: 503 when the database is away, takes no changes, was prepared for other code, or is
reached through a pooler that parts sessions; in production also when the web's role is a superuser
or the like. What taking the web away would not mend is told as "degraded" with 200: no further
connections while ours live, a role that may enter other databases, no cache, a folder of uploaded
files that takes none, few spares, a slow queue, mails that were given up within a day
(`manage.py tasks_retry`), old rates.
"""

import secrets
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import cache
from tempfile import TemporaryFile
from typing import Any

import psycopg2
from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import Error, connection, transaction
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from marketplace.runtime import fingerprint
from marketplace.runtime.door import ALIVE, READY
from tenants.joints.django import log_no_error
from tenants.postgresql.limits import Limits
from tenants.postgresql.powers import other_databases, powers_of_login
from tenants.registry.context import use_public
from tenants.registry.limits import within
from tenants.registry.models import SpareSchema
from tenants.registry.poolers import connect, watch
from tenants.tasks.runner import given_up

QUEUE_PATIENCE_SECONDS = 300
A_DAY = timedelta(days=1)
# Whoever asks shall hear soon that something hangs.
LIMITS = Limits(statement=3, lock=1, idle=5)
# More than fits into `work_mem`, so that it is written into a file beside the tables.
FILL_A_FILE = "SELECT count(*) FROM generate_series(1, 20000)"
Check = dict[str, Any]


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = dict.fromkeys(ALIVE, healthz) | dict.fromkeys(READY, readyz)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info)
        return view(request) if view else self.get_response(request)


def healthz(request: HttpRequest) -> HttpResponse:
    return _answer({"status": "ok"}, 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """`{"status": "ready" | "degraded" | "not ready", "checks": {name: {"ok": bool, ...}}}`."""
    checks = readiness.checks()
    if not all(checks.get(name, {"ok": False})["ok"] for name in _needed_checks()):
        return _answer({"status": "not ready", "checks": checks}, 503)
    healthy = all(check["ok"] for check in checks.values())
    return _answer({"status": "ready" if healthy else "degraded", "checks": checks}, 200)


class Readiness:
    """Looks once at a time: while the database hangs, those who ask shall not hang with it."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._last: dict[str, Check] | None = None

    def checks(self) -> dict[str, Check]:
        """What is found now; while another is looking, what was found before."""
        if self._mutex.acquire(blocking=self._last is None):
            try:
                self._last = _look()
            finally:
                self._mutex.release()
        return self._last or {}


readiness = Readiness()


def _look() -> dict[str, Check]:
    with use_public(), within(LIMITS):
        checks = {name: _outcome(check) for name, check in CHECKS.items()}
        if checks["database"]["ok"]:
            checks |= {name: _outcome(check) for name, check in _checks_of_database().items()}
    return checks


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def _sessions() -> Check:
    if watch.allows():
        return {"ok": True}
    return {"ok": False, "error": str(watch.refusal or "not known yet")}


def _cache() -> Check:
    word = secrets.token_hex(8)
    shared_cache.set("readyz", word, timeout=10)
    return {"ok": shared_cache.get("readyz") == word}


def _connections() -> Check:
    """Whether one more is to be had: those that are kept may be all that there are."""
    with closing(connect()):
        return {"ok": True}


def _files() -> Check:
    """Whether an uploaded file would be kept."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=settings.MEDIA_ROOT) as file:
        file.write(b"readyz")
    return {"ok": True}


@transaction.atomic
def _check_writes() -> Check:
    """Into the log that every change goes through, and into a file beside the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_read_only')")
        if cursor.fetchone()[0] == "on":
            return {"ok": False, "error": "read-only"}
        cursor.execute("SET LOCAL work_mem = '64kB'")
        cursor.execute(FILL_A_FILE)
        cursor.execute("SELECT pg_logical_emit_message(true, 'galleria', 'readyz')")
    return {"ok": True}


def _migrations() -> Check:
    with connection.cursor() as cursor:
        prepared_for = fingerprint.of_database(cursor)
    return {"ok": prepared_for == _fingerprint_of_code()}


def _role() -> Check:
    """Whether a statement that a stranger slips in could do more than change rows."""
    with connection.cursor() as cursor:
        powers = powers_of_login(cursor)
    return {"ok": False, "may": powers} if powers else {"ok": True}


def _neighbours() -> Check:
    """PostgreSQL lets everybody into every database until that is taken back."""
    with connection.cursor() as cursor:
        others = len(other_databases(cursor))
    return {"ok": False, "may_enter": others} if others else {"ok": True}


def _spares() -> Check:
    count = SpareSchema.objects.count()
    return {"ok": count > 0 or settings.SPARE_SCHEMAS == 0, "left": count}


def _queue() -> Check:
    oldest = DBTaskResult.objects.ready().aggregate(at=Min("enqueued_at"))["at"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    lost = given_up(queue="mail", within=A_DAY).count()
    return {
        "ok": age < QUEUE_PATIENCE_SECONDS and not lost,
        "oldest_seconds": round(age, 1),
        "mails_given_up": lost,
    }


CHECKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "sessions": _sessions,
    "cache": _cache,
    "files": _files,
}
CHECKS_OF_DATABASE: dict[str, Callable[[], Check]] = {
    "writing": _check_writes,
    "connections": _connections,
    "migrations": _migrations,
    "role": _role,
    "neighbours": _neighbours,
    "spares": _spares,
    "queue": _queue,
}
NEEDED = ("database", "sessions", "writing", "migrations")


def _needed_checks() -> tuple[str, ...]:
    return (*NEEDED, "role") if settings.REFUSE_POWERFUL_ROLE else NEEDED


def _checks_of_database() -> dict[str, Callable[[], Check]]:
    """Ours, and those of the stages above, which this one may not import."""
    above = {name: import_string(path) for name, path in settings.HEALTH_CHECKS.items()}
    return CHECKS_OF_DATABASE | above


def _outcome(check: Callable[[], Check]) -> Check:
    """The check's answer; a table that is missing is that check's failure alone."""
    try:
        return check()
    except (Error, psycopg2.Error, OSError) as error:
        state = getattr(error.__cause__ or error, "pgcode", None)
        return {"ok": False, "error": " ".join(filter(None, [type(error).__name__, state]))}


@cache
def _fingerprint_of_code() -> str:
    """Of the code that this process runs, which does not change under it."""
    return fingerprint.of_code()


def _answer(body: dict[str, Any], status: int) -> HttpResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(response.content))
    log_no_error(response)  # the access log has it
    return response
