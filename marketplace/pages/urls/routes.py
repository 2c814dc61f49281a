"""Every page answers with and without a closing slash, and no form loses what it sends.

A redirect of Django's own (APPEND_SLASH) would drop the body of a POST. Our pages are routed in
both forms; what others wrote lives on links from where it stands, and leads to its own form by 308,
which keeps method, body and query.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, path
from django.utils.http import escape_leading_slashes

Pattern = URLPattern | URLResolver
NOWHERE = "\0"  # stands in no address


class PermanentSameMethod(HttpResponseRedirectBase):
    status_code = 308


def page(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Reversed without the slash, answered with it too."""
    return [path(route, view, name=name), path(f"{route}/", view)]


def slashed(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """Reversed with the slash, answered without it too."""
    return [path(f"{route}/", view, name=name), path(route, view)]


def tree(prefix: str, urls: Any) -> URLResolver:
    """As `path(prefix, urls)` for addresses that end in a slash, which others wrote."""
    inner = path(prefix, urls)
    return SlashTree(
        inner.pattern, inner.urlconf_name, inner.default_kwargs, inner.app_name, inner.namespace
    )


def lead_to_slash(request: HttpRequest) -> HttpResponse:
    return PermanentSameMethod(escape_leading_slashes(request.get_full_path(True)))


def _match_of_redirect(route: str) -> ResolverMatch:
    return ResolverMatch(lead_to_slash, (), {}, route=route, captured_kwargs={}, extra_kwargs={})


class SlashTree(URLResolver):
    def resolve(self, path: str) -> ResolverMatch:
        """Raises Resolver404 for what is not there in either form."""
        if path.endswith("/") or not f"{path}/".startswith(str(self.pattern)):
            return super().resolve(path)
        as_asked = self._match(path)
        if as_asked is None or as_asked.func is self._rest:
            closed = self._match(f"{path}/")
            if closed is not None and closed.func is not self._rest:
                return _match_of_redirect(closed.route)
        return as_asked or super().resolve(path)

    @cached_property
    def _rest(self) -> Callable[..., Any] | None:
        """The view of all that is not there: Wagtail and Django's admin route it last of all."""
        match = self._match(f"{self.pattern}{NOWHERE}")
        return match.func if match else None

    def _match(self, path: str) -> ResolverMatch | None:
        try:
            return super().resolve(path)
        except Resolver404:
            return None
