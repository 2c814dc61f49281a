"""Pages by key: a cursor says after (or before) which row to go on, never how many to skip.

What is inserted or removed meanwhile neither repeats nor hides a row.
"""

import base64
import binascii
import json
from typing import ClassVar, NamedTuple, Self
from uuid import UUID

from tenants.kernel.errors import Refusal


class BadCursor(Refusal):
    code: ClassVar[str] = "bad-cursor"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "This page address is not one of ours."

    def __init__(self) -> None:
        super().__init__(
            "Begin again at the first page.", fields={"cursor": ["This is no valid cursor."]}
        )


class Cursor(NamedTuple):
    """`key` is the ordering's value of the row as PostgreSQL prints it."""

    ordering: str
    key: str
    uuid: str
    backwards: bool = False

    def encode(self) -> str:
        text = json.dumps([self.ordering, self.key, self.uuid, self.backwards])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, *, ordering: str) -> Self:
        """Raises BadCursor for anything that did not come from `encode` in this ordering."""
        try:
            padded = text + "=" * (-len(text) % 4)
            kept, key, uuid, backwards = json.loads(base64.urlsafe_b64decode(padded))
            cursor = cls(kept, key, str(UUID(uuid)), backwards)
        except (binascii.Error, ValueError, TypeError, AttributeError) as error:
            raise BadCursor from error
        if kept != ordering or not isinstance(key, str) or not isinstance(backwards, bool):
            raise BadCursor
        return cursor
