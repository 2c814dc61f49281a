"""Letters as readers see them: with their marks, conjuncts whole, emoji that are joined as one."""

from collections.abc import Iterator
from unicodedata import category, combining

VIRAMA, JOINER = 9, "\N{ZERO WIDTH JOINER}"
SKIN_TONES = range(0x1F3FB, 0x1F400)


def clusters(text: str) -> Iterator[str]:
    """What no line and no limit of length parts."""
    start = 0
    for place in range(1, len(text)):
        if not _belong_together(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _belong_together(before: str, letter: str) -> bool:
    if before == JOINER or category(letter) in {"Mn", "Mc", "Me", "Cf"}:
        return True
    conjunct = combining(before) == VIRAMA and category(letter) == "Lo"
    return conjunct or ord(letter) in SKIN_TONES


def cut(text: str, length: int) -> str:
    """As many whole letters from its beginning as fit into `length` characters."""
    if len(text) <= length:
        return text
    short = ""
    for cluster in clusters(text):
        if len(short) + len(cluster) > length:
            break
        short += cluster
    return short
