"""What no page can work with, refused before its view."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

from marketplace.pages.shared.errors import bad_request
from marketplace.requests.problems import wants_problem


class RefuseNul:
    """400 for a NUL in what an address or a form says: PostgreSQL takes none in a text.

    Nobody types one. The API tells which of its values holds one; what is exempt from CSRF may
    have its body read otherwise.
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
        if _holds_nul(request.GET) or (is_read and _holds_nul(request.POST)):
            return bad_request(request, BadRequest())
        return None


def _holds_nul(query: QueryDict) -> bool:
    return any("\0" in text for _, texts in query.lists() for text in texts)
