"""Every refusal of the API as a problem document (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from marketplace.requests.problems import problem, refusal_problem
from tenants.kernel.errors import Refusal, Unusable
from tenants.registry.outages import outage_of

# Exception of the framework: (code, title). The first that fits is taken.
KINDS: list[tuple[type[exceptions.APIException], str, str]] = [
    (exceptions.ValidationError, "validation-error", "Some values cannot be used."),
    (exceptions.ParseError, "malformed-request", "The body cannot be read as JSON."),
    (exceptions.NotAuthenticated, "not-authenticated", "Log in first."),
    (exceptions.AuthenticationFailed, "token-invalid", "The token is not valid."),
    (exceptions.PermissionDenied, "not-allowed", "You may not do this."),
    (exceptions.NotFound, "not-found", "There is no such thing here."),
    (exceptions.MethodNotAllowed, "method-not-allowed", "This address does not take that method."),
    (exceptions.NotAcceptable, "not-acceptable", "Only JSON can be answered."),
    (exceptions.UnsupportedMediaType, "unsupported-media-type", "Send JSON."),
    (exceptions.Throttled, "too-many-requests", "Too many tries."),
]


class UnknownParameter(Refusal):
    code = "unknown-parameter"
    status = 400
    title = "A query parameter is not known here."


class InvalidParameter(Unusable):
    """The value of a query parameter cannot be read."""


class UnknownEndpoint(Refusal):
    code = "not-found"
    status = 404
    title = "There is no such thing here."


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """settings.REST_FRAMEWORK["EXCEPTION_HANDLER"]; None leaves the error to Django (a 500)."""
    request: HttpRequest = context["request"]._request
    refusal = error if isinstance(error, Refusal) else outage_of(error)
    if refusal is not None:
        return refusal_problem(request, refusal)
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    code, title = _kind(error)
    return problem(
        request,
        code=code,
        status=error.status_code,
        title=title,
        detail=_detail(error),
        errors=_errors(error),
        headers=_headers(error),
    )


def _as_api_exception(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    return error


def _kind(error: exceptions.APIException) -> tuple[str, str]:
    for kind, code, title in KINDS:
        if isinstance(error, kind):
            return code, title
    return "refused", str(error.default_detail)


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "See `errors` for what is wrong with each of them."
    return str(error.detail)


def _errors(error: exceptions.APIException) -> dict[str, list[str]] | None:
    if not isinstance(error, exceptions.ValidationError):
        return None
    return flatten(error.detail)


def flatten(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """{"address": {"city": ["..."]}} -> {"address.city": ["..."]}; "body" for the whole."""
    if isinstance(detail, dict):
        messages: dict[str, list[str]] = {}
        for name, inner in detail.items():
            part = "" if name == "non_field_errors" else str(name)
            messages.update(flatten(inner, ".".join(filter(None, [prefix, part]))))
        return messages
    if any(isinstance(inner, dict | list) for inner in detail):
        return flatten({str(place): inner for place, inner in enumerate(detail) if inner}, prefix)
    return {prefix or "body": [str(message) for message in detail]}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers
