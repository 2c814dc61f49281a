"""Every page and form of both kinds of host is sent what nobody means to send, by everybody.

No answer is a 5xx, none logs a traceback, and a form that is refused comes back with what was
typed. `make fuzz` walks all of them; FUZZ_CASES=2000 asks each person 500 questions, FUZZ_SEED
draws others.
"""

import logging
import os

import pytest

from tests.pages.fuzz.logged import noted_errors
from tests.pages.fuzz.names import noted_names
from tests.pages.fuzz.walk import Case, Walk

pytestmark = pytest.mark.django_db

CASES = int(os.environ.get("FUZZ_CASES", "2000")) // 4
SEED = os.environ.get("FUZZ_SEED", "1")
SAMPLE, SAMPLED = 19, 100  # each n-th page, and so many questions
PERSONAS = [
    *[("", name) for name in ("guest", "shopper", "operator", "owner")],
    *[("books", name) for name in ("guest", "shopper", "stranger")],
    *[
        ("books", name)
        for name in ("editor", "fulfilment", "analyst", "support", "manager", "owner")
    ],
]


@pytest.fixture
def names():
    with noted_names() as names:
        yield names


@pytest.fixture
def logged():
    with noted_errors() as handler:
        yield handler


@pytest.mark.parametrize("is_propagated", [True, False])
def test_an_error_counts_once_whoever_hands_it_on(monkeypatch, is_propagated):
    parent, child = logging.getLogger("fuzzed"), logging.getLogger("fuzzed.below")
    monkeypatch.setattr(parent, "propagate", is_propagated)
    with noted_errors() as noted:
        for logger in (parent, child):
            try:
                raise ValueError(logger.name)
            except ValueError:
                logger.exception("Odd")
    assert [record.name for record in noted.take()] == ["fuzzed", "fuzzed.below"]


def test_what_is_logged_before_a_request_raises_is_charged_to_it(cast, names, logged, monkeypatch):
    walk = Walk(cast, "guest", "", names, logged)

    def stumble(case):
        try:
            raise KeyError("logged")
        except KeyError:
            logging.getLogger("galleria").exception("Odd")
        raise ValueError("raised")

    with monkeypatch.context() as patch:
        patch.setattr(walk, "_send", stumble)
        walk.ask([Case("GET /first", "GET", "/")])
    walk.ask([Case("GET /second", "GET", "/")])
    assert [labels for _kind, labels in sorted(walk.faults.items())] == [["GET /first"]] * 2


@pytest.mark.world
@pytest.mark.parametrize(("host", "name"), [("", "shopper"), ("books", "owner")])
def test_a_sample_of_pages_does_not_stumble(host, name, cast, names, logged):
    walk = Walk(cast, name, host, names, logged)
    walk.explore(part=SAMPLE)
    walk.ask(walk.cases(SEED)[:SAMPLED])
    assert len(walk.forms) >= 2
    assert walk.faults == {}, report(walk.faults)


@pytest.mark.fuzz
@pytest.mark.parametrize(("host", "name"), PERSONAS)
def test_no_page_stumbles(host, name, cast, names, logged):
    walk = Walk(cast, name, host, names, logged)
    walk.explore()
    cases = walk.cases(SEED)
    walk.ask(cases[:CASES])
    fields = sum(len(form.names) for form in walk.forms.values())
    parameters = sum(len(page.query) for page in walk.pages.values())
    print(
        f"{name} at {host or 'the market'}: {len(walk.pages)} pages, {len(walk.forms)} forms, "
        f"{fields} fields, {parameters} parameters, {walk.count} requests of {len(cases)}"
    )
    assert walk.faults == {}, report(walk.faults)


def report(faults):
    return "\n".join(
        f"{len(labels):4} x {kind}\n       {labels[0]}" for kind, labels in sorted(faults.items())
    )
