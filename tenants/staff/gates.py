"""Who may open a page for a shop's staff."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def staff_page(*permissions: str) -> Callable[[View], View]:
    """A page for members of this shop's staff whose role has all these permissions.

    A visitor is asked to log in; for a stranger there is no such page (404); a member whose
    role does not reach so far is told so (403). No answer is kept by a cache.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require_member(request, *permissions)
            response = view(request, *args, **kwargs)
            response.setdefault("Cache-Control", "private, no-store")
            return response

        return gate

    return decorate


def require_member(request: HttpRequest, *permissions: str) -> None:
    """Raises Http404 for someone who does not work here, PermissionDenied for a lesser role."""
    if request.user.membership is None:  # type: ignore[union-attr]
        raise Http404
    if not request.user.has_perms(permissions):
        raise PermissionDenied
