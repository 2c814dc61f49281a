"""A table of rows in which every two values of two factors meet once at least (pairwise).

Greedy: each row begins with a pair that has not met yet; of many rows that the seed makes of it
the one that brings most new pairs together is taken. `python -m tests.crossings.cover` writes
table.py anew.
"""

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from random import Random

from tests.crossings.factors import FACTORS, NAMES, Row, Setting, settings_of

SEED = 9
TRIES = 40
Meeting = tuple[Setting, ...]


def all_meetings(size: int) -> list[Meeting]:
    """Every `size` values of as many factors."""
    return [
        meeting
        for names in combinations(NAMES, size)
        for meeting in _products([[(name, value) for value in FACTORS[name]] for name in names])
    ]


def _products(columns: list[list[Setting]]) -> list[Meeting]:
    meetings: list[Meeting] = [()]
    for column in columns:
        meetings = [(*meeting, setting) for meeting in meetings for setting in column]
    return meetings


def meetings_in(row: Row, size: int) -> set[Meeting]:
    return set(combinations(settings_of(row), size))


def make_rows(seed: int = SEED) -> list[Row]:
    random = Random(seed)
    missing = dict.fromkeys(all_meetings(2))
    rows: list[Row] = []
    while missing:
        row = max(
            (_draft(random, next(iter(missing)), missing) for _ in range(TRIES)),
            key=lambda draft: len(meetings_in(draft, 2) & missing.keys()),
        )
        for meeting in meetings_in(row, 2):
            missing.pop(meeting, None)
        rows.append(row)
    return rows


def _draft(random: Random, first: Meeting, missing: Iterable[Meeting]) -> Row:
    """A row that holds `first`, each further value the one with most new pairs to those before."""
    row = dict(first)
    for name in random.sample(NAMES, len(NAMES)):
        if name not in row:
            values = random.sample(FACTORS[name], len(FACTORS[name]))
            row[name] = max(values, key=lambda value: _gain(row, name, value, missing))
    row = {name: row[name] for name in NAMES}
    return row if first in meetings_in(row, 2) else _unmask(random, dict(first))


def _gain(row: Row, name: str, value: str, missing: Iterable[Meeting]) -> int:
    pairs = (sorted([(name, value), other], key=_place) for other in row.items())
    return sum(tuple(pair) in missing for pair in pairs)


def _place(setting: Setting) -> int:
    return NAMES.index(setting[0])


def _unmask(random: Random, first: dict[str, str]) -> Row:
    """Whatever holds the pair without masking it."""
    while True:
        drawn = {name: random.choice(values) for name, values in FACTORS.items()}
        row = drawn | first
        if set(first.items()) <= set(settings_of(row)):
            return row


def sample_rows(seed: int, count: int) -> list[Row]:
    """Rows around three values that the seed draws: a sample of the third order."""
    random = Random(seed)
    threes = random.sample(all_meetings(3), count)
    return [_around(random, dict(three)) for three in threes]


def _around(random: Random, three: dict[str, str]) -> Row:
    return {name: random.choice(values) for name, values in FACTORS.items()} | three


def few_rows(rows: list[Row], count: int) -> list[Row]:
    """Those rows, one after the other, that bring most new pairs: the short walk."""
    chosen: list[Row] = []
    met: set[Meeting] = set()
    for _ in range(count):
        row = max(rows, key=lambda row: len(meetings_in(row, 2) - met))
        met |= meetings_in(row, 2)
        chosen.append(row)
    return chosen


def write_table(rows: list[Row]) -> str:
    widths = {name: max(map(len, (name, *FACTORS[name]))) for name in NAMES}
    lines = [dict(zip(NAMES, NAMES, strict=True)), *rows]
    texts = ["  ".join(line[name].ljust(widths[name]) for name in NAMES) for line in lines]
    body = "\n".join(text.rstrip() for text in texts)
    return f'''"""Every two values of two factors meet in a row; tests.crossings.cover writes it."""

TABLE = """
{body}
"""


def rows() -> list[dict[str, str]]:
    head, *lines = TABLE.strip().splitlines()
    return [dict(zip(head.split(), line.split(), strict=True)) for line in lines]
'''


if __name__ == "__main__":
    Path(__file__).with_name("table.py").write_text(write_table(make_rows()))
