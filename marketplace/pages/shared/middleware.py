"""What pages answer before a view runs, or instead of Django's bare answer."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError

from marketplace.accounts.logins.middleware import STAFF
from marketplace.pages.shared.errors import bad_request
from marketplace.requests.problems import wants_problem
from tenants.kernel.identity import is_readable
from tenants.staff.gates import note_support

TOO_MANY_DIGITS = f"({sys.get_int_max_str_digits()} digits)"  # as Python says it of int()
# Of urlsplit, for "http://[": it does not quote the address.
BROKEN_ADDRESS = "Invalid IPv6 URL"
SHOWN = 100  # letters of a long value in such a sentence
ABOUT_VALUES = (FieldDoesNotExist, NoReverseMatch, TypeError, ValueError, ValidationError)
OTHERS_PAGES = ("/cms/", "/admin/", "/admin-panel/db/")


class NulRefusal:
    """400 for a NUL in what an address or a form says: PostgreSQL takes none in a text.

    And for a path without end, of which Python makes no number. Nobody types either. The API
    tells which of its values holds a NUL; what is exempt from CSRF may have its body read
    otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if wants_problem(request):
            return None
        is_read = request.method == "POST" and not getattr(view, "csrf_exempt", False)
        texts = (text for text in (*args, *kwargs.values()) if isinstance(text, str))
        if (
            not all(map(is_readable, texts))
            or _holds_nul(request.GET)
            or (is_read and _holds_nul(request.POST))
        ):
            return bad_request(request, BadRequest())
        return None


def _holds_nul(query: QueryDict) -> bool:
    return any("\0" in text for _, texts in query.lists() for text in texts)


class UnreadableRefusal:
    """400 for what Wagtail's editor and Django's admins cannot read of an address or a form.

    They take for granted what their own pages send: each field of a form, a number where an id
    stands. Our own pages look at both, so that there such an error is a fault.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_foreign = request.path.startswith(OTHERS_PAGES)
        if is_foreign and (isinstance(error, MultiValueDictKeyError) or _quotes(error, request)):
            return bad_request(request, error)
        return None


def _quotes(error: Exception, request: HttpRequest) -> bool:
    """Whether it is about a value that was sent: no number, no name of an address, no UUID."""
    if not isinstance(error, ABOUT_VALUES):
        return False
    about, queries = str(error), (request.GET, request.POST)
    if TOO_MANY_DIGITS in about or about == BROKEN_ADDRESS:
        return True
    texts = {text for query in queries for _, values in query.lists() for text in values}
    texts |= {text.partition(":")[0] for text in texts}  # an address's name may have a namespace
    quoted = {quote for text in texts for quote in (repr(text), f"'{text}'", f"\u201c{text}\u201d")}
    return any(quote[:SHOWN] in about for quote in quoted)


class SupportNotes:
    """The audit tells which pages of a shop's staff an operator opened who has access for support.

    All of them: ours, Oscar's, Wagtail's and Django's admin. The API has one gate for it
    (api/staff.py). After the answer, when the account and its membership are known.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        shop, user = request.retailer, getattr(request, "_cached_user", None)  # type: ignore[attr-defined]
        is_staffs = shop is not None and request.path.startswith(STAFF)
        membership = getattr(user, "membership", None) if is_staffs else None
        if membership is not None and membership.is_lent and response.status_code < 400:
            reads = request.method in ("GET", "HEAD")
            note_support(user, shop, path=request.path, reads=reads)
        return response


class MethodNotAllowedPage:
    """What a browser sees that opens by its address what only a form's button reaches.

    Such an address stands in the browser's bar where a form was answered by a page (a wrong
    code, a reason that is missing): a tab that is restored asks for it by GET. The empty 405 that
    Django gives would be a dead end; programs keep its status and its Allow.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = request.method == "GET" and not wants_problem(request)
        if response.status_code != 405 or not is_page or response.content:
            return response
        page = render(request, "errors/405.html", status=405)
        page["Allow"], page["Cache-Control"] = response["Allow"], "no-store"
        return page
