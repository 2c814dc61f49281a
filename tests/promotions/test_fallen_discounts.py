"""A discount that was shown and has ended is told before an order, whatever happened meanwhile."""

from decimal import Decimal

import pytest

from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import CartLine
from marketplace.cart.queries import read_cart
from marketplace.cart.services import remove_item, set_fulfilment
from marketplace.cart.shopper import Shopper
from marketplace.cart.vouchers import apply_voucher, remove_voucher
from marketplace.payments.checkout import Changed, Placed
from marketplace.payments.preview import make_quote
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.services import change_profile, resume, suspend
from tenants.shop.catalogue.services import archive_product, restore_product
from tenants.shop.offer.models import Benefit, ConditionalOffer
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import set_price, set_stock
from tenants.shop.voucher.models import Voucher
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(books):
    return make_offer(books, given=terms(percent="40"))


@pytest.fixture
def novel(books, offer):
    return make_product(books, "A Novel", price="20.00")


def end(books, offer):
    with use_retailer(books):
        end_offer(offer=offer)


def changes_of(shopper, **order):
    answer = check_out(shopper, **order)
    assert isinstance(answer, Changed)
    return [(change["kind"], change["was"], change["now"]) for change in answer.changes]


FELL = ("discount_fell", "8.00", "0.00")


def test_it_is_told_beside_a_price_that_rose(books, offer, novel):
    shopper = fill_cart(novel.uuid)
    end(books, offer)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(21))
    assert changes_of(shopper) == [("price_rose", "20.00", "21.00"), FELL]
    assert check_out(shopper).purchase.total == 21


def test_it_is_told_beside_stock_that_went(books, offer, novel):
    shopper = fill_cart(novel.uuid, quantity=2)
    end(books, offer)
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=1)
    assert changes_of(shopper) == [("less_stock", 2, 1), ("discount_fell", "16.00", "0.00")]


def test_a_suspension_between_does_not_hide_it(books, coffee, offer, novel):
    shopper = fill_cart(novel.uuid)
    suspend(retailer=books, reason="test")
    assert changes_of(shopper) == [("unavailable", None, None)]
    resume(retailer=books)
    end(books, offer)
    assert changes_of(shopper) == [FELL]
    assert check_out(shopper).purchase.total == 20


def test_of_a_suspended_shop_nothing_but_that_is_told(books, offer, novel):
    shopper = fill_cart(novel.uuid)
    end(books, offer)
    suspend(retailer=books, reason="test")
    assert changes_of(shopper) == [("unavailable", None, None)]
    resume(retailer=books)
    assert changes_of(shopper) == [FELL]


def test_a_login_between_does_not_hide_it(books, offer, novel):
    guest, user = fill_cart(novel.uuid), make_customer()
    end(books, offer)
    merge_guest_cart(user=user, token=guest.token)
    shopper = Shopper(user=user)
    assert str(read_cart(shopper).groups[0].to_pay) == "20.00 EUR"
    assert changes_of(shopper) == [FELL]


def test_nor_does_a_login_to_a_cart_that_holds_something_else(books, coffee, offer, novel):
    guest, user = fill_cart(novel.uuid), make_customer()
    shopper = fill_cart(make_product(coffee, price="5").uuid, user=user)
    end(books, offer)
    merge_guest_cart(user=user, token=guest.token)
    assert str(read_cart(shopper).group("books").to_pay) == "20.00 EUR"
    assert changes_of(shopper) == [FELL]
    assert check_out(shopper).purchase.total == 25


def test_nor_does_another_host(books, coffee, offer, novel):
    there, here = fill_cart(novel.uuid), fill_cart(make_product(coffee, price="5").uuid)
    end(books, offer)
    merge_guest_carts(source=there.token, target=here.token)
    assert changes_of(here) == [FELL]


def test_a_customers_own_limit_is_read_and_told_after_the_login(books, novel):
    """She had the offer once already; as a guest she saw it again."""
    make_offer(books, given=terms(percent="50"), max_user_applications=1)
    user = make_customer()
    check_out(fill_cart(novel.uuid, user=user))
    guest = fill_cart(novel.uuid)
    assert str(read_cart(guest).groups[0].to_pay) == "10.00 EUR"

    merge_guest_cart(user=user, token=guest.token)

    shopper = Shopper(user=user)
    assert str(read_cart(shopper).groups[0].to_pay) == "12.00 EUR"
    assert changes_of(shopper) == [("discount_fell", "10.00", "8.00")]
    assert check_out(shopper).purchase.total == 12


