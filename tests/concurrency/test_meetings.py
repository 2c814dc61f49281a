"""Services that lock rows of two kinds meet: what may come out of each pair, and nothing else.

One stops while it holds its first lock, the other comes; then the other way round. With
`make test-all` each also stops behind every other lock that it takes. Afterwards what was bought,
owed and listed agrees with itself (tests/factories/ledgers.py).
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import count

import pytest
from django.core import mail
from django.utils.timezone import now

from marketplace.accounts.people.address_book import add_address
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import Cart, CartLine
from marketplace.cart.services import add_item
from marketplace.cart.shopper import Shopper
from marketplace.payments.models import OrderConfirmation, Payment
from marketplace.payments.preview import make_quote
from marketplace.payments.refunds import answer_request
from marketplace.payments.services import receive
from marketplace.privacy.erasure import erase_account
from marketplace.purchases import returns
from marketplace.purchases.claims import claim_guest_purchases
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.services import cancel_order
from marketplace.reviews import hiding_requests
from marketplace.reviews import services as market_reviews
from marketplace.reviews.models import HidingRequest
from tenants.feeds.rows import ProductRow
from tenants.registry import services as registry
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import batches
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.reviews import services as reviews
from tenants.shop.order.models import Order, OrderStatusChange
from tenants.shop.partner.services import set_price, set_stock
from tenants.tasks.runner import run_all
from tests.factories.accounts import make_customer, make_operator, make_reviewer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.ledgers import require_agreement
from tests.factories.meetings import SAVEPOINT, meet, meet_both_ways, meet_everywhere
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out, hand_over, make_order, move_at_shop
from tests.factories.reviews import ask, decide_on, read_at_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.world]
numbers = count(1)


@dataclass
class World:
    """Two shops, and something that both sides of a meeting are about."""

    books: Retailer
    coffee: Retailer

    def order(self, *, until: str = "", **values):
        order = make_order(self.books, make_product(self.books), **values)
        return hand_over(order, until=until) if until else order

    def request(self, kind="return", *, to: str = ""):
        buyer = make_customer()
        order = self.order(until="delivered", user=buyer)
        request = returns.ask(uuid=order.uuid, kind=kind, reason="damaged", user=buyer)
        if to:
            answer(request, to)()
        return request


def at(retailer, call, **values):
    with use_retailer(retailer):
        return call(**values)


def buying(*products, user=None):
    return partial(check_out, fill_cart(*(product.uuid for product in products), user=user))


def moving(order, to):
    return partial(move_at_shop, order, to)


def answer(request, to):
    return partial(answer_request, retailer=request.order.retailer, uuid=request.uuid, to=to)


def new_keys(number):
    return [f"key-{next(numbers)}" for _ in range(number)]


def importing(retailer, keys):
    """A file with other titles and prices for these goods."""
    moment = next(numbers)
    rows = [
        ProductRow(key=key, kind="simple", rows=(1,), title="New", currency="EUR", price=Decimal(9))
        for key in keys
    ]
    digests = dict.fromkeys(keys, f"{moment}")
    fields = frozenset({"title", "price"})
    return partial(at, retailer, batches.write_products, rows=rows, digests=digests, fields=fields)


def trading(retailer):
    """The shop as it is now, open again if it was suspended."""
    shop = Retailer.objects.get(pk=retailer.pk)
    return registry.resume(retailer=shop) if shop.status == Retailer.Status.SUSPENDED else shop


# --- a checkout and ... -------------------------------------------------------------------------
def its_shop_is_suspended(world):
    shop = trading(world.books)
    return buying(make_product(shop)), partial(registry.suspend, retailer=shop, reason="test")


def another_order_is_shipped(world):
    product = make_product(world.books)
    order = hand_over(make_order(world.books, product), until="processing")
    return buying(product), moving(order, "shipped")


def its_cart_is_merged_at_login(world):
    product, user = make_product(world.books), make_customer()
    fill_cart(product.uuid, user=user)
    token = fill_cart(make_product(world.coffee).uuid).token
    merge = partial(merge_guest_cart, user=user, token=token)
    return partial(check_out, Shopper(user=user)), merge


def its_guests_cart_is_merged(world):
    source, target = (fill_cart(make_product(world.books).uuid).token for _ in range(2))
    merge = partial(merge_guest_carts, source=source, target=target)
    return partial(check_out, Shopper(token=target)), merge


def its_cart_is_merged_while_it_must_wait(world):
    """A guest's, whose mailbox is to confirm it."""
    Retailer.objects.filter(pk=world.books.pk).update(guest_order_pieces=0)
    source, target = (fill_cart(make_product(world.books).uuid).token for _ in range(2))
    merge = partial(merge_guest_carts, source=source, target=target)
    return partial(check_out, Shopper(token=source)), merge


