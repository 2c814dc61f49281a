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
    previous = _query(request, page.previous_page_number) if page.has_previous() else None
    following = _query(request, page.next_page_number) if page.has_next() else None
    return {
        "previous": previous and address + previous,
        "next": following and address + following,
    }


def _query(request: HttpRequest, number: Any) -> str:
    query = request.GET.copy()
    query["page"] = str(number())
    return f"?{query.urlencode()}"
