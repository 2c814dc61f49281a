"""An archive: a tar of a schema's dump, rows of public, media, and a manifest of all their hashes.

schema.dump            pg_dump's own format, for pg_restore; none where the shop has no schema
public/<table>.gz      rows as COPY writes them
media/<schema>/...     uploaded files
manifest.json          last: an archive without one is not whole
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from tenants.archives.errors import ArchiveError

MANIFEST = "manifest.json"
FORMAT = 1
Manifest = dict[str, Any]
Members = dict[str, dict[str, Any]]


class HashingReader:
    """What was read of a file has this hash."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content = content
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.content.read(size)
        self.hash.update(chunk)
        self.size += len(chunk)
        return chunk

    def summary(self) -> dict[str, Any]:
        return {"bytes": self.size, "sha256": self.hash.hexdigest()}


class Writer:
    """Adds members to a tar and notes their hashes."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members: Members = {}

    def add(self, name: str, content: IO[bytes]) -> None:
        """All of a file, wherever it stands."""
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        reader = HashingReader(content)
        self.tar.addfile(_member(name, size), cast(IO[bytes], reader))
        self.members[name] = reader.summary()

    def finish(self, manifest: Manifest) -> None:
        text = json.dumps(manifest | {"format": FORMAT, "members": self.members}, indent=1)
        self.tar.addfile(_member(MANIFEST, len(text.encode())), io.BytesIO(text.encode()))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """For its owner alone; it has its name only when it is whole. Raises ArchiveError."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with os.fdopen(
            os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def verify(path: Path) -> Manifest:
    """The manifest of an archive that is what was written. Raises ArchiveError."""
    members: Members = {}
    manifest: Manifest = {}
    try:
        for name, content in read_members(path):
            if name == MANIFEST:
                manifest = json.load(content)
            else:
                members[name] = _summary_of(content)
    except (tarfile.TarError, OSError, ValueError) as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error
    _compare(path, members, manifest)
    return manifest


def read_members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """In the order of their writing; each is to be read before the next."""
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None:
                raise tarfile.ReadError(f"{member.name} is no file")
            yield member.name, content


def _summary_of(content: IO[bytes]) -> dict[str, Any]:
    reader = HashingReader(content)
    while reader.read(1 << 20):
        pass
    return reader.summary()


def _compare(path: Path, members: Members, manifest: Manifest) -> None:
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"{path} is not whole, or of another release: it has no manifest.")
    listed = manifest["members"]
    names = sorted(members.keys() | listed.keys())
    wrong = [name for name in names if members.get(name) != listed.get(name)]
    if wrong:
        raise ArchiveError(f"{path} is damaged: {', '.join(wrong[:5])} ({len(wrong)} in all).")


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member
