"""The parts of a workbook, read within bounds: a few kB of a ZIP may unfold to gigabytes.

What is refused here never reaches a parser. A sheet or its texts may be long, but one text, and
one row, may not; every other part (styles, links, properties) is read whole, and is small.
"""

from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from django.utils.translation import gettext

from tenants.feeds.sheets import MAX_CELL, UnreadableFile

MOST_PARTS = 10_000
LARGEST_UNPACKED = 1 << 30  # bytes, all parts together
LARGEST_OTHER_PART = 8 << 20
MAX_RECORD = 1 << 20  # bytes of XML in one row, or in one shared text: a tree of 100 MB at most
RATIO = 400  # how many times smaller a part may be packed ...
RATIO_FROM = 16 << 20  # ... that unfolds to more bytes than this
RECORDS = (b"<row", b"<si", b":row", b":si")


class BoundedArchive(ZipFile):
    """A ZipFile whose parts are checked when it is opened. Raises UnreadableFile, BadZipFile."""

    def __init__(self, file: Any) -> None:
        super().__init__(file)
        try:
            require_bounds(self)
        except UnreadableFile:
            self.close()
            raise

    def open(self, name: str | ZipInfo, *arguments: Any, **options: Any) -> IO[bytes]:
        """What is read piece by piece: sheets and their texts."""
        return BoundedXml(super().open(name, *arguments, **options))  # type: ignore[return-value]

    def read(self, name: str | ZipInfo, pwd: bytes | None = None) -> bytes:
        """What is read whole: everything else."""
        part = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if part.file_size > LARGEST_OTHER_PART:
            raise UnreadableFile(
                gettext("The part %(filename)s of the workbook is too large.")
                % {"filename": part.filename}
            )
        with super().open(part) as source:
            return source.read()


def unpacked_size(path: Path) -> int:
    """Bytes that a reader of the file goes through, within reason."""
    size = path.stat().st_size
    if not is_zipfile(path):
        return size
    with suppress(BadZipFile), ZipFile(path) as archive:
        size = min(LARGEST_UNPACKED, sum(part.file_size for part in archive.infolist()))
    return size


def require_bounds(archive: ZipFile) -> None:
    """By what the archive says of its parts; no reader takes more of a part than that."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise UnreadableFile(
            gettext("The workbook has more than %(most_parts)s parts.") % {"most_parts": MOST_PARTS}
        )
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableFile(gettext("The workbook is too large: use several, or CSV."))
    for part in parts:
        if part.file_size > max(RATIO_FROM, RATIO * part.compress_size):
            raise UnreadableFile(
                gettext(
                    "The part %(filename)s of the workbook unfolds to %(ratio)s times its size."
                )
                % {"filename": part.filename, "ratio": RATIO}
            )


class BoundedXml:
    """A readable part; raises UnreadableFile before a parser has to hold more than it should.

    No tag and no text is longer than MAX_CELL, no row and no shared text than MAX_RECORD, and
    there is no document type, whose entities could multiply.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._since_tag = self._since_record = 0

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size if 0 < size <= MAX_CELL else MAX_CELL)
        if b"<!DOCTYPE" in data:
            raise UnreadableFile(gettext("The workbook holds a document type, which no sheet has."))
        self._since_tag = self._length(data, (b"<",), self._since_tag, MAX_CELL)
        self._since_record = self._length(data, RECORDS, self._since_record, MAX_RECORD)
        return data

    def _length(self, data: bytes, marks: tuple[bytes, ...], before: int, most: int) -> int:
        """Bytes since the last mark, the longest way between two of them being below `most`."""
        first = min((place for mark in marks if (place := data.find(mark)) >= 0), default=-1)
        reach = before + (len(data) if first < 0 else first)
        if reach > most:
            raise UnreadableFile(gettext("The workbook holds a text, or a row, of more than 1 MB."))
        if first < 0:
            return reach
        return len(data) - max(data.rfind(mark) for mark in marks)

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> "BoundedXml":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
