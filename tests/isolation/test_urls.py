"""Every address of both hosts has its row: a new one without is not merged."""

import pytest
from django.conf import settings
from django.urls import resolve

from tests.isolation import matrix
from tests.isolation.urls import Address, addresses, fill

HOSTS = {"": settings.MARKET_URLCONF, "books": settings.RETAILER_URLCONF}


def own(host: str) -> list[Address]:
    """Those that need a row of their own."""
    found = addresses(HOSTS[host])
    return [one for one in found if matrix.prefix_of(host, one.key) is None]


@pytest.mark.parametrize("host", HOSTS)
def test_every_address_has_a_row_and_every_row_an_address(host):
    assert {one.key for one in own(host)} == set(matrix.rows(host))


@pytest.mark.parametrize("host", HOSTS)
def test_every_prefix_stands_for_addresses(host):
    keys = [one.key for one in addresses(HOSTS[host])]
    for prefix in matrix.PREFIXES[host]:
        assert sum(key == prefix or key.startswith(f"{prefix}/") for key in keys) > 5


@pytest.mark.parametrize("host", HOSTS)
def test_with_and_without_a_slash_it_is_the_same_page(host):
    views = {}
    for one in own(host):
        views.setdefault(one.key, set()).add(one.view)
    assert {key: found for key, found in views.items() if len(found) > 1} == {}


@pytest.mark.parametrize("host", HOSTS)
def test_every_row_names_a_gate_and_fills_all_of_its_address(host, cast, db):
    things = cast.shops["books"].ids
    rows = matrix.rows(host)
    for one in own(host):
        row = rows[one.key]
        assert row.gate in matrix.GATES, one.key
        needed = [name for name in one.parameters if name not in row.things]
        assert needed == [], one.key
        assert set(row.things.values()) <= set(things), one.key


@pytest.mark.parametrize("host", HOSTS)
def test_an_example_of_an_address_leads_to_its_view(host, cast, db):
    rows = matrix.rows(host)
    for one in own(host):
        row = rows[one.key]
        path = fill(one.example, values(row, cast.shops["books"].ids))
        assert resolve(path, HOSTS[host]).func == one.view, path


def values(row: matrix.Row, things: dict[str, object]) -> dict[str, object]:
    return {parameter: things[thing] for parameter, thing in row.things.items()}


def test_the_statuses_of_a_gate_are_one_for_each_of_the_cast(cast, db):
    assert list(cast.members) == matrix.MEMBERS
    assert {len(statuses) for statuses in matrix.GATES.values()} == {len(matrix.MEMBERS)}
