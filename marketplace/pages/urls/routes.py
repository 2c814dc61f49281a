"""Addresses without and with a closing slash: a redirect would drop the body of a POST."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, URLResolver, path

Pattern = URLPattern | URLResolver


def page(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Reversed without the slash, answered with it too."""
    return [path(route, view, name=name), path(f"{route}/", view)]
