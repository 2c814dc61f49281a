"""Tells by one comparison whether the database was prepared for this very code.

The supervisor asks before it loads anything, so this needs no Django. It covers all that decides
how schemas look and what a new shop starts with, and somewhat more: `prepare_database` itself
looks again, closer, and does nothing when nothing is due. The note is kept as the comment of a
table: it goes where the tables go, into dumps and copies, and an empty database has none. Whoever
prepares owns that table, but often not the schema public, which is the database's owner's.
"""

import hashlib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOTE = "Galleria, prepared for"
TABLE = "public.tenants_retailer"
COVERED = (
    "constraints.txt",
    "marketplace/settings/*.py",
    "*/**/migrations/*.py",
    "*/**/provisioning.py",
    "tenants/provisioning/**/*.py",
    "tenants/provisioning/sql/*",
    "tenants/staff/**/*.py",
    "cms/**/*.py",
)
FOLDERS = ("api", "cms", "marketplace", "tenants")


def of_code(root: Path = ROOT) -> str:
    """The SHA-256 of all covered files, by their paths and contents."""
    digest = hashlib.sha256()
    for path in sorted(_covered_paths(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def of_database(cursor: Any) -> str:
    """The fingerprint of the code that last prepared this database, or ""."""
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [TABLE])
    words = (cursor.fetchone()[0] or "").split()
    return words[-1] if words[:-1] == NOTE.split() else ""


def store(cursor: Any, fingerprint: str) -> None:
    """Remember that the database now suits the code of this fingerprint."""
    cursor.execute(f"COMMENT ON TABLE {TABLE} IS %s", [f"{NOTE} {fingerprint}"])


def _covered_paths(root: Path) -> set[Path]:
    paths = {root / name for name in COVERED if (root / name).is_file()}
    for pattern in COVERED:
        top, _, rest = pattern.partition("/")
        folders = FOLDERS if top == "*" else (top,)
        if rest:
            paths.update(path for folder in folders for path in (root / folder).glob(rest))
    return paths
