"""Cookies that no script reads and no other site sends along with what it posts."""

from typing import Any

from django.conf import settings
from django.http import HttpResponseBase


def keep_private(response: HttpResponseBase, name: str, value: str, **options: Any) -> None:
    """`options` as Django's `set_cookie` takes them; without `max_age` until the browser closes."""
    is_secure = settings.SITE_SCHEME == "https"
    response.set_cookie(name, value, httponly=True, samesite="Lax", secure=is_secure, **options)
