"""Writes a shop, or what the marketplace itself has, into an archive (docs/decisions/0044)."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from tenants.archives import programs
from tenants.archives.errors import ArchiveError
from tenants.archives.files import Manifest, Writer, writing
from tenants.archives.ownership import Owner, models_of
from tenants.archives.tables import count_rows, write_rows
from tenants.joints.django import MIGRATIONS_TABLE
from tenants.registry.context import PUBLIC, use_public
from tenants.registry.models import Retailer

Progress = Callable[[str], None]
MARKET_ARCHIVE = "_market.tar"
# What is larger is on disk while it is written; an archive needs each member's size before.
IN_MEMORY = 4 << 20
# pg_dump looks up what depends on what. Planned for the few rows that there were before the shops
# came, that took half a minute a shop at a hundred of them.
ANALYZE = "ANALYZE pg_depend, pg_class, pg_rewrite, pg_attribute, pg_constraint, pg_index"


@dataclass(frozen=True)
class Snapshot:
    """All that is dumped with it is of one moment, by pg_dump's sessions too."""

    name: str
    taken_at: str


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """In a transaction of its own: not within another."""
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE)
    with use_public(), transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield Snapshot(name=cursor.fetchone()[0], taken_at=now().isoformat())


def dump(owner: Owner, *, snapshot: Snapshot, folder: Path) -> Path:
    """Of a shop, or of the market (None): `<slug>.tar`, `_market.tar`. Raises ArchiveError."""
    path = folder / (f"{owner.slug}.tar" if owner else MARKET_ARCHIVE)
    schema = schema_of(owner)
    with writing(path) as archive:
        manifest = _describe(owner, schema, snapshot)
        if schema:
            _dump_schema(schema, snapshot, archive)
            manifest["tables"] = count_rows(schema)
        manifest["rows"] = _dump_rows(owner, archive)
        for name in media_folders(owner):
            _add_media(name, archive)
        archive.finish(manifest)
    return path


def dump_all(*, folder: Path, progress: Progress) -> list[str]:
    """Every shop and the market, all of one moment; what failed, as sentences.

    One after the other: no more tables are locked at a time than one shop has.
    """
    failures = []
    with snapshot() as moment:
        for owner in [None, *Retailer.objects.order_by("slug")]:
            try:
                path = dump(owner, snapshot=moment, folder=folder)
            except ArchiveError as error:
                failures.append(f"{owner.slug if owner else 'the market'}: {error}")
            else:
                progress(f"{path} ({path.stat().st_size:,} bytes)")
    return failures


def schema_of(owner: Owner) -> str:
    """Of a shop that was never approved, or that was purged, none: ""."""
    if owner is None:
        return str(settings.MARKET_SCHEMA)
    has_schema = Retailer.objects.with_schema().filter(pk=owner.pk).exists()
    return str(owner.schema_name) if has_schema else ""


def media_folders(owner: Owner) -> list[str]:
    """Below MEDIA_ROOT."""
    return [str(owner.schema_name)] if owner else [settings.MARKET_SCHEMA, PUBLIC]


def public_migrations() -> list[str]:
    """By which an archive and a database are of one shape."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT app || '.' || name FROM {PUBLIC}.{MIGRATIONS_TABLE}")  # noqa: S608
        return sorted(name for (name,) in cursor.fetchall())


def _describe(owner: Owner, schema: str, snapshot: Snapshot) -> Manifest:
    return {
        "shop": owner.slug if owner else None,
        "name": owner.name if owner else None,
        "schema": schema,
        "media": media_folders(owner),
        "taken_at": snapshot.taken_at,
        "migrations": public_migrations(),
        "tables": {},
    }


def _dump_schema(schema: str, snapshot: Snapshot, archive: Writer) -> None:
    with tempfile.NamedTemporaryFile() as file:
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--file={file.name}")
        programs.run(
            "pg_dump", *options, f"--schema={_exactly(schema)}", f"--snapshot={snapshot.name}"
        )
        archive.add("schema.dump", file)


def _exactly(schema: str) -> str:
    """Not as a pattern."""
    return f'"{schema}"'


def _dump_rows(owner: Owner, archive: Writer) -> dict[str, int]:
    """Label of a model -> how many rows; only those that have some."""
    counts = {}
    for model in models_of(owner):
        label = model._meta.label
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            count = write_rows(model, owner, file)
            if count:
                archive.add(f"public/{label}.gz", file)
                counts[label] = count
    return counts


def _add_media(name: str, archive: Writer) -> None:
    """A file that goes meanwhile is left out; what a row names was written before the row."""
    for path in sorted((settings.MEDIA_ROOT / name).rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                with path.open("rb") as file:
                    archive.add(f"media/{path.relative_to(settings.MEDIA_ROOT)}", file)
            except FileNotFoundError:
                continue
