"""A copy of all that is kept about a person, over all shops."""

import json

import pytest

from marketplace.activities.models import Activity
from marketplace.privacy.exports import finish_export, read_export, request_export
from marketplace.privacy.models import PersonalExport
from marketplace.reviews import services
from tenants.registry import people
from tenants.registry.models import Retailer
from tenants.registry.people import shops_with
from tenants.staff.models import Membership
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out, make_purchase_at
from tests.factories.statements import count_statements
from tests.factories.threads import at_once
from tests.privacy.test_erasure import WORD, hire, live

pytestmark = pytest.mark.django_db

SECTIONS = {
    "version",
    "made_at",
    "account",
    "profile",
    "addresses",
    "logins",
    "identities",
    "activities",
    "audit",
    "notifications",
    "cart",
    "wishlist",
    "purchases",
    "payments",
    "orders_to_confirm",
    "exports",
    "shops",
}


def copy_of(user):
    finish_export(uuid=str(request_export(user=user).uuid))
    return json.loads(read_export(user=user))


def test_it_holds_everything_from_every_shop(books, coffee):
    ada = live(books, coffee)
    hire(coffee, ada, "editor")

    copy = copy_of(ada)

    assert set(copy) == SECTIONS
    assert copy["account"]["email"] == f"{WORD}@mail.example"
    assert copy["profile"]["birthday"] == "1990-12-10"
    assert copy["addresses"][0]["line1"] == f"{WORD} 1"
    assert copy["logins"][0]["device"] == f"{WORD} phone"
    assert copy["notifications"]["news"]["email"] is True
    assert {line["shop"] for line in copy["cart"]} == {"Northgate Books", "Kaldi Coffee"}
    [purchase] = copy["purchases"]
    assert purchase["shipping_address"]["line1"] == f"{WORD} 2"
    assert {order["shop"] for order in purchase["orders"]} == {"Northgate Books", "Kaldi Coffee"}
    assert len({order["number"] for order in purchase["orders"]}) == 2
    assert copy["payments"][0]["amount"] == purchase["total"]
    assert set(copy["shops"]) == {"books", "coffee"}
    for shop in copy["shops"].values():
        [order] = shop["orders"]
        assert order["shipping_address"]["line1"] == f"{WORD} 2"
        assert [line["quantity"] for line in order["items"]] == [1]
        assert shop["reviews"][0]["body"] == "Very good"
    assert copy["shops"]["coffee"]["memberships"][0]["role"] == "editor"
    assert copy["shops"]["books"]["memberships"] == []


def test_it_tells_of_nobody_else_and_no_secret(books, coffee):
    eve = make_reviewer("eve@mail.example")
    product = make_product(books).uuid
    check_out(fill_cart(product, user=eve))
    services.write(user=eve, product=product, score=1, title="Eve's own words")
    ada = live(books, coffee)

    text = json.dumps(copy_of(ada))

    assert "eve@mail.example" not in text
    assert "Eve's own words" not in text
    assert ada.password not in text
    assert "session_key" not in text
    assert "jti" not in text


def test_an_order_tells_what_was_taken_off_and_by_what(books):
    make_offer(books, name="Autumn", given=terms(percent="50"))
    ada = make_customer()
    product = make_product(books, price="10.00").uuid
    check_out(fill_cart(product, user=ada))

    [order] = copy_of(ada)["shops"]["books"]["orders"]

    off = {"amount": "5.00", "currency": "EUR"}
    assert order["discounts"] == [{"name": "Autumn", "code": "", "amount": off}]
    assert order["payable"] == off


def test_that_it_was_asked_for_is_one_of_the_activities():
    ada = make_customer()
    export = request_export(user=ada)

    activity = Activity.objects.get(user=ada)
    assert (activity.kind, activity.details) == ("export_requested", {"export": str(export.uuid)})


def test_it_takes_as_many_statements_for_thirty_orders_as_for_three(books):
    ada, product = make_customer(), make_product(books, stock=90).uuid

    def buy(count):
        for _ in range(count):
            check_out(fill_cart(product, user=ada))

    buy(3)
    export = request_export(user=ada)
    with count_statements() as few:
        finish_export(uuid=str(export.uuid))
    buy(27)
    export = request_export(user=ada)
    with count_statements() as many:
        finish_export(uuid=str(export.uuid))

    assert len(many) == len(few)
    assert len(json.loads(read_export(user=ada))["purchases"]) == 30


def test_shops_are_found_where_somebody_left_something(books, coffee, tea):
    ada, eve = make_customer(), make_customer()
    make_purchase_at(books, user=ada)
    hire(tea, ada, "editor")

    assert [shop.slug for shop in shops_with(ada)] == ["books", "tea"]
    assert shops_with(eve) == []
    assert [shop.slug for shop in shops_with(ada, model=Membership)] == ["tea"]


@pytest.mark.parametrize(("model", "statements"), [(None, 1 + 3), (Membership, 1 + 1)])
def test_one_table_is_looked_into_in_many_shops_at_once(
    books, coffee, tea, monkeypatch, model, statements
):
    """All tables in few: each takes a lock."""
    ada = make_customer()
    hire(tea, ada, "editor")
    monkeypatch.setattr(people, "AT_ONCE", 1)

    with count_statements() as counted:
        shops = shops_with(ada, model=model)

    assert [shop.slug for shop in shops] == ["tea"]
    assert len(counted) == statements


def test_a_shop_whose_schema_is_missing_holds_nothing_of_anybody(books, tea):
    ada = make_customer()
    hire(tea, ada, "editor")
    Retailer.objects.filter(pk=books.pk).update(schema_name="shop_missing")

    assert [shop.slug for shop in shops_with(ada)] == ["tea"]


@pytest.mark.django_db(transaction=True)
def test_of_many_that_ask_at_once_one_copy_is_made():
    ada = make_customer()

    answers = at_once(*[lambda: request_export(user=ada)] * 5)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert {answer.uuid for answer in answers} == {PersonalExport.objects.get().uuid}


def test_what_is_erased_meanwhile_is_not_copied(books, coffee):
    from marketplace.privacy.erasure import erase_account

    ada = live(books, coffee)
    export = request_export(user=ada)
    erase_account(user=ada)

    assert finish_export(uuid=str(export.uuid)) is None
    assert not PersonalExport.objects.exists()
