"""What an ASGI server and its application say to each other."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(headers: Headers, name: bytes) -> str:
    """The first of that name, or ""."""
    return next((value.decode("latin-1") for key, value in headers if key == name), "")
