"""Every operation of the API, asked by everybody on both kinds of host."""

from dataclasses import replace

import pytest

from tests.isolation import aliases
from tests.isolation.asking import (
    HOSTS,
    OPERATIONS,
    PARAMETER,
    Caller,
    issue_bearers,
    taken_back,
)
from tests.isolation.operations import COLLEAGUES, MEMBERS, Row, rows, staff_rows, write_row
from tests.isolation.visiting import read

pytestmark = pytest.mark.django_db
# What a parameter of a path most likely is, for the rows that the test proposes.
LIKELY = {"orders/": "shopper_order", "items/": "shopper_item", "lines/": "shopper_item"} | {
    "purchases/": "shopper_purchase",
    "addresses/": "shopper_address",
    "products/": "product",
    "categories/": "market_category",
    "": "slug",
}


@pytest.fixture(scope="module")
def bearers(cast):
    return issue_bearers(cast)


def call(caller, row, name):
    """(status, what the answer tells this member that he may not know)."""
    with taken_back():
        answer, asked = caller.ask(row, name)
    found = read(answer)
    member = caller.cast.members[name]
    return found.status, caller.cast.leaks(found.text, member=member, host=caller.host, asked=asked)


@pytest.fixture(scope="module")
def callers(cast, bearers):
    return {host: Caller(cast, bearers, host) for host in HOSTS}


def test_every_operation_has_a_row_and_every_row_an_operation(callers):
    known = {row.key for row in rows()}
    missing = [key for key in OPERATIONS if key not in known]
    proposed = "\n".join(write_row(as_it_is(callers, *key)) for key in missing)
    assert missing == [], f"read these, then put them into operations.py:\n{proposed}"
    assert known - set(OPERATIONS) == set()


def as_it_is(callers, method, path):
    likely = next((thing for part, thing in LIKELY.items() if f"{part}{{" in path), "")
    things = dict.fromkeys(PARAMETER.findall(path), likely)
    bare = Row(method.upper(), path.removeprefix("/api/v1/"), (), (), things)
    market, shop = (tuple(call(callers[host], bare, name)[0] for name in MEMBERS) for host in HOSTS)
    return Row(bare.method, bare.path, market, shop, things)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.method} {row.path}")
def test_each_answers_as_its_row_says_and_tells_nobody_what_is_not_hers(row, callers):
    require_row(row, callers, MEMBERS)


def require_row(row, callers, names):
    found = {host: [call(callers[host], row, name) for name in names] for host in HOSTS}
    market, shop = (tuple(status for status, _ in found[host]) for host in HOSTS)
    now = replace(row, market=market, shop=shop)
    assert write_row(now) == write_row(row)
    leaks = {
        (host, name): told
        for host in HOSTS
        for name, (_, told) in zip(names, found[host], strict=True)
        if told
    }
    assert leaks == {}


@pytest.mark.world
@pytest.mark.parametrize("row", aliases.rows(), ids=lambda row: f"{row.method} {row.path}")
def test_an_older_address_answers_everybody_as_its_successor(row, callers):
    require_row(row, callers, MEMBERS)


@pytest.mark.world
@pytest.mark.parametrize("row", aliases.staff_rows(), ids=lambda row: f"{row.method} {row.path}")
def test_an_older_address_answers_each_role_as_its_successor(row, callers):
    require_row(row, callers, COLLEAGUES)


@pytest.mark.world
@pytest.mark.parametrize("row", staff_rows(), ids=lambda row: f"{row.method} {row.path}")
def test_each_role_is_answered_as_its_row_says(row, callers):
    require_row(row, callers, COLLEAGUES)


def test_where_the_owner_is_told_apart_each_role_has_its_row():
    other, owner = MEMBERS.index("other"), MEMBERS.index("owner")
    apart = [
        row
        for row in rows()
        if any(statuses[owner] != statuses[other] for statuses in (row.market, row.shop))
    ]

    assert [row.key for row in staff_rows()] == [row.key for row in apart]


def test_a_row_is_read_as_it_is_written():
    for row in rows():
        assert len(row.market) == len(row.shop) == len(MEMBERS), row.path
        assert set(PARAMETER.findall(row.path)) <= set(row.things), row.path
    for row in staff_rows():
        assert len(row.market) == len(row.shop) == len(COLLEAGUES), row.path
