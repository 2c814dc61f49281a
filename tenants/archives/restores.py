"""Brings archives into a database that `manage.py prepare` made (docs/decisions/0044)."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tenants.archives import programs, tables
from tenants.archives.dumps import MARKET_ARCHIVE, Progress, public_migrations
from tenants.archives.errors import ArchiveError
from tenants.archives.files import Manifest, read_members, verify
from tenants.archives.ownership import models_of
from tenants.provisioning import rights
from tenants.provisioning.ddl import quote
from tenants.registry.context import use_public
from tenants.registry.directory import announce_change
from tenants.registry.models import Retailer


def restore(path: Path) -> Manifest:
    """The market's archive comes before those of shops. Raises ArchiveError.

    Then nothing of a shop stays in the database; one for the market is to be made anew.
    """
    manifest = verify(path)
    with use_public():
        _require_room(manifest)
        if manifest["shop"] is None:
            _drop(manifest["schema"])
        with _removed_after_failure(manifest["schema"]):
            _restore_schema(path)
            _restore_rows(path, manifest)
    return manifest


def restore_all(*, folder: Path, progress: Progress) -> list[str]:
    """The market's archive of a folder, then those of its shops; what failed, as sentences.

    Raises ArchiveError when the market's is not there, or failed: no shop can be without it.
    """
    failures = []
    progress(f"{restore(folder / MARKET_ARCHIVE)['schema']} is restored")
    for path in sorted(folder.glob("[a-z]*.tar")):
        try:
            progress(f"{restore(path)['shop']} is restored")
        except ArchiveError as error:
            failures.append(str(error))
    return failures


def finish() -> None:
    """After the last: what the web may not write, and what PostgreSQL knows of sizes."""
    rights.keep_read_only()
    tables.analyze(models_of(None))


def _require_room(manifest: Manifest) -> None:
    if manifest["migrations"] != public_migrations():
        raise ArchiveError("The archive is of another release: prepare the database with that one.")
    if manifest["shop"] is None:
        if Retailer.objects.exists() or _has_people():
            raise ArchiveError(
                "The market's archive is for an empty database: shops are in this one."
            )
    elif Retailer.objects.filter(slug=manifest["shop"]).exists():
        raise ArchiveError(f"There is a shop {manifest['shop']} already.")
    elif manifest["schema"] and _has_schema(manifest["schema"]):
        raise ArchiveError(f"There is a schema {manifest['schema']} already, of no shop.")


def _has_people() -> bool:
    return apps.get_model(settings.AUTH_USER_MODEL)._base_manager.exists()


def _has_schema(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [quote(schema)])
        return bool(cursor.fetchone()[0])


def _drop(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {quote(schema)} CASCADE")


@contextmanager
def _removed_after_failure(schema: str) -> Iterator[None]:
    """pg_restore has a session of its own: its work is there before ours."""
    try:
        yield
    except BaseException:
        if schema:
            _drop(schema)
        raise


def _restore_schema(path: Path) -> None:
    for name, content in read_members(path):
        if name == "schema.dump":
            with tempfile.NamedTemporaryFile() as file:
                shutil.copyfileobj(content, file)
                file.flush()
                options = ("--no-owner", "--no-privileges", "--exit-on-error")
                programs.run("pg_restore", *options, "--single-transaction", file.name)


def _restore_rows(path: Path, manifest: Manifest) -> None:
    try:
        with transaction.atomic(durable=True):
            if manifest["shop"] is None:
                tables.empty(models_of(None))
            _read_public(path, manifest)
            _check_counts(manifest)
            announce_change()
    except IntegrityError as error:
        raise ArchiveError(
            f"{path.name} names what is not here, or has what is here already; the archive "
            f"of the market from the same dump comes first. {error}"
        ) from error


def _read_public(path: Path, manifest: Manifest) -> None:
    for name, content in read_members(path):
        folder, _, rest = name.partition("/")
        if folder == "public":
            model = apps.get_model(rest.removesuffix(".gz"))
            tables.read_rows(model, content)
            tables.advance_numbers(model)
        elif folder == "media":
            _restore_file(PurePosixPath(rest), content, manifest["media"])


def _restore_file(name: PurePosixPath, content: IO[bytes], folders: list[str]) -> None:
    if ".." in name.parts or name.is_absolute() or name.parts[0] not in folders:
        raise ArchiveError(f"{name} lies outside of the archive's own folders.")
    target = settings.MEDIA_ROOT / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _check_counts(manifest: Manifest) -> None:
    """pg_restore and COPY say when they fail; this sees a table that was passed over."""
    if manifest["schema"] and tables.count_rows(manifest["schema"]) != manifest["tables"]:
        raise ArchiveError(
            f"The tables of {manifest['schema']} have not the rows that were dumped."
        )
