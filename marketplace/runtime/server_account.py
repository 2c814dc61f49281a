"""The account that the embedded PostgreSQL runs as: `nobody` where we are root, else our own."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

SERVER_ACCOUNT = "nobody"


class PostgresUnavailable(RuntimeError):
    """The embedded server could not be started; the message says why and what to do."""


def ids() -> tuple[int, int]:
    """The user and group that the server runs as."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    account = pwd.getpwnam(SERVER_ACCOUNT)
    return account.pw_uid, account.pw_gid


def hand_over(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, *ids())


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def can_execute(path: Path) -> bool:
    """Whether the server's account may run this program, or enter this folder."""
    return run("test", "-x", path, check=False).returncode == 0


def run(*command: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program as the server's account; PostgresUnavailable if it fails."""
    user, group = ids()
    change: dict[str, Any] = {"user": user, "group": group, "extra_groups": []}
    process = subprocess.run(
        [str(part) for part in command],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        **(change if os.geteuid() == 0 else {}),
    )
    if check and process.returncode:
        raise PostgresUnavailable(f"{command[0]} failed:\n{process.stdout[-2000:]}")
    return process
