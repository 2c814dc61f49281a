"""Words for the same kind of goods, in several languages: the data file, and who stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace.discovery.corrections import is_one_edit
from marketplace.discovery.taxonomy import words_of
from tenants.kernel.normal_forms import normalise

DATA = Path(__file__).with_name("synonyms.txt")
HOUSE = "en"  # of the words before the first language of a line
GROUP = re.compile(r"^(?:(?P<language>[a-z]{2}): )?(?P<words>[^\W\d_]+(?:, [^\W\d_]+)*)$")
SHORTEST = 5  # letters of a word that may be misspelt: "bake" is no bike
# Words of a sentence, by which a language shows as well as by its nouns.
GRAMMAR = {
    "fr": frozenset({"les", "des", "du", "une", "un", "et", "pour", "avec", "au", "aux"}),
    "es": frozenset({"el", "los", "las", "una", "un", "y", "para", "con", "del"}),
}


@dataclass(frozen=True, slots=True)
class Noun:
    """`words` in the order of their line; each with its language (ISO 639-1)."""

    words: tuple[tuple[str, str], ...]


def read_nouns(text: str) -> list[Noun]:
    """Raises ValueError naming a line that is none."""
    return [
        Noun(tuple(_words(number, line)))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]


def _words(number: int, line: str) -> Iterator[tuple[str, str]]:
    for part in line.split(" | "):
        match = GROUP.match(part)
        if match is None:
            raise ValueError(f"line {number} is not 'words | language: words': {line!r}")
        for word in match["words"].split(", "):
            yield word, match["language"] or HOUSE


@lru_cache(maxsize=1)
def _nouns() -> dict[str, tuple[Noun, ...]]:
    """By the key of each of their words."""
    nouns: dict[str, tuple[Noun, ...]] = {}
    for noun in read_nouns(DATA.read_text(encoding="utf-8")):
        for key in dict.fromkeys(_key(word) for word, _ in noun.words):
            nouns[key] = (*nouns.get(key, ()), noun)
    return nouns


@lru_cache(maxsize=1)
def _garbled() -> dict[str, tuple[str, ...]]:
    """Keys by their forms, which misspelt words share with them."""
    garbled: dict[str, tuple[str, ...]] = {}
    for key in _nouns():
        for form in _forms(key):
            garbled[form] = (*garbled.get(form, ()), key)
    return garbled


def tokens_of(text: str) -> list[str]:
    """As the database folds them: "Vélos" is "velos"."""
    plain = normalise("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", re.sub(r"[\u0300-\u036f]", "", plain))


def find_synonyms(word: str) -> tuple[str, ...]:
    """The other words for what it names: "velo" is "bicycle", "bike", "fahrrad" ..."""
    return _others(_key(word))


def find_near(word: str) -> tuple[str, ...]:
    """The words for what it names with one letter wrong or two exchanged: "bycicle" is "bicycle",
    "bike" ..."""
    key = _key(word)
    if len(key) < SHORTEST or key in _nouns():
        return ()
    near = {other for form in _forms(key) for other in _garbled().get(form, ())}
    keys = [other for other in sorted(near) if is_one_edit(key, other) or _is_exchanged(key, other)]
    return tuple(dict.fromkeys(word for other in keys for word in _words_of(other)))


def _is_exchanged(first: str, second: str) -> bool:
    """Two letters, wherever they stand."""
    differing = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return sorted(first) == sorted(second) and len(differing) == 2


def speaks(language: str, words: list[str]) -> bool:
    """Whether one of them is a word of that language and none of English."""
    if any(word in GRAMMAR[language] for word in words):
        return True
    languages = [_languages(word) for word in words]
    return any(language in spoken and HOUSE not in spoken for spoken in languages)


def _languages(word: str) -> set[str]:
    key = _key(word)
    return {
        language
        for noun in _nouns().get(key, ())
        for other, language in noun.words
        if _key(other) == key
    }


def _others(key: str) -> tuple[str, ...]:
    return tuple(word for word in _words_of(key) if _key(word) != key)


def _words_of(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for noun in _nouns().get(key, ()) for word, _ in noun.words))


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return "".join(words_of(word))


def _forms(word: str) -> set[str]:
    """The word, without each one of its letters, and its letters in order."""
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return {word, *shorter, " ".join(sorted(word))}
