"""The trace id of what is being done: one per request, the same in logs and in the answer."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Trace-Id"
# https://www.w3.org/TR/trace-context/: version, trace id, parent id, flags.
TRACEPARENT = re.compile(r"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-|$)")
INVALID = "0" * 32

_current: ContextVar[str] = ContextVar("trace_id", default="")


def current_trace() -> str:
    """The 32 hexadecimal digits of the current trace, or "" outside of any."""
    return _current.get()


@contextmanager
def use_trace(trace_id: str) -> Iterator[str]:
    before = _current.set(trace_id)
    try:
        yield trace_id
    finally:
        _current.reset(before)


def trace_of(traceparent: str) -> str:
    """The caller's trace id from a `traceparent` header, or a new one."""
    match = TRACEPARENT.match(traceparent.strip())
    if match and match[1] != INVALID:
        return match[1]
    return uuid.uuid4().hex