def test_a_code_that_was_used_up_before_the_login_is_told(books, novel):
    make_voucher(books, "HALF", given=terms(percent="50"), usage=Voucher.SINGLE_USE)
    guest, other, user = fill_cart(novel.uuid), fill_cart(novel.uuid), make_customer()
    for shopper in (guest, other):
        apply_voucher(shopper=shopper, code="HALF")
    check_out(other)

    merge_guest_cart(user=user, token=guest.token)

    assert changes_of(Shopper(user=user)) == [("discount_fell", "10.00", "8.00")]


def test_of_a_group_that_did_not_come_whole_nothing_false_is_told(books, coffee, novel):
    guest, user = fill_cart(novel.uuid, quantity=5), make_customer()
    shopper = fill_cart(make_product(coffee, price="5").uuid, user=user)
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=2)
    merge_guest_cart(user=user, token=guest.token)
    assert isinstance(check_out(shopper), Placed)


# --- an answer counts as telling what it told -----------------------------------------------------
def archive(books, novel):
    with use_retailer(books):
        archive_product(product=novel)


def restore(books, novel):
    with use_retailer(books):
        restore_product(product=novel)


def stock_of(books, novel, pieces):
    with use_retailer(books):
        set_stock(product=novel, num_in_stock=pieces)


@pytest.mark.parametrize(
    ("stop", "undo", "change"),
    [
        (archive, restore, ("archived", None, None)),
        (
            lambda books, novel: stock_of(books, novel, 1),
            lambda books, novel: stock_of(books, novel, 9),
            ("less_stock", 2, 1),
        ),
    ],
    ids=["archived", "less stock"],
)
def test_what_a_quote_still_has_is_told_without_it(books, offer, novel, stop, undo, change):
    """The quote keeps the offer that ended, so that its answer tells the rest alone."""
    change_profile(retailer=books, delivery_fee=Decimal(5))
    shopper = fill_cart(novel.uuid, quantity=2)
    quote, _ = make_quote(shopper=shopper)
    end(books, offer)
    stop(books, novel)
    assert changes_of(shopper, quote=quote.uuid) == [change]
    undo(books, novel)

    assert changes_of(shopper) == [("discount_fell", "16.00", "0.00")]
    assert check_out(shopper).purchase.total == 45


def test_a_larger_discount_than_the_answer_found_is_not_taken_as_shown(books, offer, novel):
    """Of a price that rose 40 % are more; nobody was shown that."""
    shopper = fill_cart(novel.uuid)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(30))
    assert changes_of(shopper) == [("price_rose", "20.00", "30.00")]
    end(books, offer)
    assert changes_of(shopper) == [FELL]


def test_a_discount_that_fell_with_its_price_is_not_told_once_that_is_seen(books, novel):
    shopper = fill_cart(novel.uuid, quantity=2)
    stock_of(books, novel, 1)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(10))
    assert changes_of(shopper) == [("less_stock", 2, 1)]
    other = make_product(books, price="10.00", stock=1)
    stock_of(books, novel, 9)
    shopper = fill_cart(novel.uuid, other.uuid)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(5))
    stock_of(books, other, 0)
    assert changes_of(shopper) == [("price_dropped", "10.00", "5.00"), ("out_of_stock", 1, 0)]
    stock_of(books, other, 1)
    assert check_out(shopper).purchase.total == 9


def test_what_a_quote_takes_off_a_price_that_dropped_is_not_taken_as_shown(books, offer, novel):
    """Its offer has ended: 40 % of 19.00 and 10.00 is what no cart showed."""
    other = make_product(books, price="10.00", stock=1)
    shopper = fill_cart(novel.uuid, other.uuid)
    quote, _ = make_quote(shopper=shopper)
    end(books, offer)
    with use_retailer(books):
        set_price(product=novel, price=Decimal(19))
    stock_of(books, other, 0)
    changes = changes_of(shopper, quote=quote.uuid)
    assert changes == [("price_dropped", "20.00", "19.00"), ("out_of_stock", 1, 0)]
    stock_of(books, other, 1)
    assert changes_of(shopper) == [("discount_fell", "12.00", "0.00")]


