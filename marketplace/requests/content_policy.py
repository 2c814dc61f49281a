"""Content-Security-Policy: one strict policy, and what a few addresses need beyond it."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What Django shows a developer instead of these is a page with styles inside.
SHOWN_TO_DEVELOPERS = {HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR}


class ContentPolicyMiddleware:
    """Allows CONTENT_POLICY_ADDITIONS below the addresses that need them (settings/headers.py).

    No page of ours has a nonce, so that a policy is written once where django-csp's own
    middleware writes two for each answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_debug_page = settings.DEBUG and response.status_code in SHOWN_TO_DEVELOPERS
        if HEADER not in response and not is_debug_page:
            form_target = getattr(response, "form_target", "")
            response[HEADER] = policy(_prefix(request.path_info), form_target)
        return response


def allow_form_to(response: HttpResponse, origin: str) -> HttpResponse:
    """Let the page's form be sent to another of our hosts, `http://shop.example:8000`."""
    response.form_target = origin  # type: ignore[attr-defined]
    return response


@lru_cache(maxsize=256)
def policy(prefix: str, form_target: str = "") -> str:
    """Of the addresses below a key of CONTENT_POLICY_ADDITIONS; "" for all others."""
    additions = dict(settings.CONTENT_POLICY_ADDITIONS.get(prefix, {}))
    if form_target:
        additions["form-action"] = [form_target]
    return build_policy(update=additions)


def _prefix(path: str) -> str:
    begins = (prefix for prefix in settings.CONTENT_POLICY_ADDITIONS if path.startswith(prefix))
    return next(begins, "")
