"""The runner itself, on a project of two files: what it breaks, and what it says of each break."""

from collections import Counter

import pytest

from tests.mutants import __main__ as mutants
from tests.mutants.__main__ import ROOT, chosen, judge, read_reasons, report, run_area
from tests.mutants.areas import AREAS, Area
from tests.mutants.breaks import breaks_of
from tests.mutants.killers import read_killers, remember_killers

pytestmark = pytest.mark.world

SHOP = """
from functools import lru_cache

FREE_FROM = 50


def double(amount: int) -> int:
    return amount * 2


FEE = double(2) - 1


@lru_cache
def is_free(total: int) -> bool:
    return total > FREE_FROM


def fee(total: int, pieces: int) -> int:
    if is_free(total):
        return 0
    return pieces * FEE


def never_asked(total: int) -> bool:
    return total == 1


def twice(function):
    return lambda total: 2 * function(total)


def priced(function):
    @twice
    def gate(total: int) -> int:
        return function(total)

    return gate


@priced
def price(total: int) -> int:
    return total


def wait(pieces: int) -> None:
    while pieces != 10:
        pieces += 1
"""
TESTS = """
from shop import fee, price, wait

def test_a_large_order_is_free(): assert fee(51, 2) == 0
def test_a_small_one_is_not(): assert fee(20, 2) == 6
def test_it_ends(): wait(9)
def test_a_price_is_doubled(): assert price(4) == 8
def test_what_is_imported_late():
    from later import is_open
    assert is_open(9)
"""
LATER = """
def is_open(hour: int) -> bool:
    return hour > 8
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "shop.py").write_text(SHOP)
    (folder / "later.py").write_text(LATER)
    (folder / "test_shop.py").write_text(TESTS)
    return folder


def try_all(folder, **options):
    """The result of each break, by its words."""
    area = Area("shop", {"shop.py": 60, "later.py": 9}, ("test_shop.py",))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DJANGO_SETTINGS_MODULE")
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        rows = run_area(area, folder, folder / "var", [], patience=1, **options)
        return {row["key"]: row for row in rows}


@pytest.fixture(scope="module")
def results(project):
    return try_all(project)


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


def test_what_is_called_at_import_is_broken_there(results):
    row = results["double: arithmetic: amount * 2 -> amount + 2"]
    other = results["double: off by one: 2 -> 3"]

    assert (row["outcome"], other["outcome"]) == ("survived", "killed")
    assert other["killer"] == "test_shop.py::test_a_small_one_is_not"


def test_what_a_decorator_of_the_module_puts_together_is_broken_at_import(results):
    row = results["priced.gate: decorator dropped: @twice"]

    assert row["killer"] == "test_shop.py::test_a_price_is_doubled"


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


def test_the_last_line_counts_what_noticed_and_what_did_not(results, capsys):
    rows = list(results.values())
    survivor = ("shop.py", "is_free: comparison: total > FREE_FROM -> total >= FREE_FROM")
    outcomes = Counter(row["outcome"] for row in rows)
    alive = outcomes["survived"] + outcomes["not run"]

    report(rows, {survivor: "no order is of 50"}, 60)

    *lines, last = capsys.readouterr().out.splitlines()
    assert last.startswith(
        f"{len(rows)} breaks in 2 modules made: {outcomes['killed']} noticed,"
        f" {outcomes['timeout']} timed out, 1 surviving with a reason, {alive - 1} without;"
    )
    assert len(lines) == outcomes["timeout"] > 0
    assert all(line.endswith("<- test_shop.py::test_it_ends") for line in lines)


def test_what_is_open_has_neither_a_test_nor_a_reason(monkeypatch):
    noticed, reason, new = breaks_of("shop.py", SHOP)[:3]
    monkeypatch.setattr(mutants, "read_killers", lambda: {"shop.py": {noticed.key: "test_a"}})
    monkeypatch.setattr(mutants, "read_reasons", lambda: {("shop.py", reason.key): "because"})
    monkeypatch.setattr(mutants, "chosen", lambda area, only: [noticed, reason])
    area = Area("shop", {"shop.py": 2}, ())

    assert mutants.known_breaks() == {("shop.py", noticed.key), ("shop.py", reason.key)}
    assert mutants.run_areas([area], [], without_known=True) == []
    assert ("shop.py", new.key) not in mutants.known_breaks()


def test_the_table_is_large_enough_and_names_what_exists():
    modules = [path for area in AREAS for path in area.modules]
    tried = {(candidate.path, candidate.key) for area in AREAS for candidate in chosen(area, [])}
    always = {(path, key) for area in AREAS for path, keys in area.always.items() for key in keys}

    assert len(modules) == len(set(modules)) >= 40
    assert len(tried) >= 200
    assert always <= tried
    assert all((ROOT / path).exists() for area in AREAS for path in area.tests)


def test_reasons_name_breaks_that_are_tried():
    tried = {(candidate.path, candidate.key) for area in AREAS for candidate in chosen(area, [])}

    assert set(read_reasons()) <= tried


KILLERS = {"fee: guard dropped: is_free(total)": "test_shop.py::test_a_small_one_is_not"}


def test_the_last_killer_is_asked_first_and_what_it_lets_pass_is_shown_to_all(project):
    """The guard is noticed by another than it is said to be; the constant's is asked alone."""
    constant = "FREE_FROM: off by one: 50 -> 51"
    killers = KILLERS | {constant: "test_shop.py::test_a_large_order_is_free"}

    rows = try_all(project, killers={"shop.py": killers})

    row = rows["fee: guard dropped: is_free(total)"]
    assert (row["killer"], row["tests"]) == ("test_shop.py::test_a_large_order_is_free", 2)
    assert (rows[constant]["outcome"], rows[constant]["tests"]) == ("killed", 1)


def test_what_is_known_may_be_left_out(project):
    survivor = ("shop.py", "is_free: comparison: total > FREE_FROM -> total >= FREE_FROM")

    rows = try_all(project, without=[survivor])

    assert rows
    assert survivor[1] not in rows


def test_killers_are_remembered_of_what_would_be_tried_still(tmp_path):
    file = tmp_path / "killers.json"
    first, second, gone = breaks_of("shop.py", SHOP)[:3]
    rows = [{"path": "shop.py", "key": key.key, "killer": "test_a"} for key in (first, gone)]
    remember_killers(rows, [first, second, gone], file)
    remember_killers(
        [{"path": "shop.py", "key": second.key, "killer": "test_b"}], [first, second], file
    )

    assert read_killers(file) == {"shop.py": {first.key: "test_a", second.key: "test_b"}}
