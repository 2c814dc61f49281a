"""What no column holds is refused when it is put in; a price of zero is a price."""

from decimal import Decimal

import pytest

from marketplace.cart.errors import ItemsRefused, OverLimit, TotalTooLarge
from marketplace.cart.items import ItemRequest, add_items
from marketplace.cart.limits import MOST_PIECES, most_pieces, require_cart, require_sums
from marketplace.cart.merges import merge_guest_cart
from marketplace.cart.models import CartLine
from marketplace.cart.queries import CartView
from marketplace.cart.services import add_item, change_item, read_cart
from marketplace.cart.shopper import Shopper
from marketplace.payments.preview import preview
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.kernel.money import LARGEST, Money
from tenants.registry.context import use_retailer
from tenants.shop.offer.amounts import round_down
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.partner.services import set_price
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out

pytestmark = pytest.mark.django_db
HUGE = "900000000000.00"


def sell_uncounted(shop, price):
    return make_product(shop, price=price, stock=None)


def test_a_line_is_refused_when_it_is_added(books):
    product = sell_uncounted(books, HUGE)
    with pytest.raises(TotalTooLarge) as refused:
        add_item(shopper=Shopper(), product=product.uuid, quantity=2)
    assert refused.value.extra["maximum"] == {"amount": "999999999999.99", "currency": "EUR"}
    assert CartLine.objects.count() == 0


def test_a_line_is_refused_when_its_quantity_changes(books):
    shopper = fill_cart(sell_uncounted(books, HUGE).uuid)
    line = CartLine.objects.get()
    with pytest.raises(TotalTooLarge):
        change_item(shopper=shopper, item=line.uuid, quantity=2)
    line.refresh_from_db()
    assert line.quantity == 1


def test_a_sum_over_two_shops_or_with_the_delivery_is_refused(books, coffee):
    coffee.delivery_fee = Decimal("99999999999.99")
    coffee.save()
    shopper = fill_cart(sell_uncounted(books, HUGE).uuid)
    with pytest.raises(TotalTooLarge):
        add_item(shopper=shopper, product=sell_uncounted(coffee, "0.01").uuid, quantity=1)
    assert CartLine.objects.count() == 1
    add_item(shopper=shopper, product=sell_uncounted(books, "0.01").uuid, quantity=1)
    assert CartLine.objects.count() == 2


def test_several_at_once_are_refused_one_by_one_or_together(books):
    dear, also_dear = (sell_uncounted(books, HUGE) for _ in range(2))
    with pytest.raises(ItemsRefused) as refused:
        add_items(shopper=Shopper(), items=[ItemRequest(dear.uuid, 2)])
    assert [one["type"] for one in refused.value.extra["items"]] == ["/problems/total-too-large"]
    with pytest.raises(TotalTooLarge):
        add_items(
            shopper=Shopper(), items=[ItemRequest(dear.uuid, 1), ItemRequest(also_dear.uuid, 1)]
        )
    assert CartLine.objects.count() == 0


def test_more_pieces_than_one_order_holds_are_refused(books):
    shopper = fill_cart(sell_uncounted(books, "0.01").uuid, quantity=MOST_PIECES)
    line = CartLine.objects.get()
    with pytest.raises(OverLimit):
        add_item(shopper=shopper, product=line.product, quantity=1)
    line.refresh_from_db()
    assert line.quantity == MOST_PIECES


def test_at_login_as_much_is_carried_over_as_can_be_ordered(books):
    user = make_customer()
    product = sell_uncounted(books, HUGE)
    fill_cart(product.uuid, user=user)
    guest = fill_cart(product.uuid)
    result = merge_guest_cart(user=user, token=guest.token)
    assert [one["why"] for one in result.limited] == ["1 instead of 2"]
    assert CartLine.objects.get().quantity == 1


def test_a_price_that_rose_beyond_is_refused_at_the_checkout_and_lowering_helps(books):
    product = sell_uncounted(books, "1.00")
    shopper = fill_cart(product.uuid, quantity=3)
    with use_retailer(books):
        set_price(product=product, price=Decimal("400000000000.00"))
    CartLine.objects.update(unit_price=Decimal("400000000000.00"))

    shown = preview(shopper=shopper, email="ada@mail.example", shipping_address=ADDRESS)
    assert [problem.code for problem in shown.problems] == ["total-too-large"]
    with pytest.raises(TotalTooLarge):
        check_out(shopper)
    assert Purchase.objects.count() == 0

    change_item(shopper=shopper, item=CartLine.objects.get().uuid, quantity=2)
    check_out(shopper)
    assert RetailerOrder.objects.get().payable == Decimal("800000000000.00")


def test_what_the_delivery_costs_by_now_counts_for_what_an_order_holds(books):
    shopper = fill_cart(sell_uncounted(books, str(round_down(LARGEST, "EUR"))).uuid)
    books.delivery_fee = Decimal("5.00")
    books.save()

    with pytest.raises(TotalTooLarge):
        check_out(shopper)


def test_what_an_offer_has_given_stops_at_what_its_column_holds(books):
    make_offer(books, given=terms(percent="50"))
    with use_retailer(books):
        ConditionalOffer.objects.update(total_discount=LARGEST)
    shopper = fill_cart(make_product(books, price="10.00").uuid)
    check_out(shopper)
    assert RetailerOrder.objects.get().payable == Decimal("5.00")
    with use_retailer(books):
        assert ConditionalOffer.objects.get().total_discount == LARGEST


@pytest.mark.parametrize(
    ("price", "currency", "most"),
    [
        ("0", "EUR", MOST_PIECES),
        ("0.01", "EUR", MOST_PIECES),
        (HUGE, "EUR", 1),
        ("333333333333.333", "KWD", 3),
        ("333333333334", "JPY", 2),
    ],
)
def test_most_pieces(price, currency, most):
    assert most_pieces(Money(Decimal(price), currency)) == most


def test_what_is_given_away_is_ordered_like_anything_else(books):
    shopper = fill_cart(make_product(books, "Catalogue", price="0").uuid, quantity=2)
    group = read_cart(shopper).group("books")
    assert (group.can_be_bought, str(group.to_pay)) == (True, "0.00 EUR")

    placed = check_out(shopper)

    assert (placed.payment.status, placed.payment.amount_minor) == ("paid", 0)
    assert RetailerOrder.objects.get().payable == 0


@pytest.mark.parametrize(("more", "currency"), [("0.001", "KWD"), ("0.01", "EUR"), ("1", "JPY")])
def test_the_largest_sum_is_allowed_and_no_more(more, currency):
    largest = Money(round_down(LARGEST, currency), currency)

    assert require_sums([largest]) is None
    with pytest.raises(TotalTooLarge):
        require_sums([largest, Money(Decimal(more), currency)])


def test_as_many_pieces_as_a_count_holds_and_no_more():
    assert require_cart(CartView(token=None, count=2_147_483_647)).count == 2_147_483_647
    with pytest.raises(OverLimit):
        require_cart(CartView(token=None, count=2_147_483_648))
