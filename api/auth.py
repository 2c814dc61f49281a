"""Who calls: a Bearer token (apps) or the host's own web session with CSRF (browsers)."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from api.joints.rest_framework import web_request
from marketplace.accounts.logins import tokens
from marketplace.accounts.logins.middleware import address_of
from marketplace.accounts.logins.second_factor import EnrolmentNeeded


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`; without that header no query is made."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        kind, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        user, access = tokens.authenticate_access(token.strip())
        if user.operates and not user.second_factor_at and not _is_login(request):
            raise EnrolmentNeeded(gettext("Operators do. Begin at `auth/second-factor/`."))
        return user, access

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _is_login(request: Request) -> bool:
    return address_of(web_request(request)).startswith("/api/v1/auth/")


class WebSessionAuthentication(SessionAuthentication):
    """The session cookie of this host; a write needs the CSRF token as well."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        if web_request(request).session.session_key is None:
            return None
        return super().authenticate(request)

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(
                gettext("Send the X-CSRFToken header. %(reason)s") % {"reason": error.detail}
            ) from error


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "api.auth.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class WebSessionScheme(OpenApiAuthenticationExtension):
    target_class = "api.auth.WebSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "galleria_session"}
