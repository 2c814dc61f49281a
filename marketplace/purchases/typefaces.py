"""Which typeface writes what: one for most texts, others for what it lacks, loaded only then.

What none of them has is written in Latin letters, so that nobody reads boxes.
"""

import atexit
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from unicodedata import category

import manimgx_fonts
import noto_cjk_sans_jp_regular
import pymupdf_fonts
from anyascii import anyascii
from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

from tenants.kernel.letters import clusters
from tenants.kernel.normal_forms import normalise

# FiraGO writes Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Georgian and Devanagari.
FIRST, FACES = "text", {"": "figo", "B": "figbo"}
NOTO = Path(manimgx_fonts.__file__).parent
CJK = Path(noto_cjk_sans_jp_regular.__file__).with_name("NotoSansCJKjp-Regular.otf")
# Noto Sans of single scripts, by the code of ISO 15924.
SCRIPTS = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hebr": "Hebrew",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Laoo": "Lao",
    "Mlym": "Malayalam",
    "Mymr": "Myanmar",
    "Orya": "Oriya",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
}
EAST_ASIAN = frozenset({"Bopo", "Hang", "Hani", "Hira", "Kana"})  # a font of 16 MB
GENERAL = ("latin", "emoji", "symbols", "cjk")
FILES = {
    "latin": NOTO / "NotoSans[wght].ttf",
    "emoji": NOTO / "NotoEmoji[wght].ttf",
    "symbols": NOTO / "NotoSansSymbols[wght].ttf",
    "cjk": CJK,
} | {code.lower(): NOTO / f"NotoSans{name}[wght].ttf" for code, name in SCRIPTS.items()}
SHARED = frozenset({"Zyyy", "Zinh", "Zzzz"})
SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x34F, 0x180B, 0x180C})


@cache
def first_file(style: str) -> Path:
    """The library reads fonts from files; the package has them packed."""
    folder = Path(mkdtemp(prefix="galleria-fonts-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    path = folder / f"{FACES[style]}.ttf"
    path.write_bytes(pymupdf_fonts.myfont(FACES[style]))
    return path


@cache
def _characters(family: str) -> frozenset[int]:
    path = first_file("") if family == FIRST else FILES[family]
    return frozenset(TTFont(BytesIO(path.read_bytes()), lazy=True).getBestCmap())


def write_legibly(text: str) -> str:
    """The text with what no typeface has put in Latin letters or, failing these, by its code."""
    whole = "".join(" " if category(letter) == "Cc" else letter for letter in text)
    groups = groupby(clusters(normalise("NFC", whole)), key=lambda piece: bool(family_of(piece)))
    return "".join(
        "".join(group) if is_written else _spell("".join(group)) for is_written, group in groups
    )


def _spell(word: str) -> str:
    """Letters without a sound of their own fall out, unless nothing were left."""
    return anyascii(word) or "".join(f"[U+{ord(letter):04X}]" for letter in word)


@cache
def family_of(cluster: str) -> str | None:
    """The first that has all of it. Joiners, selectors and the like need no shape of their own."""
    needed = {ord(letter) for letter in cluster if not _is_unseen(letter)}
    if needed <= _characters(FIRST):
        return FIRST
    own = script(next(letter for letter in cluster if ord(letter) in needed))
    return next((name for name in _candidates(own) if needed <= _characters(name)), None)


def _is_unseen(letter: str) -> bool:
    return category(letter) == "Cf" or ord(letter) in SELECTORS


def _candidates(own: str) -> tuple[str, ...]:
    if own in EAST_ASIAN:
        return ("cjk",)
    return (own.lower(),) if own in SCRIPTS else GENERAL


def runs(text: str) -> Iterator[tuple[str, str]]:
    """(family, letters): the longest of one typeface and one script, which are shaped together."""
    shape = FIRST, ""
    pieces = []
    for cluster in clusters(text):
        own = script(cluster[0])
        shape = (family_of(cluster) or FIRST, shape[1] if own in SHARED else own)
        pieces.append((shape, cluster))
    for (family, _), group in groupby(pieces, key=lambda piece: piece[0]):
        yield family, "".join(cluster for _, cluster in group)


def families(text: str) -> set[str]:
    return {family for family, _ in runs(text)}


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Lines of words; a word that is wider than a line is parted between clusters."""
    lines, line = [], ""
    for word in text.split():
        together = f"{line} {word}" if line else word
        if measure(together) <= width:
            line = together
            continue
        lines += [line] if line else []
        *full, line = _part(word, width, measure)
        lines += full
    return [*lines, line]


def _part(word: str, width: float, measure: Callable[[str], float]) -> list[str]:
    parts = [""]
    for cluster in clusters(word) if measure(word) > width else [word]:
        if parts[-1] and measure(parts[-1] + cluster) > width:
            parts.append("")
        parts[-1] += cluster
    return parts
