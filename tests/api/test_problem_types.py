"""The catalogue of problems is made of every refusal's class, and each has its page."""

import importlib
import pkgutil

import pytest
from django.test import Client

from api.errors import KINDS
from marketplace.pages.shared.errors import PROBLEMS
from marketplace.pages.shared.problems import with_code
from marketplace.requests.catalogue import TOPICS, problem_catalogue, problems_by_topic
from tenants.kernel.errors import Refusal

# The entries of the web server ask the database as they are imported.
NO_REFUSALS = {"migrations", "settings", "management", "wsgi", "asgi"}
CODES = sorted(problem_catalogue())


def refusals():
    """Every class of refusal in the code, once all of the code is imported."""
    for package in ("api", "cms", "marketplace", "tenants"):
        for module in pkgutil.walk_packages([package], f"{package}."):
            if not NO_REFUSALS & set(module.name.split(".")):
                importlib.import_module(module.name)
    kinds, rest = set(), [Refusal]
    while rest:
        kind = rest.pop()
        kinds.add(kind)
        rest += kind.__subclasses__()
    return {kind for kind in kinds if not kind.__module__.startswith("tests.")}


def test_every_code_of_the_code_is_in_the_catalogue_and_has_one_class():
    by_code = {}
    for kind in refusals():
        if "code" in vars(kind):
            by_code.setdefault(kind.code, []).append(kind)
    assert {code: kinds for code, kinds in by_code.items() if len(kinds) > 1} == {}
    assert {code: [kind] for code, kind in problem_catalogue().items()} == by_code
    assert len(by_code) > 80


def test_whoever_has_a_code_says_all_about_it():
    """A refusal that only inherits its words would tell another one's page."""
    words = {"title", "meaning", "remedy"}
    silent = {
        kind.__qualname__: sorted(missing)
        for kind in problem_catalogue().values()
        if (missing := words - set(vars(kind)))
    }
    assert silent == {}


def test_a_refusal_of_the_same_code_has_the_same_status():
    other = {kind for kind in refusals() if kind.status != problem_catalogue()[kind.code].status}
    assert other == set()


def test_what_the_framework_refuses_has_the_status_of_our_refusal():
    assert {error: kind.status for error, kind in KINDS} == {
        error: error.status_code for error, _ in KINDS
    }


def test_each_error_page_names_a_problem():
    assert {kind.code for kind in PROBLEMS.values()} <= set(CODES)


def test_each_stands_under_one_heading():
    topics = problems_by_topic()
    assert sorted(kind.code for kinds in topics.values() for kind in kinds) == CODES
    assert all(topics.values())
    assert len(topics) < len(TOPICS)


@pytest.mark.parametrize("code", CODES)
def test_each_says_what_it_means_and_what_to_do(code):
    kind = problem_catalogue()[code]
    assert str(kind.title).endswith((".", "?"))
    assert len(str(kind.meaning)) > 20
    assert len(str(kind.remedy)) > 10
    assert f"{kind.meaning}{kind.remedy}".count("`") % 2 == 0


@pytest.mark.parametrize("host", ["localhost", "books.localhost"])
def test_each_type_leads_to_its_page_on_every_host(host, books):
    client = Client(headers={"host": host})
    every = client.get("/problems").content.decode()
    for code, kind in problem_catalogue().items():
        answer = client.get(f"/problems/{code}")
        assert answer.status_code == 200, code
        assert with_code(str(kind.remedy)) in answer.content.decode()
        assert f'href="/problems/{code}"' in every


def test_a_code_that_is_none_has_no_page(db):
    assert Client().get("/problems/nothing-of-ours").status_code == 404


def test_what_is_quoted_is_code_and_the_rest_is_text():
    assert with_code("`a<b` & c") == "<code>a&lt;b</code> &amp; c"
