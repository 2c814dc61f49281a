"""`/healthz` and `/readyz`, answered on every host before anything else looks at the request.

`/healthz` says that the process answers; it asks nobody. `/readyz` says whether it should be sent
requests: 503 without a database or with one that was prepared for other code. Few spares, a
slow queue or old rates are told as "degraded" with 200: taking the web away would not mend them.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from marketplace.runtime import fingerprint
from tenants.context import use_public
from tenants.models import SpareSchema

QUEUE_PATIENCE_SECONDS = 300
Check = dict[str, Any]


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info)
        return view(request) if view else self.get_response(request)


def healthz(request: HttpRequest) -> HttpResponse:
    return _answer({"status": "ok"}, 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """`{"status": "ready" | "degraded" | "not ready", "checks": {name: {"ok": bool, ...}}}`."""
    try:
        with use_public():
            checks = {name: _outcome(check) for name, check in _checks().items()}
    except DatabaseError as error:
        checks = {"database": {"ok": False, "error": type(error).__name__}}
    if not all(checks.get(name, {"ok": False})["ok"] for name in NEEDED):
        return _answer({"status": "not ready", "checks": checks}, 503)
    healthy = all(check["ok"] for check in checks.values())
    return _answer({"status": "ready" if healthy else "degraded", "checks": checks}, 200)


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def _migrations() -> Check:
    with connection.cursor() as cursor:
        prepared_for = fingerprint.of_database(cursor)
    return {"ok": prepared_for == _fingerprint_of_code()}


def _spares() -> Check:
    left = SpareSchema.objects.count()
    return {"ok": left > 0 or settings.SPARE_SCHEMAS == 0, "left": left}


def _queue() -> Check:
    oldest = DBTaskResult.objects.ready().aggregate(at=Min("enqueued_at"))["at"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {"ok": age < QUEUE_PATIENCE_SECONDS, "oldest_seconds": round(age, 1)}


CHECKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "migrations": _migrations,
    "spares": _spares,
    "queue": _queue,
}
NEEDED = ("database", "migrations")


def _checks() -> dict[str, Callable[[], Check]]:
    """Ours, and those of the stages above, which this one may not import."""
    return CHECKS | {name: import_string(path) for name, path in settings.HEALTH_CHECKS.items()}


def _outcome(check: Callable[[], Check]) -> Check:
    """The check's answer; a table that is missing is that check's failure alone."""
    try:
        return check()
    except DatabaseError as error:
        return {"ok": False, "error": type(error).__name__}


@cache
def _fingerprint_of_code() -> str:
    """Of the code that this process runs, which does not change under it."""
    return fingerprint.of_code()


def _answer(body: dict[str, Any], status: int) -> HttpResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(response.content))
    return response
