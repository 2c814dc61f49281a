"""Brings the rows of one product together, on disk: memory stays flat at any length.

Variants may stand anywhere: a WooCommerce variation names its parent by SKU or id, before
or after it. The rows go to a temporary SQLite file once and come back product by product,
in the order in which the products first appear; so a product has a fixed position in its
file, from which an interrupted import goes on.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from tenants.feeds.cells import Cell

BATCH = 2_000  # rows ...
BATCH_LENGTH = 4 << 20  # ... or characters

_FIND_PARENTS = """
UPDATE row SET grp = coalesce((SELECT grp FROM alias WHERE alias.name = row.parent), grp)
WHERE parent IS NOT NULL
"""
_LEAVE_ALONE = """
UPDATE row SET grp = seq + (SELECT coalesce(max(id), 0) FROM grp) WHERE grp IS NULL
"""
_SCHEMA = """
CREATE TABLE row (seq INTEGER PRIMARY KEY, number INTEGER, grp INTEGER, parent TEXT, body TEXT);
CREATE TABLE grp (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE alias (name TEXT PRIMARY KEY, grp INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class RawRow:
    """The filled cells of one row, by field."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Place:
    """Which product a row belongs to.

    `group` is the product's own name; `aliases` are further names it is referred to by.
    A variation whose product stands elsewhere has `parent` instead, one of those names; with a
    `group` too it is a product of its own where no other has it for a variation.
    """

    group: str = ""
    aliases: Sequence[str] = ()
    parent: str = ""


class Spool:
    """Filled once with `add`, closed for writing with `seal`, then read with `groups`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="feed-")
        path = Path(self._folder.name) / "rows.sqlite3"
        # Filled in one thread, read in another, never in both at once.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-4000", "temp_store=1"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")
        self._groups: dict[str, int] = {}
        self._pending: list[tuple[int, int | None, str | None, str]] = []
        self._length = 0
        self.rows = 0

    def add(self, row: RawRow, place: Place) -> None:
        group = self._group_of(place) if place.group or not place.parent else None
        body = json.dumps(row.cells, ensure_ascii=False, separators=(",", ":"))
        self._pending.append((row.number, group, place.parent or None, body))
        self._length += len(body)
        self.rows += 1
        if len(self._pending) >= BATCH or self._length >= BATCH_LENGTH:
            self._flush()

    def _group_of(self, place: Place) -> int:
        """The last names seen stay in memory, as rows of one product mostly stand together."""
        number = self._groups.get(place.group)
        if number is None:
            number = self._stored_group(place)
            if len(self._groups) >= BATCH:
                self._groups.clear()
            self._groups[place.group] = number
        return number

    def _stored_group(self, place: Place) -> int:
        self._db.execute("INSERT OR IGNORE INTO grp (name) VALUES (?)", [place.group])
        query = "SELECT id FROM grp WHERE name = ?"
        group = int(self._db.execute(query, [place.group]).fetchone()[0])
        for alias in {place.group, *place.aliases}:
            self._db.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", [alias, group])
        return group

    def _flush(self) -> None:
        self._db.executemany(
            "INSERT INTO row (number, grp, parent, body) VALUES (?, ?, ?, ?)", self._pending
        )
        self._pending.clear()
        self._length = 0

    def seal(self) -> None:
        """Give variations to their products; those without one stand alone, at the end."""
        self._flush()
        self._groups.clear()
        self._db.execute(_FIND_PARENTS)
        self._db.execute(_LEAVE_ALONE)
        self._db.execute("CREATE INDEX row_group ON row (grp, seq)")
        self._db.execute("COMMIT")

    def groups(self, *, after: int = 0) -> Iterator[tuple[int, list[RawRow]]]:
        """(position, rows of one product) in order, from behind the position `after`."""
        query = "SELECT grp, number, body FROM row WHERE grp > ? ORDER BY grp, seq"
        cursor = self._db.execute(query, [after])
        for position, rows in groupby(cursor, key=itemgetter(0)):
            yield position, [RawRow(number, json.loads(body)) for _, number, body in rows]

    def has(self, group: str) -> bool:
        """Whether rows of that group were added."""
        query = "SELECT 1 FROM grp WHERE name = ?"
        return self._db.execute(query, [group]).fetchone() is not None

    def close(self) -> None:
        self._db.close()
        self._folder.cleanup()
