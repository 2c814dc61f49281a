"""Pages that moved, as editors note them under /cms/redirects/."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware


class MovedPages(RedirectMiddleware):
    """Looked up only when there is nothing at an address; the API's answers stay as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        if response.status_code != 404 or request.path.startswith("/api/"):
            return response
        return super().process_response(request, response)
