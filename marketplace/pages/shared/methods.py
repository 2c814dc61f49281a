"""What a browser sees that opens by its address what only a form's button reaches."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.requests.problems import wants_problem


class ReachedByButton:
    """Such an address stands in the browser's bar where a form was answered by a page (a wrong
    code, a reason that is missing): a tab that is restored asks for it by GET. The empty 405 that
    Django gives would be a dead end; programs keep its status and its Allow."""

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
