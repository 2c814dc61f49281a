"""Where something comes from: the request with its client's address, or the command or task."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple


class Origin(NamedTuple):
    """`source` is an address, or `command prepare`, `task feeds.import`."""

    source: str
    request: Any = None
    account: Any = None


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


@contextmanager
def use_origin(source: str, *, request: Any = None, account: Any = None) -> Iterator[None]:
    """`account` (or its id) is who asked for what is done without a request."""
    before = _current.set(Origin(source, request, account))
    try:
        yield
    finally:
        _current.reset(before)


def current_source() -> str:
    origin = _current.get()
    return origin.source if origin else f"command {_command()}"


def current_account() -> Any:
    """Who is logged in to what is being served, or asked for it; None: a guest, or nobody."""
    origin = _current.get()
    if origin is None or origin.account is not None:
        return origin and origin.account
    user = getattr(origin.request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _command() -> str:
    program, *words = sys.argv or [""]
    name = Path(program).name
    return words[0] if name == "manage.py" and words else name
