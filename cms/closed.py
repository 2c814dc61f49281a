"""Addresses of Wagtail's that stay shut: people and roles are looked after elsewhere."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils.http import urlencode

from marketplace.pages.hosts import next_of

EDITOR_HOME = "/cms/"


def to_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's login is ours: the same account, the same throttle.

    Raises PermissionDenied for someone who is logged in already, but works elsewhere.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"/auth/login?{urlencode({'next': next_of(request, EDITOR_HOME)})}")


def to_front_login(request: HttpRequest) -> HttpResponse:
    """The form of Wagtail's for restricted pages: one door, which also merges the guest's cart."""
    return redirect(f"/auth/login?{urlencode({'next': next_of(request)})}")


def not_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Accounts span retailers; memberships and roles are changed at /seller/staff."""
    raise Http404


urlpatterns: list[URLPattern] = [
    re_path(r"^login/$", to_login),
    re_path(r"^(?:users|groups|sites|password_reset|failwhale|test404)/", not_here),
    re_path(r"^bulk/(?:accounts|auth)/", not_here),
]
