"""Unicode's normal forms of text that a stranger wrote.

Python sorts marks on one letter by insertion: a hundred thousand of them take half a minute. No
language piles up more than a handful; Unicode's stream-safe text has at most thirty (UAX 15).
"""

import unicodedata
from typing import Literal

MOST_MARKS = 30

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def normalise(form: Form, text: str) -> str:
    """What stands on one letter beyond thirty marks is left out."""
    if len(text) > MOST_MARKS and not text.isascii():
        text = _without_piles(text)
    return unicodedata.normalize(form, text)


def _without_piles(text: str) -> str:
    letters, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            letters.append(letter)
    return "".join(letters)
