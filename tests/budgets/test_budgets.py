"""Every operation of the API, asked in a world of 10 rows of everything and in one of 1,000."""

import re
from dataclasses import dataclass, field, replace

import pytest
from django.db import connection, reset_queries
from django.test import override_settings

from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tests.budgets import world
from tests.budgets.growth import Growth
from tests.budgets.table import LEFT_OUT, Budget, budgets
from tests.factories.statements import count_statements
from tests.isolation.asking import HOSTS, OPERATIONS, Caller, issue_bearers, taken_back
from tests.isolation.cast import make_cast
from tests.isolation.operations import BODIES, MEMBERS, Row, rows

LITTLE, GREAT = 10, 1000
ASKERS = ("shopper", "other", "owner", "guest")
TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:ONLY\s+)?(?:public\.)?"?([a-z]+_[a-z_]+)"?')
# Tables that operations read and that have fewer rows in the great world, and why.
FEW = {
    "accounts_address": "at most a hundred for one account",
    "accounts_recoverycode": "at most ten for one account",
    "accounts_secondfactor": "one for an account",
    "address_country": "the countries of the world",
    "auth_group": "the roles",
    "auth_permission": "of the code",
    "basket_basket_vouchers": "at most five for one cart",
    "basket_line": "a hundred in the cart that is asked for: Oscar's offers take seconds for more",
    "basket_lineattribute": "no API writes them",
    "cart_cartline": "as basket_line",
    "catalogue_attributeoption": "no API writes them",
    "catalogue_productattribute": "no API writes them",
    "catalogue_productattributevalue": "no API writes them",
    "catalogue_productclass": "physical and digital",
    "discovery_exchangerate": "the currencies of the world",
    "discovery_facetcount": "a chore's sums; the thirty greatest of a facet are read",
    "discovery_rewording": "a chore takes what requests append; none reads it",
    "django_content_type": "of the code",
    "notifications_notificationchoice": "kinds and channels are of the code",
    "offer_conditionaloffer_combinations": "no API writes them",
    "offer_range_excluded_categories": "no API writes them",
    "offer_range_excluded_products": "no API writes them",
    "offer_range_included_categories": "no API writes them",
    "partner_partner": "the shop itself",
    "payments_orderconfirmation": "one for a cart",
    "payments_receipt": "one that stands for an order",
    "partner_stockalert": "no API reads them",
    "public_reviews_hidingrequest": "one for a review; a page of them is read at once",
    "purchases_quote": "at most twenty of one cart",
    "staff_userpermission": "rights come from roles",
}
BY_ID = {OPERATIONS[row.key]["operationId"]: row for row in rows()}


@dataclass
class Measured:
    """`counts`: {line of the table: (status, statements)}; `texts`: {line: the statements}."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)  # by table that a statement named


@pytest.fixture(scope="module", params=[LITTLE, pytest.param(GREAT, marks=pytest.mark.world)])
def measured(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Measured:
    media = str(tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), taken_back():
        return measure(request.param)


def measure(size: int) -> Measured:
    shops = {shop.slug: shop for shop in Retailer.objects.order_by("id")}
    cast = make_cast(shops["books"], shops["coffee"])
    things = world.furnish(cast)
    bearers, found = issue_bearers(cast), Measured()
    Growth(things).to(size)
    bodies = BODIES | world.BODIES | world.settle(things)
    callers = {host: Caller(cast, bearers, host, bodies, world.UPLOADS) for host in HOSTS}
    for one in budgets():
        ask(callers, one, found)
    found.rows = count_rows(found)
    return found


def ask(callers: dict[str, Caller], one: Budget, found: Measured) -> None:
    known = BY_ID[one.operation]
    row = replace(known, things=known.things | one.things)
    host, name = asker(row, one)
    directory.forget()  # what is known is known for five seconds: for all of them, not the last
    directory.look_up("books.localhost")
    callers[host].client.cookies.clear()
    reset_queries()
    with count_statements() as seen, taken_back():
        answer, _ = callers[host].ask(row, name)
        if answer.streaming:
            list(answer)
    found.counts[one.line] = (answer.status_code, len(seen))
    found.texts[one.line] = seen.data


def asker(row: Row, one: Budget) -> tuple[str, str]:
    served = {
        (host, name)
        for host, statuses in (("", row.market), ("books", row.shop))
        for name, status in zip(MEMBERS, statuses, strict=True)
        if status < 300
    }
    hosts = HOSTS if one.host is None else [one.host]
    names = [one.member] if one.member else ASKERS
    order = [(host, name) for host in hosts for name in names]
    return next((each for each in order if each in served), order[0])


def count_rows(found: Measured) -> dict[str, int]:
    text = "\n".join(sql for statements in found.texts.values() for sql in statements)
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(set(TABLE.findall(text))):
            for schema in ("public", "shop_books"):
                cursor.execute("SELECT to_regclass(%s)", [f"{schema}.{table}"])
                if cursor.fetchone()[0]:
                    cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')
                    counts[table] = cursor.fetchone()[0]
                    break
    return counts


def test_every_operation_has_a_budget_or_a_reason():
    ids = {operation["operationId"] for operation in OPERATIONS.values()}
    asked = {one.operation for one in budgets()}
    assert ids - asked - set(LEFT_OUT) == set()
    assert (asked | set(LEFT_OUT)) - ids == set()
    assert asked & set(LEFT_OUT) == set()
    lines = [one.line for one in budgets()]
    assert len(lines) == len(set(lines))


@pytest.mark.world
def test_every_operation_succeeds(measured):
    refused = {line: status for line, (status, _) in measured.counts.items() if status >= 300}
    assert refused == {}
    assert set(measured.counts) == {one.line for one in budgets()}


@pytest.mark.world
def test_each_keeps_to_its_budget(measured):
    wrong = {
        one.line: f"{count} of {one.most}"
        for one in budgets()
        if (count := measured.counts[one.line][1]) != one.most
    }
    assert wrong == {}, wrong


@pytest.mark.parametrize(
    "measured", [pytest.param(GREAT, marks=pytest.mark.world)], indirect=True, scope="module"
)
def test_what_they_read_has_many_rows(measured):
    few = {table for table, count in measured.rows.items() if count < GREAT}
    assert few == set(FEW)
    assert measured.rows["cart_cartline"] >= 100
