"""The table on the screen and the file for other programs."""

import json
from pathlib import Path

from tests.benchmarks.figures import Figures, Results

HEAD = (
    f"{'operation':<14}{'req/s':>8}{'p50':>8}{'p95':>8}{'alone':>8}{'p50':>7}{'p95':>7}"
    f"{'stmts':>7}{'ctl':>5}{'seen':>7}{'server':>8}{'db':>7}{'cpu ms':>8}{'pings':>8}  budget"
)


MOST_OF_A_PAGE = 5.0  # times the CPU of the API's answer


def write(path: Path, results: Results) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    yardstick = results.yardstick
    document = {
        "yardstick": {"rps": round(yardstick.alone_rps, 1), "cpu_ms": round(yardstick.cpu_ms, 4)},
        "operations": [as_dict(figures) for figures in results.operations],
        "stock": [as_dict(figures) for figures in results.stock],
        "ratios": {
            figures.name: round(ratio, 3)
            for figures in results.operations
            if (ratio := results.ratio(figures.name)) is not None
        },
        "pages": {
            figures.name: round(ratio, 2)
            for figures in results.operations
            if (ratio := results.page_ratio(figures.name)) is not None
        },
    }
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def as_dict(figures: Figures) -> dict[str, object]:
    return {
        "name": figures.name,
        "rps": round(figures.rps, 1),
        "p50_ms": round(figures.p50_ms, 2),
        "p95_ms": round(figures.p95_ms, 2),
        "statements": figures.statements,
        "control_statements": figures.control,
        "statements_seen": figures.seen,
        "cpu_ms": round(figures.cpu_ms, 3),
        "server_ms": round(figures.server_ms, 3),
        "database_ms": round(figures.database_ms, 3),
        "pings": round(figures.pings, 2),
        "alone": {
            "rps": round(figures.alone_rps, 1),
            "p50_ms": round(figures.alone_p50_ms, 2),
            "p95_ms": round(figures.alone_p95_ms, 2),
        },
    }


def show(results: Results) -> None:
    print(HEAD)
    for figures in [results.yardstick, *results.operations]:
        print(row(figures) + notes(results, figures))
    for figures in results.stock:
        print(row(figures, prefix="oscarapi "))


def notes(results: Results, figures: Figures) -> str:
    """What it costs beside django-oscar-api's, and a page beside the API's answer."""
    parts = []
    if (ratio := results.ratio(figures.name)) is not None:
        parts.append(f"of oscarapi's: {ratio:.2f}{_verdict(ratio, figures.budget_share)}")
    if (ratio := results.page_ratio(figures.name)) is not None:
        parts.append(f"of {figures.page_of}'s: {ratio:.1f}{_verdict(ratio, MOST_OF_A_PAGE)}")
    return "".join(f"  {part}" for part in parts)


def _verdict(ratio: float, most: float | None) -> str:
    if most is None:
        return ""
    return f"/{most:g} {'met' if ratio <= most else 'MISSED'}"


def row(figures: Figures, prefix: str = "") -> str:
    name = f"{prefix}{figures.name}"
    cells = f"{name:<14}{figures.rps:>8.0f}{figures.p50_ms:>8.1f}{figures.p95_ms:>8.1f}"
    cells += f"{figures.alone_rps:>8.0f}{figures.alone_p50_ms:>7.1f}{figures.alone_p95_ms:>7.1f}"
    cells += f"{_or_dash(figures.statements):>7}{_or_dash(figures.control):>5}"
    cells += f"{_or_dash(figures.seen):>7}{figures.server_ms:>8.2f}{figures.database_ms:>7.2f}"
    return f"{cells}{figures.cpu_ms:>8.2f}{figures.pings:>8.1f}  {budget(figures)}"


def budget(figures: Figures) -> str:
    """Statements and pings, each where it has a limit: a dash stands for none."""
    limits = (
        (figures.statements, figures.budget_statements),
        (figures.pings, figures.budget_pings),
    )
    judged = [(value, most) for value, most in limits if value is not None and most is not None]
    if not judged:
        return ""
    most = "/".join("-" if limit is None else f"{limit:g}" for _, limit in limits)
    return f"{most} {'met' if all(value <= limit for value, limit in judged) else 'MISSED'}"


def _or_dash(value: object) -> str:
    return "-" if value is None else str(value)
