"""Which known words a misspelt one may stand for."""

from collections.abc import Sequence
from typing import NamedTuple

MOST = 3  # words that one misspelt word is replaced by


class NearWord(NamedTuple):
    word: str
    stem: str
    frequency: int


def is_one_edit(first: str, second: str) -> bool:
    """One letter too many, too few or wrong, or two neighbours exchanged."""
    if len(first) > len(second):
        first, second = second, first
    start = 0
    while start < len(first) and first[start] == second[start]:
        start += 1
    if len(first) + 1 == len(second):
        return first[start:] == second[start + 1 :]
    if len(first) != len(second):
        return False
    exchanged = first[start + 1 : start + 2] + first[start : start + 1]
    return first[start + 1 :] == second[start + 1 :] or (
        exchanged == second[start : start + 2] and first[start + 2 :] == second[start + 2 :]
    )


def corrections(
    word: str, near: Sequence[NearWord], *, instead: Sequence[NearWord] = ()
) -> list[NearWord]:
    """The likeliest first: one edit away before two, the frequent before the rare.

    `instead` are other words for what it names if one letter is wrong.
    """
    close = [candidate for candidate in near if is_one_edit(word, candidate.word)]
    if close or instead:
        return (close or list(instead))[:MOST]
    # In a short word two edits leave too little of it.
    return list(near)[:MOST] if len(word) >= 6 else []