def test_what_is_told_of_a_pickup_says_nothing_of_the_delivery(books, novel, offer):
    change_profile(retailer=books, delivery_fee=Decimal(5))
    road = make_offer(books, given=terms(off="0", benefit=Benefit.SHIPPING_FIXED_PRICE))
    with use_retailer(books):
        ConditionalOffer.objects.update(exclusive=False)
    shopper = fill_cart(novel.uuid)
    assert str(read_cart(shopper).groups[0].to_pay) == "12.00 EUR"
    end(books, offer)
    end(books, road)
    assert changes_of(shopper, fulfilment={"books": "pickup"}) == [FELL]
    assert changes_of(shopper) == [("discount_fell", "5.00", "0.00")]
    assert check_out(shopper).purchase.total == 25


# --- a login ----------------------------------------------------------------------------------
@pytest.mark.parametrize("holds", ["something else", "the same", "another of that shop"])
def test_a_login_does_not_hide_what_the_account_was_shown(books, coffee, offer, novel, holds):
    user = make_customer()
    shopper = fill_cart(novel.uuid, user=user)
    end(books, offer)
    goods = {
        "something else": lambda: make_product(coffee, price="5"),
        "the same": lambda: novel,
        "another of that shop": lambda: make_product(books, price="5"),
    }
    guest = fill_cart(goods[holds]().uuid)
    merge_guest_cart(user=user, token=guest.token)
    assert changes_of(shopper) == [FELL]
    assert isinstance(check_out(shopper), Placed)


def test_of_one_shop_in_both_carts_what_both_were_shown_is_told(books, offer, novel):
    user = make_customer()
    shopper, guest = fill_cart(novel.uuid, user=user), fill_cart(novel.uuid, quantity=2)
    end(books, offer)
    merge_guest_cart(user=user, token=guest.token)
    assert str(read_cart(shopper).groups[0].to_pay) == "60.00 EUR"
    assert changes_of(shopper) == [("discount_fell", "24.00", "0.00")]


@pytest.mark.parametrize(
    ("benefit", "was", "now"),
    [(Benefit.FIXED, "10.00", "5.00"), (Benefit.SHIPPING_ABSOLUTE, "2.00", "0.00")],
)
def test_what_both_carts_had_once_an_order_is_told_of_both_but_of_one_delivery(
    books, benefit, was, now
):
    change_profile(retailer=books, delivery_fee=Decimal(5))
    off = {Benefit.FIXED: "5.00", Benefit.SHIPPING_ABSOLUTE: "2.00"}[benefit]
    offer = make_offer(books, given=terms(off=off, benefit=benefit))
    first, second = (make_product(books, price="20.00") for _ in range(2))
    user = make_customer()
    shopper, guest = fill_cart(first.uuid, user=user), fill_cart(second.uuid)
    if benefit == Benefit.SHIPPING_ABSOLUTE:
        end(books, offer)

    merge_guest_cart(user=user, token=guest.token)

    assert changes_of(shopper) == [("discount_fell", was, now)]


def test_a_cheaper_delivery_that_one_of_both_carts_was_shown_is_told(books):
    change_profile(retailer=books, delivery_fee=Decimal(5))
    offer = make_offer(books, given=terms(off="2.00", benefit=Benefit.SHIPPING_ABSOLUTE))
    user, novel = make_customer(), make_product(books)
    shopper = fill_cart(novel.uuid, user=user)
    end(books, offer)
    guest = fill_cart(novel.uuid)

    merge_guest_cart(user=user, token=guest.token)

    assert changes_of(shopper) == [("discount_fell", "2.00", "0.00")]


def test_of_one_shop_in_both_carts_nothing_false_is_told(books, novel):
    user = make_customer()
    shopper, guest = fill_cart(novel.uuid, user=user), fill_cart(novel.uuid, quantity=2)
    merge_guest_cart(user=user, token=guest.token)
    assert check_out(shopper).purchase.total == 36


