"""Pages of a list by its ids: rows that are added meanwhile shift nothing; one query."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from tenants.kernel.edges import ListOrder

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Section(Generic[M]):
    rows: list[M]
    pages: dict[str, str | None]  # as components/pagination.html takes it


def section_of(
    request: HttpRequest, rows: QuerySet[M], *, size: int, address: str = "", moment: str = ""
) -> Section[M]:
    """The newest first: those below `?below=`, or the nearest above `?above=`.

    `address` is the list's, where it is shown in answer to a form as well; `moment` the field by
    which it stands before its ids.
    """
    order = ListOrder("pk", moment)
    below, above = (_beyond(request, rows, order, name) for name in ("below", "above"))
    if above is not None and below is None:
        batch = list(order.sort(above, downwards=False)[: size + 1])
        page, has_newer, has_older = batch[:size][::-1], len(batch) > size, True
    else:
        older = rows if below is None else below
        batch = list(order.sort(older, downwards=True)[: size + 1])
        page, has_newer, has_older = batch[:size], below is not None, len(batch) > size

    def link(name: str, row: M) -> str:
        return _link(request, address, name, order.edge_of(row))

    pages = {
        "previous": link("above", page[0]) if page and has_newer else None,
        "next": link("below", page[-1]) if page and has_older else None,
    }
    return Section(page, pages)


def _beyond(
    request: HttpRequest, rows: QuerySet[M], order: ListOrder, name: str
) -> QuerySet[M] | None:
    """None where the address names no edge of such a list."""
    try:
        return order.beyond(rows, request.GET.get(name, ""), downwards=name == "below")
    except (ValueError, TypeError):
        return None


def _link(request: HttpRequest, address: str, name: str, edge: str) -> str:
    query = request.GET.copy()
    for other in ("below", "above"):
        query.pop(other, None)
    query[name] = edge
    return f"{address}?{query.urlencode()}"
