"""What the table says of an operation beside the other server's, and of a page beside the API's."""

import pytest

from tests.benchmarks.figures import Figures, Results
from tests.benchmarks.report import budget, notes


def spent(name, cpu_ms, page_of=""):
    return Figures(name, server_ms=cpu_ms * 0.75, database_ms=cpu_ms * 0.25, page_of=page_of)


def test_what_oscarapi_measures_too_has_its_ratio():
    ours, theirs = spent("list", 2.0), spent("list", 8.0)
    results = Results(Figures("yardstick"), [ours, spent("quote", 1.0)], [theirs])
    assert notes(results, ours) == "  of oscarapi's: 0.25"
    assert notes(results, results.operations[1]) == ""


@pytest.mark.parametrize(("cpu_ms", "verdict"), [(2.0, "0.25/0.25 met"), (2.4, "0.30/0.25 MISSED")])
def test_what_is_held_to_a_share_of_oscarapis_is_judged(cpu_ms, verdict):
    ours = spent("add-to-cart", cpu_ms)
    ours.budget_share = 0.25
    results = Results(Figures("yardstick"), [ours], [spent("add-to-cart", 8.0)])
    assert notes(results, ours) == f"  of oscarapi's: {verdict}"


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ((None, None), ""),
        ((4, None), "4/- met"),
        ((3, None), "3/- MISSED"),
        ((None, 9.5), "-/9.5 met"),
        ((4, 8), "4/8 MISSED"),
        ((4, 9), "4/9 met"),
    ],
)
def test_each_limit_that_there_is_is_judged(limits, sentence):
    statements, pings = limits
    figures = Figures("list", statements=4, pings=9.0)
    figures.budget_statements, figures.budget_pings = statements, pings
    assert budget(figures) == sentence


@pytest.mark.parametrize(("cpu_ms", "verdict"), [(10.0, "5.0/5 met"), (10.2, "5.1/5 MISSED")])
def test_a_page_is_held_to_five_times_the_apis_answer(cpu_ms, verdict):
    page = spent("browse-page", cpu_ms, page_of="list")
    results = Results(Figures("yardstick"), [spent("list", 2.0), page])
    assert notes(results, page) == f"  of list's: {verdict}"


def test_a_page_measured_without_the_apis_answer_is_not_judged():
    page = spent("browse-page", 2.0, page_of="list")
    assert notes(Results(Figures("yardstick"), [page]), page) == ""
