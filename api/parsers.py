"""Reading a JSON body within bounds."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from tenants.kernel.errors import Refusal

LARGEST = 1024 * 1024  # bytes


class TooLarge(Refusal):
    code = "body-too-large"
    status = 413
    title = "The body is too large."


class BoundedJSONParser(JSONParser):
    """At most LARGEST bytes, and no deeper than Python's own limit."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge(f"Send at most {LARGEST} bytes.")
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("It is nested too deeply.") from error
