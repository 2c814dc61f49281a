"""What a run leaves out, and why: listed at its end, and forbidden in CI but for real data."""

import os
from collections import Counter

import pytest

REAL_DATA_REASON = "needs real data: REAL_DATA=/path/to/data make test-data"
LONG = {
    "slow": "slow: make test-all",
    "fuzz": "fuzz: make fuzz",
    "storm": "storm: make test-all",
    "world": "world: make test-worlds",
}

_deselected: Counter[str] = Counter()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    if os.environ.get("REAL_DATA"):
        return
    for item in items:
        if item.get_closest_marker("realdata"):
            item.add_marker(pytest.mark.skip(reason=REAL_DATA_REASON))


def pytest_deselected(items):
    for item in items:
        reasons = [text for marker, text in LONG.items() if item.get_closest_marker(marker)]
        _deselected[reasons[0] if reasons else "not asked for"] += 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected"] = dict(_deselected)
    elif forbidden(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Each worker collects everything, so each left out the same: keep one's figures."""
    _deselected.update(
        Counter(getattr(node, "workeroutput", {}).get("deselected", {})) - _deselected
    )


def pytest_terminal_summary(terminalreporter, config):
    left_out = Counter(skips(config)) + _deselected
    if not left_out:
        return
    terminalreporter.section("left out")
    for reason, count in sorted(left_out.items()):
        terminalreporter.write_line(f"{count:5} {reason}")
    if forbidden(config):
        terminalreporter.write_line("CI=true: nothing may be skipped but for real data.", red=True)


def skips(config):
    """The reason of each skipped test."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        yield reason.removeprefix("Skipped: ")


def forbidden(config):
    return os.environ.get("CI") == "true" and any(
        reason != REAL_DATA_REASON for reason in skips(config)
    )
