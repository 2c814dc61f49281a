"""Every page and form of both kinds of host is sent what nobody means to send, by everybody.

No answer is a 5xx, none logs a traceback, and a form that is refused comes back with what was
typed. `make fuzz` walks all of them; FUZZ_CASES=2000 asks each person 500 questions, FUZZ_SEED
draws others.
"""

import logging
import os

import pytest

from tests.pages.fuzz.names import noted_names
from tests.pages.fuzz.walk import LoggedErrors, Walk

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
    handler = LoggedErrors()
    loggers = [logging.getLogger(), *map(logging.getLogger, ("django", "galleria"))]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


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
