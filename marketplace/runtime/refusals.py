"""What the door answers itself: problem documents (RFC 9457), as the API has them."""

import logging
from urllib.parse import unquote_to_bytes

from django.utils.translation import gettext

from marketplace.requests.errors import BodyRefused, BodyTooLarge, BodyTooSlow, TooManyBodies
from marketplace.requests.problems import CONTENT_TYPE, document
from marketplace.requests.traces import HEADER, trace_of
from marketplace.runtime.messages import Message, Send, header

RETRY_AFTER = 5  # seconds

access = logging.getLogger("galleria.access")


class TooLarge(BodyTooLarge):
    def __init__(self, most: int) -> None:
        super().__init__(gettext("Send at most %(size)s MB.") % {"size": most // 2**20})


class TooSlow(BodyTooSlow):
    def __init__(self) -> None:
        super().__init__(gettext("Send it again over a better connection."))


class TooMany(TooManyBodies):
    def __init__(self) -> None:
        again = gettext("Try again in %(seconds)s seconds.") % {"seconds": RETRY_AFTER}
        super().__init__(again, retry_after=RETRY_AFTER)


async def refuse(refused: BodyRefused, scope: Message, send: Send) -> None:
    """A problem as Django would answer it; the rest of the body is not read."""
    trace_id = trace_of(header(scope["headers"], b"traceparent"))
    path = unquote_to_bytes(scope["raw_path"]).decode(errors="replace")
    body = document(
        code=refused.code,
        status=refused.status,
        title=refused.title,
        detail=refused.detail,
        instance=path,
        trace_id=trace_id,
        **refused.extra,
    ).encode()
    headers = [
        (b"content-type", CONTENT_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (HEADER.lower().encode(), trace_id.encode()),
        (b"connection", b"close"),
    ]
    if "retry_after" in refused.extra:
        headers.append((b"retry-after", str(refused.extra["retry_after"]).encode()))
    log(refused, scope, trace_id)
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def log(refused: BodyRefused, scope: Message, trace_id: str) -> None:
    """The line that Django's requests have. No shop was looked up, so it names none."""
    path = scope["raw_path"].decode("latin-1")
    facts = {"method": scope["method"], "path": path, "status": refused.status}
    extra = facts | {"code": refused.code, "schema": "-", "trace_id": trace_id}
    access.info("%s %s %s", *facts.values(), extra=extra)
