"""The redirect to https is for our own hosts alone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from tenants.registry.middleware import is_served


class KnownHosts:
    """Stands before Django's SecurityMiddleware: a host that nobody has gets its refusal, not an
    address made of what it sent. Raises DisallowedHost for a malformed one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.unknown_host = import_string("marketplace.pages.shared.errors.unknown_host")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        redirects = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if redirects and not is_served(request):
            answer: HttpResponse = self.unknown_host(request)
            answer["X-Content-Type-Options"] = "nosniff"
            return answer
        return self.get_response(request)
