"""Content-Security-Policy: one strict policy, and what a few addresses need beyond it."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """Adds CONTENT_POLICY_ADDITIONS below the addresses that need them (settings/headers.py)."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.update is None:
            parts.update = _additions(request.path_info)
        return parts


def _additions(path: str) -> dict[str, Any] | None:
    for prefix, additions in settings.CONTENT_POLICY_ADDITIONS.items():
        if path.startswith(prefix):
            return additions
    return None


def allow_form_to(response: HttpResponse, origin: str) -> HttpResponse:
    """Let the page's form be sent to another of our hosts, `http://shop.example:8000`."""
    response._csp_update = {"form-action": [origin]}  # type: ignore[attr-defined]
    return response
