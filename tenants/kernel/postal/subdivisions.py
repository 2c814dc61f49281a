"""States, provinces, emirates: found by any of their names or codes, kept in one spelling."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

# Countries that write the name where the data's first key is a code, or has marks of its own.
BY_NAME = frozenset({"AE", "ES", "SO"})
COUNTY = re.compile(r"^(?:county|co\.?) ")


@dataclass(frozen=True, slots=True)
class Subdivision:
    """`native` and `latin` are how it is kept, by the letters in which it was typed. `name` is
    for people, `spellings` are folded, `postcodes` is the pattern of how its postcodes begin."""

    native: str
    latin: str
    name: str
    spellings: frozenset[str]
    postcodes: str

    @property
    def example(self) -> str:
        return self.latin if self.name in ("", self.latin) else f"{self.name} ({self.latin})"


def fold(text: str) -> str:
    """ "Québec" and "QUEBEC" -> "quebec": without case, accents and dots."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = (letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(plain).replace(".", " ").replace("-", " ").replace(",", " ").split())


def is_latin(text: str) -> bool:
    letters = (letter for letter in text if letter.isalpha())
    return all(
        unicodedata.name(letter, "").startswith(("LATIN", "MASCULINE", "FEMININE"))
        for letter in letters
    )


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
    spellings = [key, name, latin_name, code, code and f"{country}-{code}", *others]
    return Subdivision(
        native=native,
        latin=latin,
        name=name if is_latin(name) else latin_name,
        spellings=frozenset(fold(spelling) for spelling in spellings if spelling),
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
    """By the part of a name that only one of them has."""
    typed = COUNTY.sub("", fold(text))
    partly = [
        state for state in subdivisions if any(_begins(typed, name) for name in state.spellings)
    ]
    return partly[0] if len(partly) == 1 and len(typed) > 2 else None


def _begins(typed: str, name: str) -> bool:
    """ "dublin" in "co dublin", "guangdong" in "guangdong sheng"."""
    return COUNTY.sub("", name) == typed or name.startswith(f"{typed} ")


def spelling_of(subdivision: Subdivision, typed: str) -> str:
    return subdivision.latin if is_latin(typed) else subdivision.native


def find_by_postcode(postcode: str, subdivisions: Sequence[Subdivision]) -> Subdivision | None:
    matching = [state for state in subdivisions if re.match(_beginning(state), postcode)]
    return matching[0] if len(matching) == 1 else None


def _beginning(subdivision: Subdivision) -> str:
    """Of its postcodes; what fits none where the data tells none."""
    return subdivision.postcodes or "(?!)"