def an_offer_begins(world):
    product = make_product(world.books)
    return buying(product), partial(make_offer, world.books, given=terms(percent="10"))


def an_import_writes_its_goods(world):
    products = [make_product(world.books, external_key=key) for key in new_keys(2)]
    return buying(*products), importing(world.books, [product.external_key for product in products])


def its_account_is_erased(world):
    user = make_customer()
    return buying(make_product(world.books), user=user), partial(erase_account, user=user)


def its_goods_are_archived(world):
    product = make_product(world.books)
    return buying(product), partial(at, world.books, catalogue.archive_product, product=product)


def its_stock_is_counted(world):
    product = make_product(world.books)
    count = partial(at, world.books, set_stock, product=product, num_in_stock=0)
    return buying(product), count


def another_checkout_of_the_same_two_shops(world):
    ours, theirs = make_product(world.books, stock=1), make_product(world.coffee, stock=1)
    return buying(ours, theirs), buying(theirs, ours)


def more_is_put_into_its_cart(world):
    product = make_product(world.books)
    shopper = fill_cart(product.uuid)
    return partial(check_out, shopper), partial(
        add_item, shopper=shopper, product=product.uuid, quantity=1
    )


# --- a quote and ... ----------------------------------------------------------------------------
def its_cart_goes_into_another(world):
    source, target = (fill_cart(make_product(world.books).uuid).token for _ in range(2))
    merge = partial(merge_guest_carts, source=source, target=target)
    return partial(make_quote, shopper=Shopper(token=source)), merge


# --- an order and ... ---------------------------------------------------------------------------
def it_is_cancelled_and_shipped(world):
    user = make_customer()
    order = world.order(user=user)
    moving(order, "processing")()
    return moving(order, "cancelled"), moving(order, "shipped")


def two_clerks_ship_it(world):
    order = world.order(until="processing")
    return moving(order, "shipped"), moving(order, "shipped")


def its_buyer_cancels_and_the_shop_begins(world):
    user = make_customer()
    order = world.order(user=user)
    return partial(cancel_order, uuid=order.uuid, user=user), moving(order, "processing")


def its_refund_is_approved_and_refused(world):
    request = world.request("refund")
    return answer(request, "approved"), answer(request, "refused")


def its_return_is_asked_for_twice(world):
    buyer = make_customer()
    order = world.order(until="delivered", user=buyer)
    ask = partial(returns.ask, uuid=order.uuid, kind="return", reason="damaged", user=buyer)
    return ask, ask


def its_return_came_and_another_buys(world):
    request = world.request(to="approved")
    with use_retailer(world.books):
        product = Order.objects.get(uuid=request.order.uuid).lines.get().product
    return answer(request, "received"), buying(product)


def its_refund_is_settled_and_the_money_came(world):
    request = world.request("refund", to="approved")
    payment = Payment.objects.get(allocations__order=request.order)
    return answer(request, "refunded"), partial(receive, payment=payment)


def its_refund_is_settled_twice(world):
    request = world.request("refund", to="approved")
    return answer(request, "refunded"), answer(request, "refunded")


def its_invoice_is_written_while_it_ships(world):
    order = world.order(until="processing")
    return partial(invoice_of, order), moving(order, "shipped")


def its_invoice_is_written_twice(world):
    order = world.order(until="shipped")
    return partial(invoice_of, order), partial(invoice_of, order)


def its_money_comes_while_a_part_is_cancelled(world):
    placed = buying(make_product(world.books), make_product(world.coffee))()
    order = RetailerOrder.objects.get(purchase=placed.purchase, retailer=world.coffee)
    return partial(receive, payment=placed.payment), moving(order, "cancelled")


