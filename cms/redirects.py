"""Pages that moved, as editors note them under /cms/redirects/, and spellings of an address."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from marketplace.pages.shared.links import with_query
from tenants.kernel.normal_forms import normalise

SAFE = {"GET", "HEAD"}


class MovedPages(RedirectMiddleware):
    """Looked up only when there is nothing at an address; the API's answers stay as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        if response.status_code != 404 or request.path.startswith("/api/"):
            return response
        # An address that was typed or copied with marks apart from their letters.
        path = normalise("NFC", request.path)
        if path != request.path and request.method in SAFE:
            return redirect(with_query(request, quote(path)), permanent=True)
        return super().process_response(request, response)
