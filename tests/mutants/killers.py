"""Which test noticed each break the last time: it is asked first the next time.

`killers.json` is written by `make mutants`. What it says wrongly costs time and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.mutants.breaks import Break

FILE = Path(__file__).with_name("killers.json")

Killers = dict[str, dict[str, str]]  # path: break: test


def read_killers(file: Path = FILE) -> Killers:
    return json.loads(file.read_text()) if file.exists() else {}


def remember_killers(
    rows: Iterable[Mapping[str, Any]], tried: Iterable[Break], file: Path = FILE
) -> None:
    """Of these results, and of the last ones of other breaks that would still be tried."""
    killers = {
        (path, key): test for path, of in read_killers(file).items() for key, test in of.items()
    }
    killers |= {(row["path"], row["key"]): row["killer"] for row in rows}
    answer: Killers = {}
    for place in sorted((candidate.path, candidate.key) for candidate in tried):
        if killer := killers.get(place):
            answer.setdefault(place[0], {})[place[1]] = killer
    file.write_text(json.dumps(answer, indent=1) + "\n")
