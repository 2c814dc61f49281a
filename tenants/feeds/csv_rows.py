"""Rows out of CSV files of any encoding and separator, one at a time."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext, ngettext

from tenants.feeds.sheets import MAX_CELL, MAX_COLUMNS, Row, Table, UnreadableFile

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
CHUNK = 1 << 20
MAX_LINE = 4 << 20  # characters, of all lines of one record


def csv_tables(path: Path) -> list[Table]:
    encoding = find_encoding(path)
    return [
        Table(
            label=gettext("CSV, %(encoding)s, separator %(name)s")
            % {"encoding": encoding, "name": name},
            rows=lambda separator=separator: csv_rows(path, encoding, separator),  # type: ignore[misc]
        )
        for separator, name in SEPARATORS.items()
    ]


def find_encoding(path: Path) -> str:
    """utf-8-sig, utf-8, utf-16, utf-16-le, utf-16-be or cp1252; reads the file once.

    What is neither marked nor valid UTF-8 is taken for cp1252, what Excel writes in
    western Europe and America.
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
        return "utf-8" if _is_utf8(file) else "cp1252"


def _unmarked_utf16(start: bytes) -> str:
    """Latin text in UTF-16 has a zero in every other byte."""
    pairs = len(start) // 2
    if pairs and start[1::2].count(0) > 0.4 * pairs:
        return "utf-16-le"
    if pairs and start[::2].count(0) > 0.4 * pairs:
        return "utf-16-be"
    return ""


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


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
    # cp1252 leaves five bytes undefined; such a character must not stop the whole file.
    errors = "replace" if encoding == "cp1252" else "strict"
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
