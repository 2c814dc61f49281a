"""Reading a body within bounds: JSON, and pictures sent as a form."""

from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.utils.translation import gettext, gettext_lazy
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser

from marketplace.requests.errors import BodyTooLarge
from tenants.kernel.pictures import LARGEST_FILE

LARGEST = 1024 * 1024  # bytes
DEEPEST = 32  # lists and objects inside each other; no operation asks for ten
LARGEST_UPLOAD = LARGEST_FILE + LARGEST
TOO_DEEP = gettext_lazy("It is nested too deeply.")


class BoundedJSONParser(JSONParser):
    """At most LARGEST bytes, at most DEEPEST levels: what reads it later may go level by level."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise BodyTooLarge(gettext("Send at most %(largest)s bytes.") % {"largest": LARGEST})
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(TOO_DEEP) from error
        _require_flat(data)
        return data


def _require_flat(data: Any) -> None:
    """Level by level, so that no depth is too much for it. Raises ParseError."""
    level = [data]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return
    raise ParseError(TOO_DEEP)


class BoundedMultiPartParser(MultiPartParser):
    """At most `largest` bytes; what is large is kept in a temporary file, not in memory."""

    largest = LARGEST_UPLOAD

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.largest:
            raise BodyTooLarge(
                gettext("Send at most %(largest)s bytes.") % {"largest": self.largest}
            )
        try:
            return super().parse(stream, media_type, parser_context)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent) as error:
            raise ParseError(gettext("It has too many parts.")) from error
