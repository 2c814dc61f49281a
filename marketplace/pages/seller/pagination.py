"""Pages of a list, keeping what was filtered."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25


def page_of(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE_SIZE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def pages_of(request: HttpRequest, page: Page[Any], *, address: str = "") -> dict[str, str | None]:
    """As components/pagination.html takes it.

    `address` is the list's, where it is shown in answer to a form as well.
    """

    def link(number: int) -> str:
        return _link(request, address, number)

    return {
        "previous": link(page.previous_page_number()) if page.has_previous() else None,
        "next": link(page.next_page_number()) if page.has_next() else None,
    }


def _link(request: HttpRequest, address: str, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{address}?{query.urlencode()}"