def both_parts_of_a_purchase_are_cancelled(world):
    placed = buying(make_product(world.books), make_product(world.coffee))()
    orders = RetailerOrder.objects.filter(purchase=placed.purchase).order_by("retailer_id")
    return tuple(moving(order, "cancelled") for order in orders)


def it_is_claimed_while_it_is_cancelled(world):
    user = make_customer(email_verified_at=now())
    shopper = fill_cart(make_product(world.books).uuid)
    placed = check_out(shopper, email=user.email)
    order = placed.purchase.orders.get()
    return partial(claim_guest_purchases, user), moving(order, "cancelled")


# --- goods and people ---------------------------------------------------------------------------
def a_price_is_changed_while_a_file_writes_it(world):
    (key,) = new_keys(1)
    product = make_product(world.books, external_key=key)
    change = partial(at, world.books, set_price, product=product, price=Decimal(7))
    return change, importing(world.books, [key])


def two_files_write_the_same_goods(world):
    keys = new_keys(3)
    for key in keys:
        make_product(world.books, external_key=key)
    return importing(world.books, keys), importing(world.books, keys[::-1])


def a_review_is_written_while_its_account_is_erased(world):
    user, product = make_reviewer(), make_product(world.books)
    values = {"product": product.uuid, "user": user, "score": 4}
    return partial(at, world.books, reviews.write_review, **values), partial(
        erase_account, user=user
    )


def a_review_is_hidden_while_another_is_written(world):
    product = make_product(world.books)
    values = {"product": product.uuid, "score": 4}
    review = at(world.books, reviews.write_review, user=make_reviewer(), **values)
    hide = partial(reviews.moderate_review, uuid=review.uuid, status=reviews.HIDDEN)
    return partial(at, world.books, hide), partial(
        at, world.books, reviews.write_review, user=make_reviewer(), **values
    )


def its_hiding_is_decided_by_two_operators(world):
    review = market_reviews.write(
        user=make_reviewer(), product=make_product(world.books).uuid, score=1
    )
    request = ask(world.books, review.uuid)
    values = {"read_at": read_at_now(request), "state": "open"}
    return tuple(
        partial(decide_on, request, is_shown=is_shown, operator=make_operator(), **values)
        for is_shown in (False, True)
    )


def a_review_is_reported_while_its_reports_are_settled(world):
    review = market_reviews.write(
        user=make_reviewer(), product=make_product(world.books).uuid, score=1
    )
    report, again = (
        partial(market_reviews.report, user=make_customer(), uuid=review.uuid, reason="Rude")
        for _ in range(2)
    )
    report()
    return again, partial(hiding_requests.keep, retailer=world.books, uuid=review.uuid)


def an_address_is_added_while_its_account_is_erased(world):
    user = make_customer()
    return partial(add_address, user=user, **ADDRESS), partial(erase_account, user=user)


def two_carts_are_merged_into_one(world):
    user, product = make_customer(), make_product(world.books)
    fill_cart(product.uuid, user=user)
    return tuple(
        partial(merge_guest_cart, user=user, token=fill_cart(product.uuid).token) for _ in range(2)
    )


def two_guests_log_in_as_one_customer(world):
    user, product = make_customer(), make_product(world.books)
    return tuple(
        partial(merge_guest_cart, user=user, token=fill_cart(product.uuid).token) for _ in range(2)
    )


def a_guest_logs_in_while_the_customers_first_cart_begins(world):
    user, product = make_customer(), make_product(world.books)
    begin = partial(add_item, shopper=Shopper(user=user), product=product.uuid, quantity=1)
    return partial(merge_guest_cart, user=user, token=fill_cart(product.uuid).token), begin


