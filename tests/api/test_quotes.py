"""Previews of a checkout, and quotes that it keeps to."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from marketplace.cart.merges import merge_guest_cart
from marketplace.purchases.models import Purchase, Quote
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.services import change_profile
from tenants.shop.offer.services import end_offer, end_voucher
from tenants.shop.order.models import Order
from tenants.shop.partner.services import set_price, set_stock
from tests.api.conftest import Api, assert_problem
from tests.api.test_buying import EUR, beans, novel
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import make_purchase

__all__ = ["beans", "novel"]


# --- preview -----------------------------------------------------------------------------------


def test_a_preview_tells_what_it_costs_and_changes_nothing(api, books, novel, statements):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.90"))
    make_offer(books, name="Autumn", given=terms(percent="10"))
    api.add(novel, 2)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(15))
    with statements() as seen:
        body = api.post("checkout/preview/", {"shipping_address": ADDRESS}).json()

    assert not [text for text in seen.data if not text.startswith("SELECT")]
    (group,) = body["groups"]
    assert group["goods_total"] == {"amount": "30.00", **EUR}
    assert group["discount"] == {"amount": "3.00", **EUR}
    assert group["items"][0]["discount"] == {"amount": "3.00", **EUR}
    assert body["to_pay"] == [{"amount": "31.90", **EUR}]
    assert [(one["kind"], one["now"]) for one in body["changes"]] == [
        ("price_rose", {"amount": "15.00", **EUR})
    ]
    assert [one["type"] for one in body["problems"]] == ["/problems/email-needed"]
    assert body["can_be_placed"] is False
    again = api.post("checkout/preview/", {"shipping_address": ADDRESS}).json()
    assert again == body
    assert_problem(api.check_out(), status=409, code="cart-changed")


def test_a_preview_without_problems_is_what_the_checkout_charges(api, novel, beans):
    api.add(novel)
    api.add(beans, 2)
    body = {"email": "ada@mail.example", "shipping_address": ADDRESS}

    seen = api.post("checkout/preview/", body).json()

    assert (seen["can_be_placed"], seen["problems"], seen["changes"]) == (True, [], [])
    assert api.check_out().json()["totals"] == seen["to_pay"]


def test_a_preview_names_every_problem_at_once(api, books, tea, novel):
    Retailer.objects.filter(pk=books.pk).update(minimum_order=Decimal(500))
    api.add(novel)
    api.add(make_product(tea, price="1200"))

    body = api.post("checkout/preview/", {"payment_method": "shells"}).json()

    assert [one["type"].removeprefix("/problems/") for one in body["problems"]] == [
        "mixed-currencies",
        "email-needed",
        "address-needed",
        "invalid",
        "below-minimum-order",
    ]
    assert [total["currency"] for total in body["to_pay"]] == ["EUR", "JPY"]


# --- quotes ------------------------------------------------------------------------------------


def quote(api, **body):
    answer = api.post("cart/quote/", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_quote_keeps_its_prices(api, books, novel):
    api.add(novel, 2)
    made = quote(api)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(20))

    answer = api.check_out(quote=made["id"])

    assert answer.status_code == 201
    assert answer.json()["totals"] == made["to_pay"] == [{"amount": "25.00", **EUR}]
    with use_retailer(books):
        assert Order.objects.get().lines.get().unit_price_incl_tax == Decimal("12.50")


def test_a_quote_comes_along_at_login(api, books, coffee, novel):
    """Into the cart that the customer has already, where it says what the quote was about."""
    user = make_customer()
    fill_cart(make_product(coffee).uuid, user=user)
    api.add(novel)
    quote = api.post("cart/quote/", {}).json()
    with use_retailer(books):
        set_price(product=novel, price=Decimal(15))
    merge_guest_cart(user=user, token=api.cart)

    buyer = Api().login(user)
    answer = buyer.check_out(quote=quote["id"], retailers=["books"])
    assert answer.json()["totals"] == quote["to_pay"]


def test_a_quoted_voucher_that_ended_comes_along_too(api, books, coffee, novel):
    user = make_customer()
    fill_cart(make_product(coffee).uuid, user=user)
    voucher = make_voucher(books, given=terms(percent="20"))
    api.add(novel)
    api.post("cart/vouchers/", {"code": voucher.code})
    quote = api.post("cart/quote/", {}).json()
    with use_retailer(books):
        end_voucher(voucher=voucher)
    merge_guest_cart(user=user, token=api.cart)

    answer = Api().login(user).check_out(quote=quote["id"], retailers=["books"])
    assert answer.json()["totals"] == quote["to_pay"]


def test_a_quote_passes_a_lower_price_on(api, books, novel):
    api.add(novel, 2)
    made = quote(api)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(10))

    assert api.check_out(quote=made["id"]).json()["totals"] == [{"amount": "20.00", **EUR}]


def test_a_quote_tells_a_price_that_rose_and_stands_by_it(api, books, novel):
    api.add(novel)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(15))
    made = quote(api)

    assert [one["kind"] for one in made["changes"]] == ["price_rose"]
    assert api.check_out(quote=made["id"]).json()["totals"] == [{"amount": "15.00", **EUR}]


def test_the_offers_of_the_quotes_moment_count(api, books, novel):
    soon = timezone.now() + timedelta(seconds=2)
    offer = make_offer(books, given=terms(percent="20"), ends=soon)
    api.add(novel)
    made = quote(api)
    with use_retailer(books):
        type(offer).objects.filter(pk=offer.pk).update(end_datetime=timezone.now())

    assert api.check_out(quote=made["id"]).json()["totals"] == made["to_pay"]


def test_and_those_that_the_shop_ended_since(api, books, novel):
    api.add(novel)
    offer = make_offer(books, given=terms(percent="20"))
    made = quote(api)
    with use_retailer(books):
        end_offer(offer=offer)

    assert (
        api.check_out(quote=made["id"]).json()["totals"]
        == made["to_pay"]
        == [{"amount": "10.00", **EUR}]
    )


@pytest.mark.parametrize("free_over", [None, 10])
def test_a_quote_keeps_what_the_delivery_costs(api, books, novel, free_over):
    change_profile(retailer=books, delivery_fee=Decimal(5), free_delivery_over=free_over)
    api.add(novel)
    made = quote(api)
    change_profile(retailer=books, delivery_fee=Decimal(9), free_delivery_over=None)

    paid = "12.50" if free_over else "17.50"
    placed = api.check_out(quote=made["id"]).json()
    assert placed["totals"] == made["to_pay"] == [{"amount": paid, **EUR}]


def test_a_quote_passes_a_cheaper_delivery_on(api, books, novel):
    change_profile(retailer=books, delivery_fee=Decimal(5))
    api.add(novel)
    made = quote(api)
    change_profile(retailer=books, delivery_fee=Decimal(3))

    assert api.check_out(quote=made["id"]).json()["totals"] == [{"amount": "15.50", **EUR}]


def test_what_somebody_else_has_used_up_is_told(api, books, novel):
    make_offer(books, given=terms(percent="20", times=1))
    api.add(novel)
    made = quote(api)
    make_purchase(novel, email="bob@mail.example")

    for _ in range(2):
        refused = api.check_out(quote=made["id"])
        assert_problem(refused, status=409, code="cart-changed")
        (change,) = refused.json()["changes"]
        assert (change["kind"], change["was"]["amount"]) == ("discount_fell", "2.50")
    assert Purchase.objects.count() == 1


def test_a_quote_keeps_no_stock(api, books, novel):
    api.add(novel, 3)
    made = quote(api)
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=1)

    assert_problem(api.check_out(quote=made["id"]), status=409, code="cart-changed")


def test_what_a_quote_is_refused_for(api, at, books, novel):
    api.add(novel)
    made = quote(api)

    assert_problem(api.check_out(quote=str(uuid4())), status=422, code="unknown-quote")
    api.add(novel)
    assert_problem(api.check_out(quote=made["id"]), status=409, code="quote-differs")
    made = quote(api)
    Quote.objects.update(expires_at=timezone.now())
    assert_problem(api.check_out(quote=made["id"]), status=409, code="quote-expired")
    stranger = at(books)
    stranger.add(novel, 2)
    answer = stranger.check_out(quote=quote(api)["id"])
    assert_problem(answer, status=422, code="unknown-quote")
    assert not Purchase.objects.exists()


def test_a_cart_keeps_twenty_quotes(api, novel):
    api.add(novel)
    for _ in range(22):
        quote(api)

    assert Quote.objects.count() == 20


def test_a_quote_outlives_those_that_others_ask_for(api, novel):
    api.add(novel)
    body = quote(api)
    other = Api()
    other.add(novel)
    quote(other)

    assert Quote.objects.filter(uuid=body["id"]).exists()


def test_what_cannot_be_had_is_not_quoted(api, books, novel):
    api.add(novel, 3)
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=1)

    assert_problem(api.post("cart/quote/", {}), status=409, code="cart-changed")
    assert not Quote.objects.exists()
