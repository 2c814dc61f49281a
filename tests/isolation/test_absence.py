"""What is not hers, and what is not there, are answered alike: status, code and text.

Every operation of the API that names something in its path is asked for a thing of the shop
`books`, and for one that nobody has.
"""

import json
import uuid

import pytest
from django.core.cache import cache

from tenants.registry.models import Retailer
from tests.factories.reviews import hide
from tests.isolation.asking import HOSTS, Caller, issue_bearers, taken_back
from tests.isolation.operations import rows

pytestmark = pytest.mark.django_db
STRANGERS = ("guest", "other", "stranger", "operator")
SLUGS = {"slug", "market_category", "problem"}  # things that are a name and no id
NAMED = [row for row in rows() if row.things_of_path]
OF_SHOPS = [row for row in NAMED if "retailers/{slug}/" in row.path]
OF_THINGS = [row for row in NAMED if set(row.things_of_path.values()) - SLUGS]
TOLD = ("status", "type", "code", "title", "detail", "errors")
CLOSED = [Retailer.Status.APPROVED, Retailer.Status.SUSPENDED, Retailer.Status.CLOSED]


@pytest.fixture(scope="module")
def callers(cast):
    bearers = issue_bearers(cast)
    return {host: Caller(cast, bearers, host) for host in HOSTS}


def refusal_of(caller, row, name, **things):
    """What a refusal tells, and how the header of the answer does; None where it is served."""
    planted = caller.things
    caller.things = planted | things
    try:
        with taken_back():
            answer, _ = caller.ask(row, name)
    finally:
        caller.things = planted
    if answer.status_code < 400:
        return None
    body = json.loads(answer.content)
    return {key: body.get(key) for key in TOLD} | {"allow": answer.headers.get("Allow")}


def ids_of_nothing(row):
    return {thing: uuid.uuid4() for thing in row.things_of_path.values() if thing not in SLUGS}


@pytest.mark.parametrize("host", [pytest.param("", marks=pytest.mark.world), "books"])
@pytest.mark.parametrize("row", OF_THINGS, ids=lambda row: f"{row.method} {row.path}")
def test_a_thing_of_others_is_answered_as_one_that_nobody_has(row, host, callers):
    """Where something is in public view, the answer may tell that it is not hers (403, 409)."""
    differences = []
    for name in STRANGERS:
        theirs = refusal_of(callers[host], row, name)
        nobodys = refusal_of(callers[host], row, name, **ids_of_nothing(row))
        if theirs is not None and theirs["status"] == 404 and theirs != nobodys:
            differences.append((name, theirs, nobodys))
    assert differences == []


@pytest.mark.world
@pytest.mark.parametrize("status", CLOSED)
@pytest.mark.parametrize("row", OF_SHOPS, ids=lambda row: f"{row.method} {row.path}")
def test_a_shop_that_is_not_open_is_answered_as_one_that_there_never_was(row, status, callers):
    caller = callers[""]
    try:
        Retailer.objects.filter(slug="books").update(status=status)
        cache.clear()
        for name in STRANGERS:
            closed = refusal_of(caller, row, name)
            assert closed == refusal_of(caller, row, name, slug="nowhere"), name
            assert closed is not None
    finally:
        Retailer.objects.filter(slug="books").update(status=Retailer.Status.ACTIVE)


@pytest.mark.parametrize(
    "row", [row for row in NAMED if row.things.get("id") == "shopper_review"], ids=str
)
def test_a_review_that_is_hidden_is_answered_as_none(row, cast, callers):
    things = cast.shops["books"].ids
    with taken_back():
        hide(cast.shops["books"].retailer, things["shopper_review"])
        for name in STRANGERS:
            hidden = refusal_of(callers[""], row, name)
            assert hidden == refusal_of(callers[""], row, name, **ids_of_nothing(row)), name
            assert hidden is not None
