"""Which known words a misspelt one may stand for."""

from collections.abc import Sequence
from typing import NamedTuple

MOST = 3  # words that one misspelt word is replaced by


class Known(NamedTuple):
    word: str
    stem: str
    frequency: int


def is_one_edit(left: str, right: str) -> bool:
    """One letter too many, too few or wrong, or two neighbours exchanged."""
    if len(left) > len(right):
        left, right = right, left
    start = 0
    while start < len(left) and left[start] == right[start]:
        start += 1
    if len(left) + 1 == len(right):
        return left[start:] == right[start + 1 :]
    if len(left) != len(right):
        return False
    exchanged = left[start + 1 : start + 2] + left[start : start + 1]
    return left[start + 1 :] == right[start + 1 :] or (
        exchanged == right[start : start + 2] and left[start + 2 :] == right[start + 2 :]
    )


def corrections(word: str, near: Sequence[Known]) -> list[Known]:
    """The likeliest first: one edit away before two, the frequent before the rare."""
    close = [known for known in near if is_one_edit(word, known.word)]
    # In a short word two edits leave too little of it.
    return (close or (list(near) if len(word) >= 6 else []))[:MOST]
