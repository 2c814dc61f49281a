"""Names in addresses: of any script, in one form."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from unicodedata import category, name

from anyascii import anyascii

from tenants.kernel.letters import cut
from tenants.kernel.normal_forms import normalise

LONGEST_END = 10  # letters of a number behind a text that somebody else has
# Between words: blanks, dashes, slashes (that of ½ too), bars, dots at half height but that of
# Catalan's l·l, and the joiner that parts a word from its ending where letters are Arabic.
GAP = re.compile(r"(?:[\s\-–—‐‑/\\|⁄∕・•]|(?<![lL])[·‧]|[·‧](?![lL])|(?<=[\u0600-\u06ff])\u200c)+")
NO_ASCII_LETTER = re.compile(r"[^0-9a-z_-]+")
FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
# AM of Thai and Lao, which NFKC takes apart and NFC leaves so: a tone stands before it.
AM = {
    re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32"): "\\1\u0e33",
    re.compile("\u0ecd([\u0ec8-\u0ecb]?)\u0eb2"): "\\1\u0eb3",
}


def make_slug(text: str, *, length: int = 255, fallback: str) -> str:
    """Letters, their marks and digits in small letters, with hyphens between the words.

    Latin letters lose their accents, as they always did; those of other scripts stay as they are
    (normal form C). Punctuation, emoji, and what turns the direction or joins fall out.
    `fallback` where nothing remains.
    """
    words = GAP.sub("-", _compatible(text).lower())
    slug = normalise("NFC", _keep_letters(words))
    slug = re.sub("-+", "-", slug).strip("-_")
    return cut(slug, length).rstrip("-_") or fallback


def _compatible(text: str) -> str:
    """NFKC, with what that spoils put right: "1½" is no 11/2."""
    if text.isascii():
        return text
    plain = normalise("NFKC", FRACTION.sub(" ", text))
    for parts, vowel in AM.items():
        plain = parts.sub(vowel, plain)
    return plain


def first_free(
    text: str, beginning: Callable[[str], Iterable[str]], *, length: int, gap: str = "-"
) -> str:
    """`text`, or with the first number behind it that nobody has: looked up, since a count says
    nothing of "sale-2", which somebody else's name may have made.

    `beginning` gives all that begin with a text; under a lock, two get two.
    """
    start = text[: length - LONGEST_END]
    others, number = set(beginning(start)), 1
    free = text[:length]
    while free in others:
        number += 1
        end = f"{gap}{number}"
        free = f"{text[: length - len(end)]}{end}"
    return free


def _keep_letters(words: str) -> str:
    """Most names of an import are ASCII, and need not be looked at letter by letter."""
    return NO_ASCII_LETTER.sub("", words) if words.isascii() else "".join(_letters(words))


def _letters(words: str) -> Iterator[str]:
    """A mark stays with a letter of another script; alone, or with a Latin one, it falls out."""
    is_marked = False
    for letter in words:
        kind = category(letter)
        if kind in {"Mn", "Mc"}:
            if is_marked and not name(letter, "").startswith("VARIATION SELECTOR"):
                yield letter
            continue
        plain = _letter(letter)
        is_marked = not plain.isascii()
        yield plain


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    if letter in "-_" or category(letter).startswith("N"):
        return letter
    if not letter.isalpha():
        return ""
    return anyascii(letter).lower() if name(letter, "").startswith("LATIN") else letter
