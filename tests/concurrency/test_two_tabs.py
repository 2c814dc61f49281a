"""One buyer in two tabs, or a buyer and her shop: whatever comes first, sums and stock hold."""

from functools import partial

import pytest

from marketplace.accounts.people.address_book import keep_address
from marketplace.cart.merges import merge_guest_cart
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from marketplace.cart.vouchers import apply_voucher
from marketplace.payments.checkout import Changed, Placed
from marketplace.payments.models import Allocation, Refund
from marketplace.payments.refunds import answer_request
from marketplace.purchases import returns
from marketplace.purchases.errors import EmptyCart, TooLateToCancel
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.services import cancel_order
from tenants.registry.context import use_retailer
from tenants.shop.offer.services import end_offer
from tenants.shop.order.services import IllegalMove
from tenants.shop.voucher.models import Voucher
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out, hand_over, make_order, move_at_shop
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]
ROUNDS = 3


def raised(answers):
    return [type(answer) for answer in answers if isinstance(answer, Exception)]


def pieces_of(user):
    lines = CartLine.objects.filter(basket__cart__user=user)
    return sorted(lines.values_list("quantity", flat=True))


def test_two_devices_log_in_at_once_and_nothing_is_lost(books, coffee):
    for _ in range(ROUNDS):
        user = make_customer()
        guests = [
            fill_cart(make_product(books).uuid),
            fill_cart(make_product(coffee).uuid, quantity=2),
        ]

        answers = at_once(
            *[partial(merge_guest_cart, user=user, token=guest.token) for guest in guests]
        )

        assert raised(answers) == []
        assert pieces_of(user) == [1, 2]
        assert Cart.objects.filter(user=None).count() == 0


def test_a_login_in_one_tab_and_a_click_in_the_other(books, coffee):
    for _ in range(ROUNDS):
        user = make_customer()
        guest, product = fill_cart(make_product(books).uuid), make_product(coffee)

        answers = at_once(
            partial(merge_guest_cart, user=user, token=guest.token),
            partial(add_item, shopper=Shopper(user=user), product=product.uuid, quantity=2),
        )

        assert raised(answers) == []
        assert pieces_of(user) == [1, 2]


def test_a_login_and_the_guests_checkout(books):
    for _ in range(ROUNDS):
        user, product = make_customer(), make_product(books)
        guest = fill_cart(product.uuid)

        bought, merged = at_once(
            partial(check_out, guest), partial(merge_guest_cart, user=user, token=guest.token)
        )

        assert not isinstance(merged, Exception)
        orders = read_stock(books, product)[1]
        outcome = (type(bought), orders, len(pieces_of(user)))
        assert outcome in [(Placed, 1, 0), (EmptyCart, 0, 1)]


def test_the_buyer_cancels_while_the_shop_begins(books):
    for _ in range(ROUNDS):
        user, product = make_customer(), make_product(books)
        order = make_order(books, product, user=user)

        answers = at_once(
            partial(cancel_order, uuid=order.uuid, user=user),
            partial(move_at_shop, order, "processing"),
        )

        order.refresh_from_db()
        assert raised(answers) in ([TooLateToCancel], [IllegalMove])
        is_cancelled = order.status == "cancelled"
        assert read_stock(books, product) == (10, 0 if is_cancelled else 1)
        status = Allocation.objects.get(order=order).status
        assert status == ("cancelled" if is_cancelled else "cod_due")


def test_goods_come_back_by_a_request_and_over_the_counter(books):
    for _ in range(ROUNDS):
        user, product = make_customer(), make_product(books)
        order = hand_over(make_order(books, product, user=user, quantity=3))
        request = returns.ask(uuid=order.uuid, kind="return", reason="other", lines=None, user=user)
        answer_request(retailer=books, uuid=request.uuid, to="approved")

        at_once(
            partial(answer_request, retailer=books, uuid=request.uuid, to="received"),
            partial(move_at_shop, order, "returned"),
        )

        order.refresh_from_db()
        allocation = Allocation.objects.get(order=order)
        refunds = Refund.objects.filter(allocation=allocation)
        assert order.status == "returned"
        assert read_stock(books, product) == (10, 0)
        assert sum(refunds.values_list("amount_minor", flat=True)) == allocation.amount_minor


def test_a_code_is_given_back_while_another_wants_it(books):
    for _ in range(ROUNDS):
        code = make_voucher(books, given=terms(percent="50"), usage=Voucher.SINGLE_USE).code
        user, product = make_customer(), make_product(books, price="20.00")
        first, second = fill_cart(product.uuid, user=user), fill_cart(product.uuid)
        for shopper in (first, second):
            apply_voucher(shopper=shopper, code=code)
        order = RetailerOrder.objects.get(purchase=check_out(first).purchase)

        cancelled, bought = at_once(
            partial(cancel_order, uuid=order.uuid, user=user), partial(check_out, second)
        )

        assert not isinstance(cancelled, Exception)
        if isinstance(bought, Placed):
            assert bought.purchase.total == 10
        else:
            assert [change["kind"] for change in bought.changes] == ["discount_fell"]


def test_an_offer_ends_while_it_is_bought(books):
    for _ in range(ROUNDS):
        offer = make_offer(books, given=terms(percent="50"))
        shopper = fill_cart(make_product(books, price="20.00").uuid)

        def end(offer=offer):
            with use_retailer(books):
                end_offer(offer=offer)

        bought, ended = at_once(partial(check_out, shopper), end)

        assert not isinstance(ended, Exception)
        assert isinstance(bought, (Placed, Changed))
        if isinstance(bought, Placed):
            assert bought.purchase.total == 10


def test_one_address_that_is_kept_in_two_tabs_at_once_is_in_the_book_once():
    for _ in range(ROUNDS):
        user = make_customer()
        at_once(*[partial(keep_address, user=user, **ADDRESS)] * 4)
        assert user.address_book.count() == 1
