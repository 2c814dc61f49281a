"""Around each request: its trace id, its line in the log, and the tries that it counts."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from marketplace.requests import metrics, throttles, traces
from marketplace.requests.clients import client_address
from marketplace.requests.redaction import shorten
from tenants.registry.origins import use_origin

access = logging.getLogger("galleria.access")
SLOW_SECONDS = 2.0
# What a path may hold, decoded, and a line of text must not: a break would begin a line of its own.
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {
    code: f"\\u{code:04x}" for code in (0x2028, 0x2029)
}


class TraceMiddleware:
    """Joins the caller's trace or begins one, and answers it as `X-Trace-Id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        trace_id = traces.trace_of(request.headers.get("traceparent", ""))
        with traces.use_trace(trace_id), use_origin(client_address(request), request=request):
            request.trace_id = trace_id  # type: ignore[attr-defined]
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            metrics.count_request(request, response, seconds=seconds)
            _log(request, response, seconds=seconds)
        response[traces.HEADER] = trace_id
        return response


class GiveBackMiddleware:
    """What an outage ends is nobody's try: whoever repeats a request every few seconds, as its 503
    says, would use up an hour's tries of an account or of a whole office.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with throttles.note_counts():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        throttles.give_back_after(error)


def _log(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    """A line per request; slow and failed ones are warnings, the rest is shown on demand."""
    failed = response.status_code >= 500 and not getattr(response, "is_outage", False)
    notable = failed or seconds > SLOW_SECONDS
    level = logging.WARNING if notable else logging.INFO
    if not access.isEnabledFor(level):
        return
    milliseconds = round(seconds * 1000, 1)
    path = shorten(request.path.translate(CONTROLS))
    facts = {
        "method": request.method,
        "path": path,
        "status": response.status_code,
        "ms": milliseconds,
        "schema": _schema(request),
    }
    access.log(
        level,
        "%s %s %s %s ms",
        request.method,
        path,
        response.status_code,
        milliseconds,
        extra=facts,
    )


def _schema(request: HttpRequest) -> str:
    """The schema that served the request; it was left again when the answer came here."""
    if not hasattr(request, "retailer"):
        return "-"
    return "market" if request.retailer is None else str(request.retailer.schema_name)
