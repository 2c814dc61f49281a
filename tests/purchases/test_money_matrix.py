"""Discount x currency x way of delivery, and each way an order can end: everything adds up."""

from decimal import Decimal
from itertools import product

import pytest

from marketplace.payments.models import Allocation, Refund
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from marketplace.purchases.amounts import amount_added_up, amount_demanded
from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.queries import read_order
from marketplace.purchases.services import cancel_order
from tenants.kernel.money import from_minor, to_minor
from tenants.shop.offer.models import Benefit
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import hand_over, make_order

# Three novels, a map and the delivery, in the smallest unit.
PRICES = {"EUR": (999, 500, 590), "JPY": (999, 500, 590), "KWD": (9999, 5000, 5900)}
# What is paid, by (discount, currency): delivered, picked up.
PAYABLE = {
    ("none", "EUR"): ("40.87", "34.97"),
    ("none", "JPY"): ("4087", "3497"),
    ("none", "KWD"): ("40.897", "34.997"),
    ("third", "EUR"): ("29.33", "23.43"),
    ("third", "JPY"): ("2933", "2343"),
    ("third", "KWD"): ("29.348", "23.448"),
    ("all", "EUR"): ("5.90", "0"),
    ("all", "JPY"): ("590", "0"),
    ("all", "KWD"): ("5.900", "0"),
    ("road", "EUR"): ("38.37", "34.97"),
    ("road", "JPY"): ("3837", "3497"),
    ("road", "KWD"): ("38.397", "34.997"),
}
CASES = [
    pytest.param(*key, way, marks=[pytest.mark.world] if way == "pickup" else [])
    for key, way in product(PAYABLE, ("delivery", "pickup"))
]


def promote(shop, discount):
    """The code to use, if one is needed."""
    if discount == "third":
        make_offer(shop, given=terms(percent="33"))
    elif discount == "all":
        return make_voucher(shop, given=terms(percent="100")).code
    elif discount == "road":
        off = str(from_minor(2500 if shop.currency == "KWD" else 250, shop.currency))
        return make_voucher(shop, given=terms(off=off, benefit=Benefit.SHIPPING_ABSOLUTE)).code
    return ""


def assert_sums(order, payable):
    """Order, lines, discounts and share of the payment say the same."""
    view, share = read_order(order), Allocation.objects.get(order=order)
    assert order.payable == view.source.total_incl_tax == payable
    assert view.goods_total - view.discount + view.delivery_fee == order.money
    assert (
        sum(line.payable.amount for line in view.lines) == (view.goods_total - view.discount).amount
    )
    off = sum(one.amount.amount for one in view.discounts if one.kind == "goods")
    assert off == view.discount.amount
    assert share.amount_minor == share.payment.amount_minor == to_minor(payable, order.currency)
    assert share.status == share.payment.status == ("cod_due" if payable else "paid")


def return_one_by_one(order, user):
    """Each novel by itself, then the map: what was paid back."""
    novel = read_order(order).lines[0]
    for lines in [{novel.uuid: 1}] * 3 + [None]:
        request = returns.ask(
            uuid=order.uuid, kind="return", reason="other", lines=lines, user=user
        )
        for to in ("approved", "received", "refunded")[: 3 if request.amount_minor else 2]:
            answer_request(retailer=order.retailer, uuid=request.uuid, to=to)
    return sum(
        Refund.objects.filter(allocation__order=order).values_list("amount_minor", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("discount", "currency", "way"), CASES)
def test_it_adds_up_from_the_cart_to_the_last_piece_that_comes_back(books, discount, currency, way):
    price, other, fee = (from_minor(minor, currency) for minor in PRICES[currency])
    books.currency, books.delivery_fee = currency, fee
    books.save()
    novel, chart = (make_product(books, price=amount, stock=None) for amount in (price, other))
    goods, user, code = [novel] * 3 + [chart], make_customer(), promote(books, discount)
    payable = Decimal(PAYABLE[discount, currency][way == "pickup"])

    gone = make_order(books, *goods, code=code, fulfilment=way, user=user)
    assert_sums(gone, payable)
    cancel_order(uuid=gone.uuid, user=user)
    share = Allocation.objects.get(order=gone)
    assert (share.status, share.payment.status) == ("cancelled", "cancelled")
    gone.refresh_from_db()
    with pytest.raises(NoInvoiceYet):
        invoice_of(gone)

    order = make_order(books, *goods, code=code, fulfilment=way, user=user)
    assert_sums(order, payable)
    hand_over(order)
    content = invoice_of(order).content
    assert amount_added_up(content) == amount_demanded(content) == payable
    assert Allocation.objects.get(order=order).status == "paid"

    assert return_one_by_one(order, user) == to_minor(payable, currency)
    order.refresh_from_db()
    status = Allocation.objects.get(order=order).status
    assert (order.status, status) == ("returned", "refunded" if payable else "paid")
