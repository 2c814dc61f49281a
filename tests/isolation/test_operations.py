"""Every operation of the API, asked by everybody on both kinds of host."""

import json
import re
import uuid
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from api.openapi import operations as documented
from api.schema import document
from api.v1.examples import EXAMPLES
from marketplace.accounts import tokens
from tenants.context import use_market, use_retailer
from tests.isolation.operations import BODIES, MEMBERS, Row, rows, write_row
from tests.isolation.visiting import read

pytestmark = pytest.mark.django_db
HOSTS = ["", "books"]
PARAMETER = re.compile(r"\{(\w+)\}")
# What a parameter of a path most likely is, for the rows that the test proposes.
LIKELY = {"orders/": "shopper_order", "items/": "shopper_item", "lines/": "shopper_item"} | {
    "purchases/": "shopper_purchase",
    "addresses/": "shopper_address",
    "products/": "product",
    "categories/": "market_category",
    "": "slug",
}

OPERATIONS = {(method, path): operation for method, path, operation in documented(document())}


@contextmanager
def taken_back():
    """Whatever is done inside has not been done afterwards."""
    cache.clear()
    block = transaction.atomic()
    block._from_testcase = True  # the idempotency's own transaction may be inside, as in a test
    with block:
        yield
        transaction.set_rollback(True)
    connection.set_schema_to_public()


@pytest.fixture(scope="module")
def bearers(cast):
    """An access token for each member and host."""
    found = {}
    for host in HOSTS:
        with use_retailer(cast.shops[host].retailer) if host else use_market():
            for name in MEMBERS:
                user = cast.members[name].user
                found[host, name] = tokens.issue(user=user, device="cast").access if user else None
    return found


class Caller:
    def __init__(self, cast, bearers, host):
        self.cast, self.bearers, self.host = cast, bearers, host
        self.things = cast.shops["books"].ids
        name = cast.shops[host].retailer.host if host else settings.MARKET_HOST
        self.client = Client(headers={"host": name}, raise_request_exception=False)

    def call(self, row, name):
        """(status, what the answer tells this member that he may not know)."""
        operation = OPERATIONS[row.key]
        path = PARAMETER.sub(lambda found: self.value(row.things[found[1]]), row.key[1])
        query = {
            key: self.value(value)
            for key, value in row.things.items()
            if f"{{{key}}}" not in row.path
        }
        body = self.body(operation["operationId"])
        with taken_back():
            answer = self.client.generic(
                row.method,
                path,
                json.dumps(body) if body is not None else "",
                "application/json",
                headers=self.headers(name),
                query_params=query,
            )
        found = read(answer)
        asked = f"{path} {query} {body} {self.headers(name)}"
        member = self.cast.members[name]
        return found.status, self.cast.leaks(found.text, member=member, host=self.host, asked=asked)

    def headers(self, name):
        bearer = self.bearers[self.host, name]
        return {"idempotency-key": str(uuid.uuid4()), "if-match": "*"} | (
            {"authorization": f"Bearer {bearer}"} if bearer else {}
        )

    def value(self, thing):
        return str(self.things.get(thing, thing))

    def body(self, operation_id):
        example = EXAMPLES.get(operation_id)
        given = {**(example.request or {} if example else {}), **BODIES.get(operation_id, {})}
        kept = {key: value for key, value in given.items() if value is not None}
        filled = PARAMETER.sub(lambda found: self.value(found[1]), json.dumps(kept))
        return json.loads(filled) if kept else None


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
    market, shop = (tuple(callers[host].call(bare, name)[0] for name in MEMBERS) for host in HOSTS)
    return Row(bare.method, bare.path, market, shop, things)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.method} {row.path}")
def test_each_answers_as_its_row_says_and_tells_nobody_what_is_not_hers(row, callers):
    found = {host: [callers[host].call(row, name) for name in MEMBERS] for host in HOSTS}
    market, shop = (tuple(status for status, _ in found[host]) for host in HOSTS)
    now = Row(row.method, row.path, market, shop, row.things)
    assert write_row(now) == write_row(row)
    leaks = {
        (host, name): told
        for host in HOSTS
        for name, (_, told) in zip(MEMBERS, found[host], strict=True)
        if told
    }
    assert leaks == {}


def test_a_row_is_read_as_it_is_written():
    for row in rows():
        assert len(row.market) == len(row.shop) == len(MEMBERS), row.path
        assert set(PARAMETER.findall(row.path)) <= set(row.things), row.path
