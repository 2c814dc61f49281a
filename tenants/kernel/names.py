"""What a name of a person, a shop or a product must have: something to see.

Unicode has letters that leave no mark: joiners, soft hyphens, fillers, an empty Braille cell.
Inside a name they are welcome, Persian and Indian words need some; a name of nothing else is none.
And what people read as one name is one, however it was typed.
"""

import hashlib
import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.kernel.normal_forms import normalise

# As members of a class of a regular expression, in Python's and in JavaScript's spelling.
INVISIBLE = (
    r"\s\x00-\x1F\x7F-\x9F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F"
    r"\u2028-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB"
)
# Beyond the letters that JavaScript counts as one: signs of music, tags, further selectors.
INVISIBLE_BEYOND = r"\U0001D173-\U0001D17A\U000E0000-\U000E0FFF"
VISIBLE = rf"[^{INVISIBLE}]"
_VISIBLE = re.compile(rf"[^{INVISIBLE}{INVISIBLE_BEYOND}]")
_INVISIBLE_BUT_SPACE = re.compile(rf"(?!\s)[{INVISIBLE}{INVISIBLE_BEYOND}]")


def is_visible(text: str) -> bool:
    return _VISIBLE.search(text) is not None


def require_visible(text: str) -> None:
    """A validator of forms and of inputs. Empty text passes: whether it may be is another rule.

    Raises ValidationError.
    """
    if text and not is_visible(text):
        raise ValidationError(_("Use letters that can be seen."), code="invisible")


def seen_form(text: str) -> str:
    """ " STONEWARE  mug" -> "stoneware mug": one text for all that people read as the same.

    Letters of another width, or raised ones, stay others: m² is not m2.
    """
    folded = normalise("NFC", normalise("NFC", text).casefold())
    return " ".join(_INVISIBLE_BUT_SPACE.sub("", folded).split())


def name_key(text: str) -> str:
    """By which a column finds a name, in 32 letters."""
    return hashlib.blake2b(seen_form(text).encode(), digest_size=16).hexdigest()


def options_key(options: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """{"Colour": "Red"} and {"colour": " red"} are one: nobody could tell two variants apart."""
    return frozenset((seen_form(name), seen_form(value)) for name, value in options.items())