@pytest.mark.parametrize(("mine", "off"), [(0, "16.00"), (1, "16.00"), (3, "24.00")])
def test_of_what_did_not_come_whole_the_pieces_that_came_are_told(
    books, coffee, offer, novel, mine, off
):
    """Those that lay there were there first: of them none goes."""
    user, pieces = make_customer(), max(mine, 2)
    goods = novel if mine else make_product(coffee, price="5")
    shopper = fill_cart(goods.uuid, user=user, quantity=mine or 1)
    guest = fill_cart(novel.uuid, quantity=5)
    end(books, offer)
    stock_of(books, novel, pieces)
    merge_guest_cart(user=user, token=guest.token)
    assert changes_of(shopper) == [("discount_fell", off, "0.00")]


# --- a suspension -----------------------------------------------------------------------------
def pick_up_and_back(shopper, retailer):
    for way in ("pickup", "delivery"):
        set_fulfilment(shopper=shopper, retailer=retailer, fulfilment=way)


def take_out_the_other(shopper, retailer):
    line = CartLine.objects.get(title="Another")
    remove_item(shopper=shopper, item=line.uuid)


def log_in(shopper, retailer):
    guest = fill_cart(make_product(Retailer.objects.get(slug="coffee")).uuid)
    merge_guest_cart(user=shopper.user, token=guest.token)


def log_in_with_the_same(shopper, retailer):
    line = CartLine.objects.get(title="A Novel")
    resume(retailer=retailer)
    guest = fill_cart(line.product)
    suspend(retailer=retailer, reason="test")
    merge_guest_cart(user=shopper.user, token=guest.token)


@pytest.mark.parametrize(
    ("touch", "off"),
    [
        (pick_up_and_back, "12.00"),
        (take_out_the_other, "8.00"),
        (log_in, "12.00"),
        (log_in_with_the_same, "12.00"),
    ],
)
def test_a_cart_that_is_touched_while_its_shop_is_suspended(
    books, coffee, novel, offer, touch, off
):
    other = make_product(books, "Another", price="10.00")
    shopper = fill_cart(novel.uuid, other.uuid, user=make_customer())
    suspend(retailer=books, reason="test")
    end(books, offer)
    touch(shopper, books)
    resume(retailer=books)
    assert changes_of(shopper) == [("discount_fell", off, "0.00")]
    assert isinstance(check_out(shopper), Placed)


def test_a_code_that_is_taken_out_while_the_shop_is_suspended_is_not_missed(books):
    offer = make_offer(books, given=terms(off="10"))
    make_voucher(books, "TWO", given=terms(off="2"))
    with use_retailer(books):
        ConditionalOffer.objects.update(exclusive=False)
    shopper = fill_cart(make_product(books, price="20.00").uuid)
    apply_voucher(shopper=shopper, code="TWO")
    suspend(retailer=books, reason="test")
    end(books, offer)
    remove_voucher(shopper=shopper, code="TWO")
    resume(retailer=books)
    assert changes_of(shopper) == [("discount_fell", "10.00", "0.00")]


def test_a_code_of_a_suspended_shop_does_not_come_along_and_is_told(books, coffee, novel):
    user = make_customer()
    shopper, guest = fill_cart(novel.uuid, user=user), fill_cart(novel.uuid)
    voucher = make_voucher(books, "TEN", given=terms(percent="50"))
    apply_voucher(shopper=guest, code="TEN")
    suspend(retailer=books, reason="test")
    with use_retailer(books):
        Voucher.objects.filter(pk=voucher.pk).delete()
    result = merge_guest_cart(user=user, token=guest.token)
    assert [line["title"] for line in result.dropped] == ["A Novel", "TEN"]
    resume(retailer=books)
    assert check_out(shopper).purchase.total == 12


def test_nothing_false_is_told_of_what_was_taken_out_meanwhile(books, novel):
    other = make_product(books, "Another", price="10.00")
    shopper = fill_cart(novel.uuid, other.uuid)
    suspend(retailer=books, reason="test")
    take_out_the_other(shopper, books)
    resume(retailer=books)
    assert check_out(shopper).purchase.total == 12
