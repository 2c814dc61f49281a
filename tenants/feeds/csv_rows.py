"""Rows out of CSV files of any encoding and separator, one at a time."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext, ngettext

from tenants.feeds.cells import LOST
from tenants.feeds.sheets import MAX_CELL, MAX_COLUMNS, Row, Table, UnreadableFile

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
CHUNK = 1 << 20
LETTERS_FOR_ONE = 8
MAX_LINE = 4 << 20  # characters, of all lines of one record
WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
# Of Windows-1252: what is no letter; and what no western word has: the five bytes it leaves
# undefined, ƒ, four letters beyond ASCII in a row, a sign such as ³ or ¿ between two letters.
SIGNS = bytes(
    code for code in range(0x80, 0x100) if not bytes([code]).decode("cp1252", "replace").isalpha()
)
STRANGE = re.compile(
    rb"[\x81\x83\x8d\x8f\x90\x9d]|[\x80-\xff]{4}|[A-Za-z][\xa3\xa5\xaf\xb3\xb9\xbc\xbe\xbf][A-Za-z]"
)


def csv_tables(path: Path) -> list[Table]:
    encoding = find_encoding(path)
    return [
        Table(
            label=gettext("CSV, %(encoding)s, separator %(name)s")
            % {"encoding": encoding, "name": name},
            rows=lambda separator=separator: csv_rows(path, encoding, separator),  # type: ignore[misc]
            note=_note_of(encoding),
            separator=name,
        )
        for separator, name in SEPARATORS.items()
    ]


def _note_of(encoding: str) -> str:
    if encoding != "cp1252":
        return ""
    return gettext(
        "The file does not say how its letters are written and was read as Western European "
        "(Windows-1252). If names look wrong, save it as “CSV UTF-8” or .xlsx and import it again."
    )


def find_encoding(path: Path) -> str:
    """utf-8-sig, utf-8, utf-16, utf-16-le, utf-16-be or cp1252; reads the file once or twice.

    What is neither marked nor UTF-8 is taken for cp1252, what Excel writes in western Europe and
    America, if it reads like that. Raises UnreadableFile: of Excel's other encodings none is told
    from the next surely enough to sell by.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if wide := _unmarked_utf16(start):
            return wide
        file.seek(0)
        if _is_utf8(file):
            return "utf-8"
        file.seek(0)
        if _is_western(file):
            return "cp1252"
    raise UnreadableFile(
        gettext(
            "Its letters are written in an encoding that cannot be told for sure. Save it as "
            "“CSV UTF-8” or .xlsx."
        )
    )


def _unmarked_utf16(start: bytes) -> str:
    """Latin text in UTF-16 has a zero in every other byte."""
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > 0.4 * pairs:
        return "utf-16-le"
    if pairs and start[::2].count(0) > 0.4 * pairs:
        return "utf-16-be"
    return ""


def _is_utf8(file: IO[bytes]) -> bool:
    """Or nearly: a line from elsewhere is refused by row. Other encodings make letters of UTF-8 by
    chance, yet hardly whole lines of them, and not eight for each that is none."""
    whole = spoilt = lost = 0
    while line := file.readline(CHUNK):
        text = line.decode("utf-8", "replace")
        letters = len(text) - len(text.encode("ascii", "ignore"))
        lost += text.count(LOST)
        whole, spoilt = (whole, spoilt + letters) if LOST in text else (whole + letters, spoilt)
    return whole >= spoilt or lost * LETTERS_FOR_ONE <= whole + spoilt


def _is_western(file: IO[bytes]) -> bool:
    """By its words with letters beyond ASCII: in Cyrillic or Greek they have no others."""
    western = strange = 0
    while chunk := file.read(CHUNK):
        for word in WORD.findall(chunk):
            letters = word.translate(None, SIGNS)
            if STRANGE.search(word) or (len(letters) > 1 and min(letters) >= 0x80):
                strange += 1
            elif letters and not letters.isascii():
                western += 1
    return western >= strange


class _Lines:
    """A file's lines, none held that is longer than MAX_LINE; `record` counts what the cells of
    one record took so far, and is set back by whoever got it. Raises csv.Error."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.record = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_LINE + 1)
        self.record += len(line)
        if self.record > MAX_LINE:
            raise csv.Error(
                ngettext(
                    "it is longer than %(count)s million characters",
                    "it is longer than %(count)s million characters",
                    MAX_LINE >> 20,
                )
                % {"count": MAX_LINE >> 20}
            )
        if not line:
            raise StopIteration
        return line


def csv_rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    """Raises UnreadableFile where the rest of the file cannot be split into cells."""
    csv.field_size_limit(MAX_CELL)
    # One byte from elsewhere must not stop the whole file: its row is refused (cells.LOST).
    errors = "strict" if encoding.startswith("utf-16") else "replace"
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=separator)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                lines.record = 0
                yield number, list(cells[:MAX_COLUMNS])
        except csv.Error as error:
            raise UnreadableFile(
                gettext(
                    "From row %(number)s on the file cannot be split into "
                    "cells (%(error)s). Look for a quotation mark that is not "
                    "closed."
                )
                % {"number": number + 1, "error": error}
            ) from error
        except UnicodeError as error:
            raise UnreadableFile(
                gettext("After row %(number)s the file is no %(encoding)s text.")
                % {"number": number, "encoding": encoding}
            ) from error
