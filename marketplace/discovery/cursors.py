"""Pages by key: a cursor says after (or before) which row to go on, never how many to skip.

What is inserted or removed meanwhile neither repeats nor hides a row.
"""

import base64
import json
import re
from datetime import datetime
from typing import ClassVar, NamedTuple, Self
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal

UNREADABLE = (ArithmeticError, AttributeError, RecursionError, TypeError, ValueError)


class BadCursor(Refusal):
    code: ClassVar[str] = "bad-cursor"
    status: ClassVar[int] = 400
    title = _("This page address is not one of ours.")
    meaning = _("The `cursor` was not made by this list, or by other filters of it.")
    remedy = _("Follow `next` and `previous` as they are; begin again without a cursor.")

    def __init__(self) -> None:
        super().__init__(
            gettext("Begin again at the first page."),
            fields={"cursor": [gettext("This is no valid cursor.")]},
        )


# Of each SQL type how PostgreSQL prints it, in digits that it reads itself: Python reads more
# (other scripts' digits, weeks, exponents without end), and what is not in a column is no key.
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"[+-][0-9]{2}(?::[0-9]{2})?"
)
NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
TEXT = re.compile(r"[^\0\ud800-\udfff]{0,2000}")
WHOLE = re.compile(r"-?[0-9]{1,18}")
SHAPES = {"timestamptz": MOMENT, "numeric": NUMBER, "text": TEXT, "bigint": WHOLE}


def _require_key(key: str, kind: str) -> None:
    """Raises ValueError for what PostgreSQL would not take as a value of that type."""
    if not SHAPES[kind].fullmatch(key):
        raise ValueError("no key of this list")
    if kind == "timestamptz":
        datetime.fromisoformat(key)


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
    def decode(cls, text: str, *, ordering: str, key_type: str) -> Self:
        """Raises BadCursor for anything that did not come from `encode` in this ordering.

        `key_type` is the SQL type of its keys, one of SHAPES.
        """
        try:
            padded = text + "=" * (-len(text) % 4)
            name, key, uuid, backwards = json.loads(base64.urlsafe_b64decode(padded))
            cursor = cls(name, key, str(UUID(uuid)), backwards)
            _require_key(key, key_type)
        except UNREADABLE as error:
            raise BadCursor from error
        if name != ordering or not isinstance(key, str) or not isinstance(backwards, bool):
            raise BadCursor
        return cursor
