"""Checkouts read again, payments, shipping and promotions."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from marketplace.payments.gateways import METHODS
from marketplace.promotions.models import Promotion
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.staff.services import add_member
from tests.api.conftest import assert_problem
from tests.api.test_buying import EUR, beans, entry, novel
from tests.factories.accounts import make_customer
from tests.factories.offers import make_offer, make_voucher, terms

__all__ = ["beans", "novel"]


# --- tracking ----------------------------------------------------------------------------------


def test_a_checkout_is_read_again_by_its_buyer_alone(api, at, books, novel, beans):
    api.add(novel)
    api.add(beans)
    placed = api.check_out().json()

    assert api.get(f"checkout/{placed['id']}/").json() == placed
    narrowed = at(books)
    narrowed.order = api.order
    assert len(narrowed.get(f"checkout/{placed['id']}/").json()["orders"]) == 1
    api.order = None
    assert_problem(api.get(f"checkout/{placed['id']}/"), status=401, code="not-authenticated")
    api.login(make_customer())
    assert_problem(api.get(f"checkout/{placed['id']}/"), status=404, code="not-found")


def test_a_payment_and_its_transactions(api, at, books, coffee, novel, beans):
    api.add(novel)
    api.add(beans)
    placed = api.check_out().json()

    payment = api.get(f"payments/{placed['payment']['id']}/").json()

    assert payment["amount"] == {"amount": "20.50", **EUR}
    assert (payment["status"], payment["next_action"]) == ("cod_due", None)
    shares = {one["order"]["retailer"]["slug"]: one for one in payment["transactions"]}
    assert shares["books"]["amount"] == {"amount": "12.50", **EUR}
    assert shares["books"]["reference"] == shares["books"]["order"]["number"]
    page = api.get("payments/transactions/?page_size=1").json()
    assert [one["id"] for one in page["results"]] == [shares["coffee"]["id"]]
    following = api.get(page["next"].removeprefix("http://localhost"))
    assert [one["id"] for one in following.json()["results"]] == [shares["books"]["id"]]
    api.post(f"orders/{shares['books']['order']['id']}/cancel/")
    changed = api.get(f"payments/{payment['id']}/").json()
    assert {one["status"] for one in changed["transactions"]} == {"cancelled", "cod_due"}
    narrowed = at(coffee)
    narrowed.order = api.order
    only = narrowed.get(f"payments/{payment['id']}/").json()["transactions"]
    assert [one["order"]["retailer"]["slug"] for one in only] == ["coffee"]


def test_the_ways_to_pay(api):
    methods = api.get("payments/methods/").json()["results"]

    assert [method["code"] for method in methods] == list(METHODS)
    assert methods[0] == {
        "code": "cash_on_delivery",
        "name": "Cash on delivery or pickup",
        "kind": "cash",
        "needs_action": False,
    }


# --- shipping and promotions -------------------------------------------------------------------


def test_shipping_of_a_list_of_products_and_of_the_cart(api, at, books, novel, beans):
    Retailer.objects.filter(pk=books.pk).update(
        delivery_fee=Decimal("4.90"), free_delivery_over=Decimal(25), minimum_order=Decimal(20)
    )
    one = api.post("shipping/calculate/", {"items": [entry(novel), entry(beans)]}).json()
    (shop, other) = sorted(one["results"], key=lambda row: row["retailer"]["slug"])
    assert shop["goods_total"] == {"amount": "12.50", **EUR}
    assert [(way["code"], way["fee"]["amount"]) for way in shop["methods"]] == [
        ("delivery", "4.90"),
        ("pickup", "0.00"),
    ]
    assert shop["missing_for_minimum"] == {"amount": "7.50", **EUR}
    assert other["missing_for_minimum"] is None
    api.add(novel, 2)
    (mine,) = api.post("shipping/calculate/", {"shipping_address": {"country": "de"}}).json()[
        "results"
    ]
    assert mine["methods"][0]["fee"] == {"amount": "0.00", **EUR}
    answer = api.post("shipping/calculate/", {"shipping_address": {"country": "XX"}})
    assert_problem(answer, status=422, code="invalid")
    answer = api.post("shipping/calculate/", {"items": [{"product": str(uuid4())}]})
    assert_problem(answer, status=409, code="items-refused")
    (row,) = api.get("shipping/methods/?retailer=coffee").json()["results"]
    assert row["retailer"]["slug"] == "coffee"
    (row,) = at(books).get("shipping/methods/").json()["results"]
    assert row["methods"][0]["free_over"] == {"amount": "25.00", **EUR}


def test_promotions_tell_what_is_on_and_no_secret(api, at, books, coffee, statements):
    make_offer(books, name="Autumn", given=terms(percent="10"))
    make_offer(
        books, name="Later", given=terms(percent="10"), starts=timezone.now() + timedelta(days=1)
    )
    make_voucher(books, "SECRET", name="Hush", given=terms(off="2"))
    make_voucher(
        coffee, "BEANS", name="Beans", given=terms(off="2", at_least=Decimal(10)), is_public=True
    )
    with statements() as seen:
        rows = api.get("promotions/").json()["results"]
    assert len(seen.data) == 1
    assert [(row["name"], row["code"], row["percent"]) for row in rows] == [
        ("Beans", "BEANS", None),
        ("Autumn", None, "10"),
    ]
    assert rows[0]["amount"] == {"amount": "2.00", **EUR}
    assert rows[0]["at_least"] == {"amount": "10.00", **EUR}
    assert api.get(f"promotions/{rows[0]['id']}/").json() == rows[0]
    assert [row["name"] for row in at(books).get("promotions/").json()["results"]] == ["Autumn"]
    answer = at(books).get(f"promotions/{rows[0]['id']}/")
    assert_problem(answer, status=404, code="not-found")
    only = api.get("promotions/?retailer=coffee").json()["results"]
    assert [row["name"] for row in only] == ["Beans"]


# --- made by the shop --------------------------------------------------------------------------


def test_a_shops_staff_begins_and_ends_promotions_on_its_host(api, at, books, novel):
    owner = make_customer()
    with use_retailer(books):
        add_member(user=owner, role="owner")
    desk = at(books).login(owner)
    body = {"name": "Welcome", "code": "welcome10", "benefit": "percentage", "percent": "10"}

    made = desk.post("promotions/", body)

    assert made.status_code == 201
    assert (made.json()["code"], made.json()["percent"]) == ("WELCOME10", "10")
    api.add(novel)
    assert api.post("cart/vouchers/", {"code": "WELCOME10"}).status_code == 200
    assert api.get("promotions/").json()["results"] == []
    assert_problem(desk.post("promotions/", body), status=422, code="invalid")
    offer = {"name": "Spring", "benefit": "delivery_price", "amount": "0"}
    begun = desk.post("promotions/", offer).json()
    assert [row["name"] for row in api.get("promotions/").json()["results"]] == ["Spring"]
    assert_problem(desk.post("promotions/", offer), status=422, code="invalid")
    for one in (made.json(), begun):
        assert desk.delete(f"promotions/{one['id']}/").status_code == 204
    assert api.get("promotions/").json()["results"] == []
    (group,) = api.get("cart/").json()["groups"]
    assert [one["code"] for one in group["vouchers"]] == ["WELCOME10"]
    answer = desk.delete(f"promotions/{uuid4()}/")
    assert_problem(answer, status=404, code="not-found")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"percent": "101"}, 400),
        ({"percent": None}, 400),
        ({"benefit": "amount", "amount": "1.005"}, 422),
        ({"benefit": "amount"}, 422),
        ({"ends_at": "2020-01-01T00:00:00Z"}, 422),
        ({"ends_at": "2099-01-01"}, 400),
        ({"starts_at": "٢٠٩٩-01-01T00:00:00Z"}, 400),
        ({"code": "has space"}, 400),
    ],
)
def test_what_a_promotion_must_be(at, books, change, status):
    owner = make_customer()
    with use_retailer(books):
        add_member(user=owner, role="owner")
    body = {"name": "Welcome", "benefit": "percentage", "percent": "10"} | change
    if change.get("benefit"):
        del body["percent"]

    assert at(books).login(owner).post("promotions/", body).status_code == status
    assert not Promotion.objects.exists()


PERCENT = {"name": "Welcome", "benefit": "percentage", "percent": "10"}


def desk_of(retailer, at):
    owner = make_customer()
    with use_retailer(retailer):
        add_member(user=owner, role="owner")
    return at(retailer).login(owner)


def test_a_voucher_that_began_long_ago_and_has_no_end_is_good_for_a_year(at, books):
    """Carried over from another system: a year from its beginning would be over."""
    old = {"code": "CARRIED", "starts_at": "2020-05-01T00:00:00Z"}

    made = desk_of(books, at).post("promotions/", PERCENT | old)

    assert made.status_code == 201
    left = datetime.fromisoformat(made.json()["ends_at"]) - timezone.now()
    assert timedelta(days=364) < left <= timedelta(days=365)


def test_a_voucher_that_begins_at_the_end_of_the_calendar_ends_with_it(at, books):
    late = {"code": "LATE", "starts_at": "9999-06-01T00:00:00Z"}

    made = desk_of(books, at).post("promotions/", PERCENT | late)

    assert (made.status_code, made.json()["ends_at"]) == (201, "9999-12-31T00:00:00Z")


def test_an_offer_may_stand_until_the_calendar_ends(api, at, books, novel):
    """As other systems write "for ever"."""
    ever = {"ends_at": "9999-12-31T23:59:59.999999Z"}

    made = desk_of(books, at).post("promotions/", PERCENT | ever)

    assert made.status_code == 201
    assert api.get("products/").json()["results"][0]["on_sale"]


def test_a_role_that_makes_no_offers_is_told_so(at, books):
    editor = make_customer()
    with use_retailer(books):
        add_member(user=editor, role="editor")
    body = {"name": "Welcome", "benefit": "percentage", "percent": "10"}

    answer = at(books).login(editor).post("promotions/", body)

    assert_problem(answer, status=403, code="not-allowed")
