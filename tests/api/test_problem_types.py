"""The catalogue of problems tells of every refusal, and each has its page."""

import importlib
import pkgutil

import pytest
from django.test import Client

from api.errors import KINDS
from marketplace.pages.shared.errors import PROBLEMS
from marketplace.pages.shared.problems import with_code
from marketplace.requests.problem_types import CATALOGUE, TOPICS
from tenants.kernel.errors import Refusal

# Which status the framework's exceptions and the error pages have.
OF_PAGES = {
    "400": 400,
    "403": 403,
    "403_csrf": 403,
    "404": 404,
    "500": 500,
    "unknown_host": 404,
    "shop_closed": 410,
    "shop_suspended": 503,
}


# The entries of the web server ask the database as they are imported.
NO_REFUSALS = {"migrations", "settings", "management", "wsgi", "asgi"}


def refusals():
    """Every class of refusal in the code, once all of the code is imported."""
    for package in ("api", "cms", "marketplace", "tenants"):
        for module in pkgutil.walk_packages([package], f"{package}."):
            if not NO_REFUSALS & set(module.name.split(".")):
                importlib.import_module(module.name)
    found, left = set(), [Refusal]
    while left:
        kind = left.pop()
        found.add(kind)
        left += kind.__subclasses__()
    return {kind for kind in found if not kind.__module__.startswith("tests.")}


def answered():
    """(code, status, title) of everything that can be refused, and where it is."""
    for kind in refusals():
        yield kind.code, kind.status, kind.title, kind.__qualname__
    for kind, code, title in KINDS:
        yield code, kind.status_code, title, kind.__name__
    for name, (code, title) in PROBLEMS.items():
        yield code, OF_PAGES[name], title, name


def test_every_refusal_is_in_the_catalogue_with_its_status():
    found = list(answered())
    missing = {f"{code} ({where})" for code, _, _, where in found if code not in CATALOGUE}
    assert missing == set()
    other = {
        f"{code} ({where}): {status}, {CATALOGUE[code].status} in the catalogue"
        for code, status, _, where in found
        if CATALOGUE[code].status != status
    }
    assert other == set()
    assert len(found) > 50


def test_every_entry_of_the_catalogue_is_answered_somewhere():
    assert set(CATALOGUE) == {code for code, _, _, _ in answered()}


def test_no_entry_stands_twice():
    assert sum(map(len, TOPICS.values())) == len(CATALOGUE)


@pytest.mark.parametrize("one", CATALOGUE.values(), ids=lambda one: one.code)
def test_each_says_what_it_means_and_what_to_do(one):
    assert one.title.endswith((".", "?"))
    assert len(one.meaning) > 20
    assert len(one.remedy) > 10
    assert (one.meaning + one.remedy).count("`") % 2 == 0


@pytest.mark.parametrize("host", ["localhost", "books.localhost"])
def test_each_type_leads_to_its_page_on_every_host(host, books):
    client = Client(headers={"host": host})
    every = client.get("/problems").content.decode()
    for code, one in CATALOGUE.items():
        answer = client.get(f"/problems/{code}")
        assert answer.status_code == 200, code
        assert with_code(one.remedy) in answer.content.decode()
        assert f'href="/problems/{code}"' in every


def test_a_code_that_is_none_has_no_page(db):
    assert Client().get("/problems/nothing-of-ours").status_code == 404


def test_what_is_quoted_is_code_and_the_rest_is_text():
    assert with_code("`a<b` & c") == "<code>a&lt;b</code> &amp; c"
