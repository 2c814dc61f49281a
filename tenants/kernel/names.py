"""What a name of a person, a shop or a product must have: something to see.

Unicode has letters that leave no mark: joiners, soft hyphens, fillers, an empty Braille cell.
Inside a name they are welcome, Persian and Indian words need some; a name of nothing else is none.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# As members of a class of a regular expression, in Python's and in JavaScript's spelling.
INVISIBLE = (
    r"\s\x00-\x1F\x7F-\x9F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F"
    r"\u2028-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB"
)
# Beyond the letters that JavaScript counts as one: signs of music, tags, further selectors.
INVISIBLE_BEYOND = r"\U0001D173-\U0001D17A\U000E0000-\U000E0FFF"
VISIBLE = rf"[^{INVISIBLE}]"
_VISIBLE = re.compile(rf"[^{INVISIBLE}{INVISIBLE_BEYOND}]")


def is_visible(text: str) -> bool:
    return _VISIBLE.search(text) is not None


def require_visible(text: str) -> None:
    """A validator of forms and of inputs. Empty text passes: whether it may be is another rule.

    Raises ValidationError.
    """
    if text and not is_visible(text):
        raise ValidationError(_("Use letters that can be seen."), code="invisible")