PLACED, CHANGED = "Placed", "Changed"
# What may come out of each, in the scene's order; "None": it is done, and answers nothing.
OUTCOMES = {
    its_shop_is_suspended: {(PLACED, "Retailer"), (CHANGED, "Retailer")},
    another_order_is_shipped: {(PLACED, "Order")},
    its_cart_is_merged_at_login: {(PLACED, "MergeResult")},
    its_guests_cart_is_merged: {(PLACED, "MergeResult")},
    its_cart_is_merged_while_it_must_wait: {
        ("ConfirmationNeeded", "MergeResult"),
        ("EmptyCart", "MergeResult"),
    },
    its_cart_goes_into_another: {("tuple", "MergeResult"), ("EmptyCart", "MergeResult")},
    an_offer_begins: {(PLACED, "ConditionalOffer")},
    an_import_writes_its_goods: {(PLACED, "Outcome")},
    its_account_is_erased: {(PLACED, "None"), ("EmptyCart", "None")},
    its_goods_are_archived: {(PLACED, "Product"), (CHANGED, "Product")},
    its_stock_is_counted: {(PLACED, "StockBelowReserved"), (CHANGED, "StockRecord")},
    another_checkout_of_the_same_two_shops: {(PLACED, CHANGED), (CHANGED, PLACED)},
    more_is_put_into_its_cart: {(PLACED, "CartView")},
    it_is_cancelled_and_shipped: {("Order", "IllegalMove"), ("IllegalMove", "Order")},
    two_clerks_ship_it: {("Order", "IllegalMove"), ("IllegalMove", "Order")},
    its_buyer_cancels_and_the_shop_begins: {
        ("RetailerOrder", "IllegalMove"),
        ("TooLateToCancel", "Order"),
    },
    its_refund_is_approved_and_refused: {
        ("ReturnRequest", "IllegalMove"),
        ("IllegalMove", "ReturnRequest"),
    },
    its_return_is_asked_for_twice: {
        ("ReturnRequest", "AlreadyAsked"),
        ("AlreadyAsked", "ReturnRequest"),
    },
    its_return_came_and_another_buys: {("ReturnRequest", PLACED)},
    its_refund_is_settled_and_the_money_came: {("ReturnRequest", "None")},
    its_refund_is_settled_twice: {
        ("ReturnRequest", "IllegalMove"),
        ("IllegalMove", "ReturnRequest"),
    },
    its_invoice_is_written_while_it_ships: {("Invoice", "Order"), ("NoInvoiceYet", "Order")},
    its_invoice_is_written_twice: {("Invoice", "Invoice")},
    its_money_comes_while_a_part_is_cancelled: {("None", "Order")},
    both_parts_of_a_purchase_are_cancelled: {("Order", "Order")},
    it_is_claimed_while_it_is_cancelled: {("list", "Order")},
    a_price_is_changed_while_a_file_writes_it: {("StockRecord", "Outcome")},
    two_files_write_the_same_goods: {("Outcome", "Outcome")},
    a_review_is_written_while_its_account_is_erased: {("ProductReview", "None")},
    a_review_is_hidden_while_another_is_written: {("ProductReview", "ProductReview")},
    its_hiding_is_decided_by_two_operators: {
        ("HidingRequest", "HidingDecided"),
        ("HidingDecided", "HidingRequest"),
    },
    a_review_is_reported_while_its_reports_are_settled: {("None", "ReviewCopy")},
    an_address_is_added_while_its_account_is_erased: {("Address", "None"), ("AccountGone", "None")},
    two_carts_are_merged_into_one: {("MergeResult", "MergeResult")},
    two_guests_log_in_as_one_customer: {("MergeResult", "MergeResult")},
    a_guest_logs_in_while_the_customers_first_cart_begins: {("MergeResult", "CartView")},
}


@pytest.fixture
def world(books, coffee):
    return World(books, coffee)


def hold_meetings(meet, scene, world):
    meetings = list(meet(partial(scene, world)))
    assert len(meetings) >= 2
    assert {meeting.kinds for meeting in meetings} - OUTCOMES[scene] == set()
    require_agreement(trading(world.books), world.coffee)
    return meetings


@pytest.mark.parametrize("scene", OUTCOMES, ids=lambda scene: scene.__name__)
def test_what_comes_out_when_they_meet(scene, world):
    hold_meetings(meet_both_ways, scene, world)


@pytest.mark.storm
@pytest.mark.parametrize("scene", OUTCOMES, ids=lambda scene: scene.__name__)
def test_the_same_behind_each_lock(scene, world):
    hold_meetings(meet_everywhere, scene, world)


