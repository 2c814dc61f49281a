"""[[What the owner has to fill in]]: a page that law asks for is not published while one is left.

Its first text is ours, and says nothing that we cannot know of a shop.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

PLACEHOLDER = re.compile(r"\[\[([^\[\]]{0,200})\]\]")


def find_placeholders(body: Any) -> list[str]:
    """Of a StreamField, in its order."""
    return [match for text in _texts(body.raw_data) for match in PLACEHOLDER.findall(text)]


def explain_placeholders(body: Any) -> str:
    """What is left to fill in, or ""."""
    names = find_placeholders(body)
    if not names:
        return ""
    return gettext("Fill in before you publish, without the brackets: %(names)s.") % {
        "names": "; ".join(names)
    }


def require_filled(body: Any) -> None:
    """Raises ValidationError at the body."""
    if explanation := explain_placeholders(body):
        raise ValidationError({"body": explanation})


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from _texts(part)
