"""Addresses of Wagtail's that stay shut, or take less: people and roles are looked after elsewhere,
and what reads a file whole in a web worker gets a small one."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.redirects.views import start_import

from marketplace.pages.shared.hosts import next_of

EDITOR_HOME = "/cms/"
LISTS = (".csv", ".tsv")
LARGEST_LIST = 100_000  # bytes


def redirect_to_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's login is ours: the same account, the same throttle.

    Raises PermissionDenied for someone who is logged in already, but works elsewhere.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"/auth/login?{urlencode({'next': next_of(request, EDITOR_HOME)})}")


def redirect_to_front_login(request: HttpRequest) -> HttpResponse:
    """The form of Wagtail's for restricted pages: one door, which also merges the guest's cart."""
    return redirect(f"/auth/login?{urlencode({'next': next_of(request)})}")


def refuse(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Accounts span retailers; memberships and roles are changed at /seller/staff."""
    raise Http404


def import_redirects(request: HttpRequest) -> HttpResponse:
    """Wagtail's, for a short list as text: a workbook of a few kB may unfold to gigabytes."""
    for file in request.FILES.values():
        ending = PurePath(getattr(file, "name", None) or "").suffix.lower()
        if ending not in LISTS or (getattr(file, "size", None) or 0) > LARGEST_LIST:
            messages.error(
                request,
                _(
                    "Use a .csv or .tsv file below %(size)s kB, about 1,000 redirects; send "
                    "more in several files."
                )
                % {"size": LARGEST_LIST // 1000},
            )
            return redirect("wagtailredirects:start_import")
    response: HttpResponse = start_import(request)
    return response


urlpatterns: list[URLPattern] = [
    re_path(r"^login/$", redirect_to_login),
    re_path(r"^(?:users|groups|sites|password_reset|failwhale|test404)/", refuse),
    re_path(r"^redirects/import/$", require_admin_access(import_redirects)),
    re_path(r"^bulk/(?:accounts|auth)/", refuse),
]
