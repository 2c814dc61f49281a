"""Conditional requests (RFC 9110, section 13).

A read carries a strong `ETag` made from its bytes; asked again with `If-None-Match` it answers
304 and no body. A change that must not undo somebody else's asks for that tag in `If-Match`.
Either takes the tag as a compressing proxy left it (marketplace/requests/entity_tags.py).
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.requests import locks
from marketplace.requests.entity_tags import is_named
from marketplace.requests.problems import refusal_problem
from tenants.kernel.errors import Refusal

Handler = Callable[..., Response]
OF_THE_BODY = {"content-type", "content-length"}


class PreconditionRequired(Refusal):
    code = "precondition-required"
    status = 428
    title = _("This change needs an If-Match header.")
    meaning = _("The change could undo somebody else's: it must say which state it was made for.")
    remedy = _("Read the thing, keep its `ETag`, and send it back as `If-Match`.")


class PreconditionFailed(Refusal):
    code = "precondition-failed"
    status = 412
    title = _("It is not as it was when you read it.")
    meaning = _(
        "The `If-Match` header names another state than the present one: somebody changed it."
    )
    remedy = _("Read it again, show what changed, and send the change with the new `ETag`.")


def etag_of(content: bytes) -> str:
    return f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def finish_read(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tag the rendered answer of a read; 304 or 412 where the request's conditions say so."""
    tag = response.headers["ETag"] = etag_of(response.content)
    match_header = request.META.get("HTTP_IF_MATCH")
    if match_header is not None and not is_named(tag, match_header):
        return refusal_problem(
            request, PreconditionFailed(gettext("Read it again without If-Match."))
        )
    none_match_header = request.META.get("HTTP_IF_NONE_MATCH")
    if none_match_header is not None and is_named(tag, none_match_header):
        return _not_modified(response)
    return response


def _not_modified(response: HttpResponse) -> HttpResponse:
    short = HttpResponseNotModified()
    short.cookies = response.cookies
    for name, value in response.headers.items():
        if name.lower() not in OF_THE_BODY:
            short.headers[name] = value
    return short


def if_match(handler: Handler) -> Handler:
    """A method that changes what its view's `get` shows: 428 without If-Match, 412 if stale.

    The check and the change are one transaction, and two such changes of the same thing come
    one after the other. Who may change it at all must be settled before (in `initial`).
    The answer, if it has a body, is what `get` shows now, and carries the new tag.
    """

    @wraps(handler)
    def handle(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        with transaction.atomic():
            locks.hold_name(_name(self, request, kwargs))
            _require_match(request, self.get(request, *args, **kwargs).data)
            response = handler(self, request, *args, **kwargs)
        if response.status_code == 200 and response.data is not None:
            response["ETag"] = etag_of(JSONRenderer().render(response.data))
        return response

    handle.needs_match = True  # type: ignore[attr-defined]
    return handle


def _require_match(request: Request, representation: Any) -> None:
    match_header = request.headers.get("If-Match")
    if not match_header:
        raise PreconditionRequired(gettext("Read it, and send its ETag as If-Match."))
    if not is_named(etag_of(JSONRenderer().render(representation)), match_header):
        raise PreconditionFailed(
            gettext("Read it again, look at what changed, and send its new ETag.")
        )


def _name(view: Any, request: Request, kwargs: dict[str, Any]) -> str:
    owner = request.user.pk if view.is_personal else ""
    return f"{type(view).__qualname__}:{owner}:{sorted(kwargs.items())}"
