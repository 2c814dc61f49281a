"""The runner itself, on a project of two files: what it breaks, and what it says of each break."""

import pytest

from tests.mutants.__main__ import ROOT, judge, read_reasons, run_area
from tests.mutants.areas import AREAS, Area
from tests.mutants.breaks import choose

SHOP = """
from functools import lru_cache

FREE_FROM = 50


@lru_cache
def is_free(total: int) -> bool:
    return total > FREE_FROM


def fee(total: int, pieces: int) -> int:
    if is_free(total):
        return 0
    return pieces * 3


def never_asked(total: int) -> bool:
    return total == 1


def wait(pieces: int) -> None:
    while pieces != 10:
        pieces += 1
"""
TESTS = """
from shop import fee, wait

def test_a_large_order_is_free(): assert fee(51, 2) == 0
def test_a_small_one_is_not(): assert fee(20, 2) == 6
def test_it_ends(): wait(9)
def test_what_is_imported_late():
    from later import is_open
    assert is_open(9)
"""
LATER = """
def is_open(hour: int) -> bool:
    return hour > 8
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The result of each break, by its words."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "shop.py").write_text(SHOP)
    (folder / "later.py").write_text(LATER)
    (folder / "test_shop.py").write_text(TESTS)
    area = Area("shop", {"shop.py": 40, "later.py": 9}, ("test_shop.py",))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DJANGO_SETTINGS_MODULE")
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        return {row["key"]: row for row in run_area(area, folder, folder / "var", [], patience=1)}


def test_a_break_is_noticed_by_a_test_that_is_named(results):
    row = results["fee: guard dropped: is_free(total)"]

    assert row["outcome"] == "killed"
    assert row["killer"] == "test_shop.py::test_a_large_order_is_free"


def test_what_no_test_notices_survives(results):
    row = results["is_free: comparison: total > FREE_FROM -> total >= FREE_FROM"]

    assert (row["outcome"], row["tests"]) == ("survived", 2)


def test_a_module_that_is_imported_only_by_a_test_is_broken_too(results):
    row = results["is_open: off by one: 8 -> 9"]

    assert row["killer"] == "test_shop.py::test_what_is_imported_late"


def test_what_is_decided_at_import_is_broken_there(results):
    row = results["FREE_FROM: off by one: 50 -> 51"]

    assert row["outcome"] == "killed"
    assert row["killer"] == "test_shop.py::test_a_large_order_is_free"


def test_what_no_test_runs_is_not_tried(results):
    row = results["never_asked: comparison: total == 1 -> total != 1"]

    assert row["outcome"] == "not run"


def test_what_never_ends_is_noticed_by_the_time_it_takes(results):
    row = results["wait: arithmetic: pieces += 1 -> pieces -= 1"]

    assert row["outcome"] == "timeout"


def test_nothing_tried_is_no_success(capsys):
    assert judge([], {})
    assert "no break has these words" in capsys.readouterr().out


def test_a_survivor_needs_a_reason_and_a_reason_a_survivor(results, capsys):
    rows = [row for row in results.values() if row["key"].startswith("is_free")]
    survivor = ("shop.py", "is_free: comparison: total > FREE_FROM -> total >= FREE_FROM")
    killed = (
        "shop.py",
        "is_free: answer emptied: return total > FREE_FROM -> return not total > FREE_FROM",
    )

    assert not judge(rows, {survivor: "no order is of 50"})
    assert judge(rows, {})
    assert judge(rows, {survivor: "no order is of 50", killed: "?"})


def test_the_table_is_large_enough_and_names_what_exists():
    modules = {path: most for area in AREAS for path, most in area.modules.items()}
    chosen = [
        candidate
        for path, most in modules.items()
        for candidate in choose(path, (ROOT / path).read_text(), most)
    ]

    assert len(modules) >= 40
    assert len(chosen) >= 200
    assert all((ROOT / path).exists() for area in AREAS for path in area.tests)


def test_reasons_name_breaks_that_are_tried():
    tried = {
        (candidate.path, candidate.key)
        for area in AREAS
        for path, most in area.modules.items()
        for candidate in choose(path, (ROOT / path).read_text(), most)
    }

    assert set(read_reasons()) <= tried
