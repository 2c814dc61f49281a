"""pg_dump and pg_restore of the server's own release: another one writes what it may not read."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from psycopg2.extensions import make_dsn

from tenants.archives.errors import ArchiveError


def run(name: str, *arguments: str | Path) -> None:
    """Raises ArchiveError with what the program said."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    # In the environment: other people of the machine may see a command's arguments.
    environment = os.environ | {"PGPASSWORD": str(parameters.pop("password", ""))}
    command = [_find(name), "--no-password", f"--dbname={make_dsn(**parameters)}", *arguments]
    answer = _call(command, env=environment)
    if answer.returncode:
        raise ArchiveError(f"{name}: {answer.stderr.strip()}")


def _find(name: str) -> Path:
    connection.ensure_connection()
    release = connection.connection.server_version // 10_000
    for path in _candidates(name):
        words = _call([path, "--version"]).stdout.split()  # pg_dump (PostgreSQL) 17.5
        if words[2:] and words[2].partition(".")[0] == str(release):
            return path
    raise ArchiveError(f"{name} of PostgreSQL {release}, the server's own, is to be on the PATH.")


def _candidates(name: str) -> Iterator[Path]:
    if elsewhere := shutil.which(name):
        yield Path(elsewhere)
    try:
        yield import_string(settings.EMBEDDED_PROGRAMS)() / name
    except RuntimeError:
        return


def _call(command: list[Any], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)
