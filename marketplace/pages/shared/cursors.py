"""Pages of a list by its ids: rows that are added meanwhile shift nothing; one query."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from tenants.kernel.numbers import read_whole

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Section(Generic[M]):
    rows: list[M]
    pages: dict[str, str | None]  # as components/pagination.html takes it


def section_of(
    request: HttpRequest, rows: QuerySet[M], *, size: int, address: str = ""
) -> Section[M]:
    """The newest first: those below `?below=`, or the nearest above `?above=`.

    `address` is the list's, where it is shown in answer to a form as well.
    """
    below, above = _id(request, "below"), _id(request, "above")
    if above is not None and below is None:
        batch = list(rows.filter(pk__gt=above).order_by("pk")[: size + 1])
        is_more, page = len(batch) > size, batch[:size][::-1]
        pages = _pages(request, page, address, has_newer=is_more, has_older=True)
        return Section(page, pages)
    if below is not None:
        rows = rows.filter(pk__lt=below)
    batch = list(rows.order_by("-pk")[: size + 1])
    is_more, page = len(batch) > size, batch[:size]
    pages = _pages(request, page, address, has_newer=below is not None, has_older=is_more)
    return Section(page, pages)


def _pages(
    request: HttpRequest, rows: list[Any], address: str, *, has_newer: bool, has_older: bool
) -> dict[str, str | None]:
    if not rows:
        return {"previous": None, "next": None}
    return {
        "previous": address + _query(request, "above", rows[0].pk) if has_newer else None,
        "next": address + _query(request, "below", rows[-1].pk) if has_older else None,
    }


def _id(request: HttpRequest, name: str) -> int | None:
    return read_whole(request.GET.get(name, ""))


def _query(request: HttpRequest, name: str, number: int) -> str:
    query = request.GET.copy()
    for other in ("below", "above"):
        query.pop(other, None)
    query[name] = str(number)
    return f"?{query.urlencode()}"