def letters_to(address):
    """How many mails this mailbox got, all that waited sent."""
    run_all()
    return sum(letter.to == [address] for letter in mail.outbox)


def test_two_clerks_ship_once(world):
    product, buyer = make_product(world.books, stock=10), make_customer()

    def order():
        return hand_over(
            make_order(world.books, product, user=buyer, quantity=2), until="processing"
        )

    alone = order()
    before = letters_to(buyer.email)
    moving(alone, "shipped")()
    of_one = letters_to(buyer.email) - before
    orders = [order(), order()]
    before = letters_to(buyer.email)
    waiting = iter(orders)

    def scene():
        clerk = moving(next(waiting), "shipped")
        return clerk, clerk

    for meeting in meet_both_ways(scene):
        assert sorted(meeting.kinds) == ["IllegalMove", "Order"]
    assert read_stock(world.books, product) == (4, 0)
    assert letters_to(buyer.email) - before == 2 * of_one
    with use_retailer(world.books):
        moves = OrderStatusChange.objects.filter(new_status="shipped")
        assert sorted(moves.values_list("order__uuid", flat=True)) == sorted(
            each.uuid for each in (alone, *orders)
        )
    pointers = RetailerOrder.objects.values_list("status", flat=True)
    assert list(pointers) == ["shipped"] * 3


def test_whoever_held_the_shop_first_has_it_as_it_was(world):
    """A checkout that began is placed before the suspension; one that comes later finds it."""
    product = make_product(world.books, stock=10)

    def scene():
        shop = trading(world.books)
        return buying(product), partial(registry.suspend, retailer=shop, reason="test")

    meetings = meet_both_ways(scene, "tenants_retailer")
    bought = next(meetings)
    assert bought.kinds == ("Placed", "Retailer")
    assert read_stock(world.books, product) == (10, 1)
    assert (RetailerOrder.objects.count(), Payment.objects.count()) == (1, 1)
    assert letters_to("guest@mail.example") == 1
    assert Retailer.objects.get(pk=world.books.pk).status == "suspended"

    refused = next(meetings)
    assert refused.kinds == ("Changed", "Retailer")
    assert [change["kind"] for change in refused.first.changes] == ["unavailable"]
    assert read_stock(world.books, product) == (10, 1)
    assert (RetailerOrder.objects.count(), Payment.objects.count()) == (1, 1)
    assert letters_to("guest@mail.example") == 1
    assert Retailer.objects.get(pk=world.books.pk).status == "suspended"


def test_a_cart_that_is_merged_twice_at_once_comes_along_once(world):
    user, product = make_customer(), make_product(world.books, stock=10)

    def scene():
        fill_cart(product.uuid, user=user)
        token = fill_cart(product.uuid, quantity=2).token
        merge = partial(merge_guest_cart, user=user, token=token)
        return merge, merge

    for number, meeting in enumerate(meet_both_ways(scene), start=1):
        results = (meeting.first, meeting.second)
        assert sorted((result.moved, result.added_up) for result in results) == [(0, 0), (0, 1)]
        assert Cart.objects.get().user == user
        assert CartLine.objects.get().quantity == 3 * number
    assert read_stock(world.books, product) == (10, 0)


def test_a_checkout_that_must_wait_holds_its_cart_until_the_link_is_written(world):
    """What was locked for the order is given up; the cart is not, and is merged behind it."""
    buy_it, merge = its_cart_is_merged_while_it_must_wait(world)
    meeting = meet(buy_it, merge, pauses=lambda table, locks: table == SAVEPOINT)
    assert meeting.met
    assert meeting.kinds == ("ConfirmationNeeded", "MergeResult")
    assert Cart.objects.get().uuid != OrderConfirmation.objects.get().cart


def test_of_two_operators_the_first_decides_and_the_other_changes_nothing(world):
    scene = partial(its_hiding_is_decided_by_two_operators, world)
    for is_shown, meeting in enumerate(meet_both_ways(scene)):
        decision = (meeting.first, meeting.second)[is_shown]
        request = HidingRequest.objects.get(pk=decision.pk)
        assert request.state == ("kept" if is_shown else "hidden")
        assert request.decided_by == decision.decided_by
