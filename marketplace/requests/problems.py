"""Problem documents (RFC 9457): the one shape of every refusal to a program."""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from tenants.joints.django import log_no_error
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money
from tenants.kernel.times import rfc3339

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONTENT_TYPE = "application/problem+json"
API_PREFIX = "/api/"


def problem_type(code: str) -> str:
    """Relative, so that the same refusal has the same type on every host."""
    return f"/problems/{code}"


def wants_problem(request: HttpRequest) -> bool:
    """Whether the address belongs to the API, so that a page would be of no use."""
    return request.path.startswith(API_PREFIX)


def problem(
    request: HttpRequest,
    *,
    code: str,
    status: int,
    title: "StrOrPromise",
    detail: str = "",
    errors: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> HttpResponse:
    """A response of type application/problem+json; `errors` are messages per input."""
    body = document(
        code=code,
        status=status,
        title=title,
        detail=detail,
        instance=request.path,
        trace_id=getattr(request, "trace_id", ""),
        **({"errors": errors} if errors else {}),
        **extra,
    )
    response = HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def document(
    *,
    code: str,
    status: int,
    title: "StrOrPromise",
    detail: str,
    instance: str,
    trace_id: str,
    **extra: Any,
) -> str:
    """The JSON of a problem. ASCII: what is quoted from a request may hold what UTF-8 cannot."""
    members: dict[str, Any] = {
        "type": problem_type(code),
        "title": title,
        "status": status,
        "detail": detail or title,
        "instance": instance,
        "trace_id": trace_id,
    }
    return json.dumps(members | extra, default=_encode)


def refusal_problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What a service refused; `retry_after` (seconds) among its extras becomes a header."""
    headers = {}
    if "retry_after" in refusal.extra:
        headers["Retry-After"] = str(refusal.extra["retry_after"])
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    response = problem(
        request,
        code=refusal.code,
        status=refusal.status,
        title=refusal.title,
        detail=refusal.detail,
        errors=refusal.fields,
        headers=headers,
        **refusal.extra,
    )
    return mark_as_outage(response) if refusal.status == 503 else response


def mark_as_outage(response: HttpResponse) -> HttpResponse:
    """An outage fails all requests alike: it has its lines in the log, and each request none."""
    response.is_outage = True  # type: ignore[attr-defined]
    log_no_error(response)
    return response


def _encode(value: Any) -> Any:
    if isinstance(value, Money):
        return value.as_dict()
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal | Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a problem document")
