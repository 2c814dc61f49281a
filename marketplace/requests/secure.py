"""Django's security headers and its redirect to https, which is for our own hosts alone."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware import security

from tenants.middleware import is_served


class SecurityMiddleware(security.SecurityMiddleware):
    """A host that nobody has gets its refusal, not an address made of what it sent."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if self.redirect and not request.is_secure() and not is_served(request):
            return None
        return super().process_request(request)
