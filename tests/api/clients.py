"""Programs that use the served product as a client would."""

import os
import shutil
import subprocess
from functools import cache

import pytest

from marketplace.runtime.fingerprint import ROOT

EXAMPLES = ROOT / "docs" / "api" / "examples"
TOOLS = ROOT / "node_modules" / ".bin"


@cache
def install_node_tools():
    """What package.json names, as locked; why not, or nothing."""
    done = subprocess.run([ROOT / ".ci" / "node"], capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


def need_node():
    if problem := install_node_tools():
        pytest.skip(f"needs Node: {problem}")


def run(command, *, cwd=ROOT, seconds=240, **environment):
    """What the program printed; fails with all of it when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def build_typescript(source, folder_name):
    """Types from the reference, then JavaScript; gives the script to run.

    Inside node_modules, where the packages that it imports are found.
    """
    folder = ROOT / "node_modules" / folder_name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "package.json").write_text('{"type": "module"}')
    for name in (source, "tsconfig.json"):
        shutil.copy(EXAMPLES / name, folder)
    reference = ROOT / "docs" / "api" / "openapi.yaml"
    run([TOOLS / "openapi-typescript", reference, "-o", folder / "galleria.d.ts"])
    run([TOOLS / "tsc", "-p", folder])
    return folder / source.replace(".ts", ".js")
