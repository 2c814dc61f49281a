"""Which names of an address, a form or a cookie the code asks for, shown by a page or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.utils.datastructures import MultiValueDict


@dataclass
class Names:
    """What was asked for while requests were answered."""

    query: set[str] = field(default_factory=set)
    form: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    cookies: set[str] = field(default_factory=set)

    def take(self) -> "Names":
        """What was asked for since the last time."""
        names_since = Names(*(set(names) for names in self._all()))
        for names in self._all():
            names.clear()
        return names_since

    def _all(self) -> tuple[set[str], ...]:
        return self.query, self.form, self.files, self.cookies


class Cookies(dict[str, str]):
    names: set[str]

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


@contextmanager
def noted_names() -> Iterator[Names]:
    names = Names()
    read_query, read_cookies = WSGIRequest.GET.func, WSGIRequest.COOKIES.func
    load = WSGIRequest._load_post_and_files

    def query(request: WSGIRequest) -> Any:
        values = read_query(request)
        values.noted = names.query
        return values

    def cookies(request: WSGIRequest) -> Cookies:
        values = Cookies(read_cookies(request))
        values.names = names.cookies
        return values

    def load_noted(request: WSGIRequest) -> None:
        load(request)
        request._post.noted, request._files.noted = names.form, names.files

    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "_getlist", "__contains__"):
            patch.setattr(MultiValueDict, method, _noting(getattr(MultiValueDict, method)))
        patch.setattr(WSGIRequest.GET, "func", query)
        patch.setattr(WSGIRequest.COOKIES, "func", cookies)
        patch.setattr(WSGIRequest, "_load_post_and_files", load_noted)
        yield names


def _noting(method: Any) -> Any:
    """That method of a mapping; one that has a set `noted` gets the name into it."""

    def noting(self: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
        noted = self.__dict__.get("noted")
        if noted is not None and isinstance(name, str):
            noted.add(name)
        return method(self, name, *args, **kwargs)

    return noting
