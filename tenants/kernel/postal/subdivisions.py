"""States, provinces, emirates: found by any of their names or codes, kept in one spelling."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from tenants.kernel.postal.place_names import (
    KINDS_ADDED,
    KINDS_BEFORE,
    KINDS_BEHIND,
    SECOND_NAMES,
    SOLID_KINDS,
)
from tenants.kernel.postal.spellings import fold, is_latin

# Countries that write the name where the data's first key is a code, or has marks of its own.
BY_NAME = frozenset({"AE", "ES", "SO"})
LONGEST_CODE, SHORTEST = 3, 3  # letters: of ISO 3166-2; of a part or an abbreviation


@dataclass(frozen=True, slots=True)
class Subdivision:
    """`native` and `latin` are how it is kept, by the letters in which it was typed. `name` is
    for people; `names` are folded and known by a part too, `spellings`, the second names among
    them, as wholes; `postcodes` is the pattern of how its postcodes begin."""

    native: str
    latin: str
    name: str
    names: frozenset[str]
    spellings: frozenset[str]
    postcodes: str

    @property
    def example(self) -> str:
        return self.latin if self.name in ("", self.latin) else f"{self.name} ({self.latin})"


def read_subdivisions(
    country: str, data: Mapping[str, Any], database: Mapping[str, Any]
) -> tuple[Subdivision, ...]:
    """By the language of the country, and with the names that its other languages have."""
    others = _names_elsewhere(country, data, database)
    columns = ("sub_keys", "sub_names", "sub_lnames", "sub_isoids", "sub_zips")
    rows = zip_longest(*(_split(data, column) for column in columns), fillvalue="")
    return tuple(_subdivision(country, row, others.get(row[3], ())) for row in rows if row[0])


def _names_elsewhere(
    country: str, data: Mapping[str, Any], database: Mapping[str, Any]
) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for language in _split(data, "languages"):
        other = database.get(f"{country}--{language}", {})
        rows = zip_longest(*(_split(other, key) for key in ("sub_isoids", "sub_keys", "sub_names")))
        for code, *spellings in rows:
            if code:
                names.setdefault(code, []).extend(filter(None, spellings))
    return names


def _split(data: Mapping[str, Any], column: str) -> list[str]:
    text: str = data.get(column, "")
    return text.split("~") if text else []


def _subdivision(country: str, row: Sequence[str], others: Sequence[str]) -> Subdivision:
    key, name, latin_name, code, postcodes = row
    main = name or key if country in BY_NAME else key
    native = name if is_latin(main) and name and not is_latin(name) else main
    latin = main if is_latin(main) else latin_name or main
    codes = {text for text in (key, code) if 0 < len(text) <= LONGEST_CODE}
    names = [key, name, latin_name, code, *(f"{country}-{text}" for text in codes), *others]
    second = SECOND_NAMES.get(country, {}).get(latin, ())
    return Subdivision(
        native=native,
        latin=latin,
        name=name if is_latin(name) else latin_name,
        names=frozenset(fold(text) for text in names if text),
        spellings=frozenset(fold(text) for text in (*names, *second) if text),
        postcodes=postcodes,
    )


def read_districts(
    country: str, subdivisions: Sequence[Subdivision], database: Mapping[str, Any]
) -> dict[str, Subdivision]:
    """In which subdivision each district lies, by its folded name."""
    return {
        fold(name): subdivision
        for subdivision in subdivisions
        for language in ("", "--en")
        for column in ("sub_keys", "sub_names")
        for name in _split(database.get(f"{country}/{subdivision.latin}{language}", {}), column)
    }


def find_subdivision(text: str, subdivisions: Sequence[Subdivision]) -> Subdivision | None:
    """By a whole name or code."""
    typed = fold(text)
    return next((state for state in subdivisions if typed in state.spellings), None)


def find_by_part(text: str, subdivisions: Sequence[Subdivision]) -> Subdivision | None:
    """By what stands for the name of one of them and of no other; the surest reading counts."""
    typed = fold(text)
    for reads in _readings(text, typed):
        states = [state for state in subdivisions if any(map(reads, state.names))]
        if states:
            return states[0] if len(states) == 1 else _named_twice(typed, subdivisions)
    return _named_twice(typed, subdivisions)


def _readings(text: str, typed: str) -> Iterator[Callable[[str], bool]]:
    """Each says whether `typed` stands for a name: "tamilnadu", "osaka fu", "广东", "dublin" in "co
    dublin", "guangdong" in "guangdong sheng", "S. Paulo"."""
    solid, bare = typed.replace(" ", ""), _bare(typed, KINDS_ADDED)
    yield lambda name: name.replace(" ", "") == solid
    yield lambda name: _bare(name, SOLID_KINDS) == bare
    if len(bare) >= SHORTEST:
        yield lambda name: name.startswith((f"{typed} ", f"{bare} "))
    if "." in text and len(solid) >= SHORTEST:
        pattern = _abbreviation(text)
        yield lambda name: pattern.fullmatch(name) is not None


def _bare(name: str, solid_kinds: Sequence[str]) -> str:
    """Without what says only what it is, unless that is all: "co dublin" -> "dublin"."""
    words = name.split()
    while words and words[0] in KINDS_BEFORE:
        del words[0]
    while words and words[-1] in KINDS_BEHIND:
        del words[-1]
    bare = " ".join(words) or name
    kind = next((kind for kind in solid_kinds if bare.endswith(kind)), "")
    return bare.removesuffix(kind) or bare


def _abbreviation(text: str) -> re.Pattern[str]:
    """ "N. Carolina" -> n followed by any letters, carolina."""
    words = text.replace(".", ". ").split()
    return re.compile(" ".join(re.escape(fold(w)) + r"[^ ]*" * w.endswith(".") for w in words))


def _named_twice(typed: str, subdivisions: Sequence[Subdivision]) -> Subdivision | None:
    """ "alabama al", "bogota dc": two names of one."""
    words = typed.split()
    for place in range(1, len(words)):
        halves = {" ".join(words[:place]), " ".join(words[place:])}
        for state in subdivisions:
            if halves <= state.spellings:
                return state
    return None


def spelling_of(subdivision: Subdivision, typed: str) -> str:
    return subdivision.latin if is_latin(typed) else subdivision.native


def find_by_postcode(postcode: str, subdivisions: Sequence[Subdivision]) -> Subdivision | None:
    matching = [state for state in subdivisions if re.match(_beginning(state), postcode)]
    return matching[0] if len(matching) == 1 else None


def _beginning(subdivision: Subdivision) -> str:
    """Of its postcodes; what fits none where the data tells none."""
    return subdivision.postcodes or "(?!)"
