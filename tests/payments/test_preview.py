"""What the checkout would answer, and what it would cost: told without placing anything."""

from decimal import Decimal
from itertools import combinations

import pytest
from django.core import mail

from marketplace.cart.models import CartLine
from marketplace.cart.queries import read_cart
from marketplace.payments.checkout import place
from marketplace.payments.models import OrderConfirmation
from marketplace.payments.preview import make_quote, preview
from marketplace.purchases.errors import CartChanged
from tenants.kernel.errors import Refusal
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.services import archive_product
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import set_price
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(books):
    """A shop that delivers for 5.00."""
    books.delivery_fee = Decimal("5.00")
    books.save()
    return books


@pytest.mark.parametrize(
    ("chosen", "to_pay", "problems"),
    [
        ({}, "17.50 EUR", ["address-needed"]),
        ({"books": "delivery"}, "17.50 EUR", ["address-needed"]),
        ({"books": "pickup"}, "12.50 EUR", []),
    ],
)
def test_it_is_for_the_way_that_is_asked_about(books, chosen, to_pay, problems):
    shopper = fill_cart(make_product(books).uuid)

    answer = preview(shopper=shopper, email="ada@mail.example", fulfilment=chosen)

    assert [str(money) for money in answer.to_pay] == [to_pay]
    assert [problem.code for problem in answer.problems] == problems
    assert read_cart(shopper).group("books").fulfilment == "delivery"


def test_with_an_address_nothing_is_wrong(books):
    shopper = fill_cart(make_product(books).uuid)

    answer = preview(shopper=shopper, email="ada@mail.example", shipping_address=ADDRESS)

    assert (answer.problems, answer.changes) == ([], [])


@pytest.mark.parametrize(
    ("kind", "to_pay"), [("price_rose", "17.00 EUR"), ("discount_fell", "17.50 EUR")]
)
def test_a_quote_tells_the_present_price_whatever_was_shown(books, kind, to_pay):
    product, offer = make_product(books), make_offer(books, given=terms(percent="40"))
    shopper = fill_cart(product.uuid)
    with use_retailer(books):
        if kind == "price_rose":
            set_price(product=product, price=Decimal(20))
        else:
            end_offer(offer=offer)

    _, answer = make_quote(shopper=shopper)

    assert [change.kind for change in answer.changes] == [kind]
    assert [str(money) for money in answer.to_pay] == [to_pay]


def test_what_cannot_be_had_is_not_quoted(books):
    product = make_product(books)
    shopper = fill_cart(product.uuid, make_product(books).uuid)
    with use_retailer(books):
        archive_product(product=product)

    with pytest.raises(CartChanged) as refused:
        make_quote(shopper=shopper)
    assert [change["kind"] for change in refused.value.extra["changes"]] == ["archived"]


# What is wrong with an order, by the code that tells it.
FAULTS = {
    "mixed-currencies": {},
    "email-needed": {"email": ""},
    "address-needed": {"shipping_address": None},
    "invalid": {"payment_method": "shells"},
    "below-minimum-order": {},
    "total-too-large": {},
}
# What is too large is above each minimum.
PAIRS = [pair for pair in combinations(FAULTS, 2) if pair != tuple(FAULTS)[-2:]]


def faulty_order(faults, books, tea):
    """The arguments of a checkout with just these faults."""
    price = Decimal("800000000000.00") if "total-too-large" in faults else Decimal(10)
    if "below-minimum-order" in faults:
        Retailer.objects.filter(pk=books.pk).update(minimum_order=price * 3)
    shopper = fill_cart(make_product(books).uuid, make_product(tea, price=900).uuid, quantity=2)
    products = CartLine.objects.filter(basket__retailer=books).values_list("product", flat=True)
    with use_retailer(books):
        set_price(product=Product.objects.get(uuid=products.get()), price=price)
    CartLine.objects.filter(basket__retailer=books).update(unit_price=price)
    order = {"email": "ada@mail.example", "shipping_address": ADDRESS, "shopper": shopper}
    order["retailers"] = ["books", "tea"] if "mixed-currencies" in faults else ["books"]
    for fault in faults:
        order |= FAULTS[fault]
    return order


@pytest.mark.parametrize("faults", PAIRS, ids=" and ".join)
def test_the_checkout_refuses_with_the_first_of_the_problems(books, tea, faults):
    order = faulty_order(faults, books, tea)

    problems = [problem.code for problem in preview(**order).problems]

    with pytest.raises(Refusal) as refusal:
        place(**order)
    assert (refusal.value.code, problems[0]) == (faults[0], faults[0])
    assert set(problems) == set(faults)


def test_nobody_is_asked_to_confirm_what_cannot_be_ordered(books, tea):
    order = faulty_order(["total-too-large"], books, tea)

    with pytest.raises(Refusal, match="Order less"):
        place(**order, is_busy=True)

    assert (len(mail.outbox), OrderConfirmation.objects.count()) == (0, 0)
