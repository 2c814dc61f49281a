"""Rows out of XML, one for each of its repeated elements: <item>, <entry>, <product> ...

The file is parsed to its end before a row is given, so that one which breaks off imports nothing.
Columns are the elements and attributes below the repeated one, "shipping/price" where they nest;
what stands in an element several times is one cell of several lines. The first element is row 2,
as if the columns stood above it.
Entities of a file's own are refused: nothing unfolds, and nothing is fetched.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext

from tenants.feeds.csv_rows import MAX_LINE
from tenants.feeds.sheets import MAX_CELL, MAX_COLUMNS, Row, Table, UnreadableFile

CHUNK = 1 << 16
MAX_DEPTH = 32
RECORDS = frozenset({"item", "entry", "product", "offer", "article", "produkt", "artikel", "row"})


@dataclass(frozen=True, slots=True)
class Shape:
    """`record` is the path of the repeated element, `columns` the paths below it."""

    record: str
    columns: tuple[str, ...]


def looks_like_xml(start: bytes) -> bool:
    return start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def xml_tables(path: Path) -> list[Table]:
    """Raises UnreadableFile where it is not well-formed, up to its end."""
    shape = find_shape(path)
    name = shape.record.rpartition("/")[2]
    return [
        Table(
            label=gettext("XML, each “%(name)s”") % {"name": name},
            rows=partial(xml_rows, path, shape),
        )
    ]


class _Walk:
    """Goes through a file's elements; `on_value` gets path and text of each element and attribute
    that has one, `on_end` the path of each element behind its last value."""

    def __init__(self, on_value: Callable[[str, str], None], on_end: Callable[[str], None]) -> None:
        self._on_value, self._on_end = on_value, on_end
        self._path: list[str] = [""]
        self._texts: list[list[str]] = [[]]
        self._length = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._add
        self._parser.EntityDeclHandler = _refuse_entity

    def feed(self, chunk: bytes) -> None:
        """The empty chunk is the end. Raises UnreadableFile."""
        try:
            self._parser.Parse(chunk, not chunk)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise UnreadableFile(
                gettext("This XML is not well-formed: %(error)s.") % {"error": error}
            ) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        path = f"{self._path[-1]}/{name}"
        if len(self._path) > MAX_DEPTH:
            raise UnreadableFile(gettext("The elements of this XML are nested too deeply."))
        self._path.append(path)
        self._texts.append([])
        self._length = 0
        for key, value in attributes.items():
            if not key.startswith("xml"):
                self._on_value(f"{path}/{key}", value)

    def _add(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_CELL:
            raise UnreadableFile(gettext("One of its texts is too long."))
        self._texts[-1].append(text)

    def _end(self, _name: str) -> None:
        path, text = self._path.pop(), "".join(self._texts.pop()).strip()
        if text:
            self._on_value(path, text)
        self._on_end(path)


def _refuse_entity(*_: object) -> None:
    raise UnreadableFile(gettext("This XML has entities of its own, which are not read."))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
    yield b""


def find_shape(path: Path) -> Shape:
    """Raises UnreadableFile."""
    values: dict[str, None] = {}
    counts: Counter[str] = Counter()

    def add_value(path: str, _text: str) -> None:
        values[path] = None

    def add_element(path: str) -> None:
        counts[path] += 1
        if len(counts) > MAX_COLUMNS or len(values) > MAX_COLUMNS:
            raise UnreadableFile(gettext("This XML has too many kinds of elements."))

    walk = _Walk(add_value, add_element)
    for chunk in _chunks(path):
        walk.feed(chunk)
    record = _record_of(counts, values)
    columns = (value for value in values if value.startswith(f"{record}/"))
    return Shape(record, tuple(value.removeprefix(f"{record}/") for value in columns))


def _record_of(counts: Counter[str], values: dict[str, None]) -> str:
    """The outermost element of a record's name, or else that is repeated and has values in it."""
    parents = {value.rpartition("/")[0] for value in values} & counts.keys()
    named = [path for path in parents if path.rpartition("/")[2].casefold() in RECORDS]
    repeated = [path for path in parents if counts[path] > 1]
    choice = min(named or repeated, key=lambda path: (path.count("/"), -counts[path]), default=None)
    if choice is None:
        raise UnreadableFile(gettext("No element of this XML is repeated: it is no list."))
    return choice


def xml_rows(path: Path, shape: Shape) -> Iterator[Row]:
    """The columns as row 1, then each record. Raises UnreadableFile."""
    places = {f"{shape.record}/{column}": place for place, column in enumerate(shape.columns)}
    cells: dict[int, list[str]] = {}
    records: list[dict[int, list[str]]] = []

    def add_value(path: str, text: str) -> None:
        if (place := places.get(path)) is not None:
            cells.setdefault(place, []).append(text)

    def add_record(path: str) -> None:
        if path == shape.record:
            records.append(dict(cells))
            cells.clear()

    yield 1, list(shape.columns)
    walk, numbers = _Walk(add_value, add_record), count(2)
    for chunk in _chunks(path):
        walk.feed(chunk)
        for record in records:
            number = next(numbers)
            yield number, _cells_of(record, len(places), number)
        records.clear()


def _cells_of(record: dict[int, list[str]], width: int, number: int) -> list[str | int | float]:
    row: list[str | int | float] = [""] * width
    for place, texts in record.items():
        row[place] = "\n".join(texts)
    if sum(len(text) for texts in record.values() for text in texts) > MAX_LINE:
        raise UnreadableFile(gettext("Element %(number)s is too long.") % {"number": number})
    return row
