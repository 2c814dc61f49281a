"""Pages by cursor: a row that is added or removed meanwhile shifts no page.

A cursor says where the page begins and in which direction it reads; it is opaque to clients.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from api.links import page_url
from api.parameters import number, refuse, single

M = TypeVar("M", bound=Model)
T = TypeVar("T")

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
PARAMETERS = frozenset({"cursor", "page_size"})


@dataclass(frozen=True, slots=True)
class Cursor:
    """`key` is the unique field's value at the page's edge, which is itself not on the page."""

    key: str
    backwards: bool

    def encode(self) -> str:
        text = json.dumps([self.key, self.backwards], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page_size(request: Request) -> int:
    return number(request._request.GET, "page_size", default=PAGE_SIZE, low=1, high=MAX_PAGE_SIZE)


def read_cursor(request: Request) -> Cursor | None:
    text = single(request._request.GET, "cursor")
    if text is None:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        key, backwards = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        _require_text(key)
    except (binascii.Error, ValueError, TypeError) as error:
        raise refuse("cursor", "Use the `next` or `previous` of another page.") from error
    if not isinstance(backwards, bool):
        raise refuse("cursor", "Use the `next` or `previous` of another page.")
    return Cursor(key, backwards)


def _require_text(key: Any) -> None:
    """Raises ValueError for what is no text that PostgreSQL can hold."""
    if not isinstance(key, str) or "\x00" in key:
        raise ValueError("no key")
    key.encode()


def paginate(
    request: Request, rows: QuerySet[M, T], *, field: str, descending: bool = False
) -> tuple[list[T], str | None, str | None]:
    """(rows, next URL, previous URL) in the order of one unique field; one query."""
    size, cursor = page_size(request), read_cursor(request)
    found = _read(rows, field, descending, cursor, size)
    more, page = len(found) > size, found[:size]
    backwards = bool(cursor and cursor.backwards)
    if backwards:
        page.reverse()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return (
        page,
        _link(request, page, field, backwards=False) if has_next else None,
        _link(request, page, field, backwards=True) if has_previous else None,
    )


def _read(
    rows: QuerySet[M, T], field: str, descending: bool, cursor: Cursor | None, size: int
) -> list[T]:
    downwards = descending != bool(cursor and cursor.backwards)
    if cursor:
        limit = {f"{field}__{'lt' if downwards else 'gt'}": cursor.key}
        try:
            rows = rows.filter(**limit)
        except (ValueError, TypeError) as error:
            raise refuse("cursor", "Use the `next` or `previous` of another page.") from error
    return list(rows.order_by(f"-{field}" if downwards else field)[: size + 1])


def _link(request: Request, page: list[Any], field: str, *, backwards: bool) -> str | None:
    if not page:
        return None
    edge = page[0] if backwards else page[-1]
    key = edge[field] if isinstance(edge, dict) else getattr(edge, field)
    return page_url(request, Cursor(str(key), backwards).encode())
