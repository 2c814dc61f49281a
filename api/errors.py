"""Every refusal of the API as a problem document (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from api.joints.rest_framework import web_request
from marketplace.accounts.errors import InvalidToken
from marketplace.requests.errors import MalformedRequest
from marketplace.requests.problems import problem, refusal_problem
from marketplace.requests.throttles import TooManyTries, give_back_after
from tenants.kernel.errors import NotAllowed, NotFound, Refusal, Unusable
from tenants.registry.outages import is_outage, log_outage, outage_of


class NotAuthenticated(Refusal):
    code = "not-authenticated"
    status = 401
    title = _("Log in first.")
    meaning = _("The operation is for somebody who is known, and nobody is logged in.")
    remedy = _("Log in and send `Authorization: Bearer <access>`; guests send their order's token.")


class MethodNotAllowed(Refusal):
    code = "method-not-allowed"
    status = 405
    title = _("This address does not take that method.")
    meaning = _("The `Allow` header lists the methods that it takes.")
    remedy = _("Use one of them; the reference tells what each does.")


class NotAcceptable(Refusal):
    code = "not-acceptable"
    status = 406
    title = _("Only JSON can be answered.")
    meaning = _("The `Accept` header leaves no form that this operation can answer in.")
    remedy = _("Accept `application/json`, or send no `Accept` header.")


class UnsupportedMediaType(Refusal):
    code = "unsupported-media-type"
    status = 415
    title = _("Send JSON.")
    meaning = _("The `Content-Type` is not one that this operation reads.")
    remedy = _("Send `application/json`, or `multipart/form-data` where files are taken.")


class UnknownParameter(Refusal):
    code = "unknown-parameter"
    status = 400
    title = _("A query parameter is not known here.")
    meaning = _(
        "The address carries a parameter that this operation does not have; `errors` names it. It "
        "is refused, since a filter that is silently ignored shows the wrong things."
    )
    remedy = _("Correct its spelling, or leave it out.")


class InvalidParameter(Unusable):
    """The value of a query parameter cannot be read."""


class UnknownEndpoint(NotFound):
    """An address that is none of the API."""


# Exception of the framework: the refusal that it is. The first that fits is taken.
KINDS: list[tuple[type[exceptions.APIException], type[Refusal]]] = [
    (exceptions.ValidationError, Unusable),
    (exceptions.ParseError, MalformedRequest),
    (exceptions.NotAuthenticated, NotAuthenticated),
    (exceptions.AuthenticationFailed, InvalidToken),
    (exceptions.PermissionDenied, NotAllowed),
    (exceptions.NotFound, NotFound),
    (exceptions.MethodNotAllowed, MethodNotAllowed),
    (exceptions.NotAcceptable, NotAcceptable),
    (exceptions.UnsupportedMediaType, UnsupportedMediaType),
    (exceptions.Throttled, TooManyTries),
]


def problem_response(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """settings.REST_FRAMEWORK["EXCEPTION_HANDLER"]; None leaves the error to Django (a 500)."""
    request: HttpRequest = web_request(context["request"])
    give_back_after(error)
    if is_outage(error):
        log_outage(error)
    refusal = error if isinstance(error, Refusal) else outage_of(error)
    if refusal is not None:
        return refusal_problem(request, refusal)
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        return None
    kind = _kind(error)
    return problem(
        request,
        code=kind.code,
        status=error.status_code,
        title=str(error.default_detail) if kind is Refusal else kind.title,
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


def _kind(error: exceptions.APIException) -> type[Refusal]:
    return next((refusal for kind, refusal in KINDS if isinstance(error, kind)), Refusal)


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return gettext("See `errors` for what is wrong with each of them.")
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
