"""The confirmation of an order, to who placed it."""

import pytest

from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.messages import last_mail
from tests.factories.offers import make_offer, terms
from tests.factories.orders import make_order, make_purchase_at

pytestmark = pytest.mark.django_db
NOTHING = "There is nothing to pay."


def test_it_names_shop_number_and_total_and_a_guests_link_has_a_token(books):
    order = make_order(books, make_product(books, "A Novel", price="12.50"), fulfilment="pickup")

    letter = last_mail("guest@mail.example")

    assert letter.subject == "Your order at Galleria"
    for fact in ("Northgate Books", "A Novel", order.number, "€12.50", "We have passed it on to"):
        assert fact in letter.body
    assert f"/orders/{order.purchase.uuid}?token=" in letter.body
    assert NOTHING not in letter.body


def test_a_customers_link_has_none(books):
    user = make_customer()
    order = make_order(books, make_product(books), user=user)

    letter = last_mail(user.email)

    assert f"/orders/{order.purchase.uuid}" in letter.body
    assert "token=" not in letter.body


def test_who_has_nothing_to_pay_is_told_so(books):
    make_offer(books, given=terms(percent="100"))
    make_order(books, make_product(books), fulfilment="pickup")

    assert NOTHING in last_mail("guest@mail.example").body


def test_it_tells_where_a_delivery_goes_and_whole(books):
    address = ADDRESS | {"line2": "Hinterhaus", "country": "IE", "city": "Cork", "postcode": ""}
    make_order(books, make_product(books), address=address | {"state": "County Cork"})

    lines = "Ada Lind\nHafenstraße 3\nHinterhaus\nCork\nCo. Cork\nIreland\n"
    assert f"Delivery to:\n{lines}" in last_mail("guest@mail.example").body


def test_it_tells_where_the_part_goes_that_is_delivered(books, coffee):
    make_purchase_at(books, coffee, fulfilment={"books": "pickup", "coffee": "delivery"})

    assert "Delivery to:\nAda Lind\n" in last_mail("guest@mail.example").body


def test_what_is_picked_up_goes_nowhere(books):
    make_order(books, make_product(books), fulfilment="pickup")

    assert "Delivery to" not in last_mail("guest@mail.example").body
