"""Pages by cursor: a row that is added or removed meanwhile shifts no page.

A cursor says where the page begins and in which direction it reads; it is opaque to clients.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.errors import InvalidParameter
from api.joints.rest_framework import web_request
from api.links import page_url
from api.parameters import number, refuse, single
from tenants.kernel.edges import ListOrder

M = TypeVar("M", bound=Model)
T = TypeVar("T")

DEFAULT_SIZE = 20
MAX_SIZE = 100
PARAMETERS = frozenset({"cursor", "page_size"})
# The same two, for the OpenAPI document.
CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`")
PAGE_SIZE = OpenApiParameter("page_size", int, description="20; at most 100")


@dataclass(frozen=True, slots=True)
class Cursor:
    """`key` is the page's edge (ListOrder), whose row is itself not on the page."""

    key: str
    backwards: bool

    def encode(self) -> str:
        text = json.dumps([self.key, self.backwards], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page_size(request: Request) -> int:
    return number(web_request(request).GET, "page_size", default=DEFAULT_SIZE, low=1, high=MAX_SIZE)


def read_cursor(request: Request) -> Cursor | None:
    text = single(web_request(request).GET, "cursor")
    if text is None:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        key, backwards = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        _require_text(key)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise _unusable_cursor() from error
    if not isinstance(backwards, bool):
        raise _unusable_cursor()
    return Cursor(key, backwards)


def _unusable_cursor() -> InvalidParameter:
    return refuse("cursor", gettext("Use the `next` or `previous` of another page."))


def _require_text(key: Any) -> None:
    """Raises ValueError for what is no text that PostgreSQL can hold."""
    if not isinstance(key, str) or "\x00" in key:
        raise ValueError("no key")
    key.encode()


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`next` and `previous` are absolute URLs; None where there is nothing more."""

    rows: list[T]
    next: str | None
    previous: str | None

    def body(self, results: list[Any]) -> dict[str, Any]:
        """The answer, with what each row is shown as."""
        return {"results": results, "next": self.next, "previous": self.previous}


def paginate(
    request: Request,
    rows: QuerySet[M, T],
    *,
    field: str,
    descending: bool = False,
    moment: str = "",
) -> Page[T]:
    """In the order of one unique field, or first in that of a `moment`; one query."""
    order = ListOrder(field, moment)

    def read(cursor: Cursor | None, limit: int) -> list[T]:
        return _read(rows, order, descending, cursor, limit)

    return paginate_by(request, read, edge_of=order.edge_of)


def paginate_by(
    request: Request,
    read: Callable[[Cursor | None, int], list[T]],
    *,
    edge_of: Callable[[T], str],
) -> Page[T]:
    """What `read` answers to a cursor and how many rows; backwards from the cursor on.

    `edge_of` is the key of a row, by which the next page is asked for.
    """
    size, cursor = page_size(request), read_cursor(request)
    batch = read(cursor, size + 1)
    more, page = len(batch) > size, batch[:size]
    backwards = bool(cursor and cursor.backwards)
    if backwards:
        page.reverse()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Page(
        rows=page,
        next=_link(request, page, edge_of, backwards=False) if has_next else None,
        previous=_link(request, page, edge_of, backwards=True) if has_previous else None,
    )


def _read(
    rows: QuerySet[M, T], order: ListOrder, descending: bool, cursor: Cursor | None, limit: int
) -> list[T]:
    downwards = descending != bool(cursor and cursor.backwards)
    if cursor:
        try:
            rows = order.beyond(rows, cursor.key, downwards=downwards)
        except (ValueError, TypeError) as error:
            raise _unusable_cursor() from error
    return list(order.sort(rows, downwards=downwards)[:limit])


def _link(
    request: Request, page: list[T], edge_of: Callable[[T], str], *, backwards: bool
) -> str | None:
    if not page:
        return None
    edge = edge_of(page[0] if backwards else page[-1])
    return page_url(request, Cursor(edge, backwards).encode())
