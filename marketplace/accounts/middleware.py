"""Session handling that names the device and leaves anonymous requests without a session."""

from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse

from marketplace.accounts import known_devices


class SessionMiddleware(DjangoSessionMiddleware):
    def process_request(self, request: HttpRequest) -> Any:
        super().process_request(request)
        request.session.device = request.headers.get("User-Agent", "")  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        known_devices.mark(request, response)
        return super().process_response(request, response)
