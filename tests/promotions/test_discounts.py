"""Offers and vouchers in a cart, and in the orders that come of it."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from marketplace.cart.errors import TooManyVouchers
from marketplace.cart.merges import merge_guest_cart
from marketplace.cart.models import CartBasket
from marketplace.cart.queries import read_cart
from marketplace.cart.services import add_item, change_item, set_fulfilment
from marketplace.cart.vouchers import apply_voucher, remove_voucher
from marketplace.payments import checkout
from marketplace.payments.models import Payment
from marketplace.promotions.models import Promotion
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.services import cancel_order
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer import errors
from tenants.shop.offer.models import Benefit, ConditionalOffer
from tenants.shop.offer.services import end_offer, end_voucher
from tenants.shop.order.models import Order, OrderDiscount
from tenants.shop.partner.services import set_price
from tenants.shop.voucher.models import Voucher, VoucherApplication
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


def group_of(shopper, retailer):
    return read_cart(shopper).group(retailer.slug)


def amounts(group):
    return [str(one) for one in (group.goods_total, group.discount, group.delivery_fee)]


def test_an_offer_counts_by_itself_and_a_shop_without_one_is_not_asked(books, coffee):
    make_offer(books, name="Autumn", given=terms(percent="10"))
    shopper = fill_cart(
        make_product(books, price="19.99").uuid, make_product(coffee, price="5.00").uuid
    )

    first, second = group_of(shopper, books), group_of(shopper, coffee)

    assert str(first.discount) == "1.99 EUR"
    assert [(one.name, one.code, one.kind) for one in first.discounts] == [("Autumn", "", "goods")]
    assert not second.discount
    assert not second.discounts


@pytest.mark.parametrize(
    ("given", "prices", "discount"),
    [
        (terms(percent="10"), ["19.99"], "1.99"),
        (terms(percent="33"), ["0.99", "0.99", "0.99"], "0.98"),
        (terms(off="5"), ["3.00"], "3.00"),
        (terms(off="5"), ["3.00", "4.00"], "5.00"),
        (terms(off="1", benefit=Benefit.FIXED_UNIT), ["3.00", "4.00"], "2.00"),
        (terms(benefit=Benefit.MULTIBUY, pieces=3, times=1), ["3.00", "4.00", "5.00"], "3.00"),
        (terms(off="10", benefit=Benefit.FIXED_PRICE, pieces=3), ["3.00", "4.00", "5.00"], "2.00"),
        (terms(percent="50", at_least=Decimal(20)), ["19.99"], "0.00"),
        (terms(percent="50", at_least=Decimal(20)), ["20.00"], "10.00"),
    ],
)
def test_every_kind_of_offer_is_to_the_cent_in_cart_order_lines_and_payment(
    books, given, prices, discount
):
    make_offer(books, given=given)
    shopper = fill_cart(*(make_product(books, price=price).uuid for price in prices))
    shown = group_of(shopper, books)

    placed = check_out(shopper)

    assert shown.discount.amount == Decimal(discount)
    pointer = RetailerOrder.objects.get()
    assert (pointer.discount, pointer.payable) == (Decimal(discount), shown.to_pay.amount)
    with use_retailer(books):
        order = Order.objects.get()
        lines = list(order.lines.all())
        assert sum(
            line.line_price_incl_tax for line in lines
        ) == shown.goods_total.amount - Decimal(discount)
        assert all(line.line_price_incl_tax >= 0 for line in lines)
        assert sum(line.line_price_before_discounts_incl_tax for line in lines) == (
            shown.goods_total.amount
        )
        assert order.total_incl_tax == pointer.payable
        taken = sum(one.amount for one in OrderDiscount.objects.filter(order=order))
        assert taken == Decimal(discount)
    assert placed.payment.amount_minor == int(pointer.payable * 100)
    assert Payment.objects.get().allocations.get().amount_minor == placed.payment.amount_minor


def test_yen_have_no_cents(tea):
    make_offer(tea, given=terms(percent="15"))
    shopper = fill_cart(make_product(tea, price="1199").uuid)

    assert str(group_of(shopper, tea).discount) == "179 JPY"
    check_out(shopper)
    assert RetailerOrder.objects.get().payable % 1 == 0


def test_an_offer_is_about_its_products_and_categories_and_their_variants(books):
    parent, (red, blue) = make_variants(
        books,
        variants=[
            {"options": {"Colour": "Red"}, "price": "10.00", "stock": 5},
            {"options": {"Colour": "Blue"}, "price": "10.00", "stock": 5},
        ],
    )
    other = make_product(books, price="10.00")
    make_offer(books, given=terms(percent="50", products=[parent]))
    shopper = fill_cart(red.uuid, other.uuid)

    assert str(group_of(shopper, books).discount) == "5.00 EUR"
    add_item(shopper=shopper, product=blue.uuid, quantity=1)
    assert str(group_of(shopper, books).discount) == "10.00 EUR"


def test_a_voucher_counts_where_it_is_known_and_goes_with_a_click(books, coffee):
    make_voucher(books, "WELCOME10", given=terms(percent="10"))
    shopper = fill_cart(make_product(books, price="20").uuid, make_product(coffee, price="20").uuid)

    result = apply_voucher(shopper=shopper, code=" welcome10 ")

    assert (result.code, result.applied) == ("WELCOME10", ["books"])
    assert str(result.view.group("books").discount) == "2.00 EUR"
    assert [one.code for one in result.view.group("books").vouchers] == ["WELCOME10"]
    assert result.view.group("coffee").vouchers == []
    view = remove_voucher(shopper=shopper, code="welcome10")
    assert not view.group("books").discount
    assert view.group("books").vouchers == []


def test_one_code_may_count_in_two_shops(books, coffee):
    for shop in (books, coffee):
        make_voucher(shop, "BOTH", given=terms(off="1"))
    shopper = fill_cart(make_product(books).uuid, make_product(coffee).uuid)

    result = apply_voucher(shopper=shopper, code="BOTH")

    assert result.applied == ["books", "coffee"]
    assert [str(group.discount) for group in result.view.groups] == ["1.00 EUR", "1.00 EUR"]


def test_on_a_shops_host_only_its_own_vouchers_count(books, coffee):
    make_voucher(coffee, "BEANS", given=terms(off="1"))
    shopper = fill_cart(make_product(books).uuid, make_product(coffee).uuid)
    narrowed = type(shopper)(token=shopper.token, retailer=books)

    with pytest.raises(errors.UnknownVoucher):
        apply_voucher(shopper=narrowed, code="BEANS")


def test_why_a_voucher_does_not_count(books):
    past, soon = now() - timedelta(days=2), now() + timedelta(days=2)
    over = make_voucher(books, "OVER", given=terms(off="1"), starts=past)
    with use_retailer(books):
        end_voucher(voucher=over, at=past + timedelta(days=1))
    make_voucher(books, "SOON", given=terms(off="1"), starts=soon)
    make_voucher(books, "MUCH", given=terms(off="1", at_least=Decimal(500)))
    make_voucher(books, "MINE", given=terms(off="1"), usage=Voucher.ONCE_PER_CUSTOMER)
    shopper = fill_cart(make_product(books).uuid)

    for code, refusal in [
        ("OVER", errors.VoucherExpired),
        ("SOON", errors.VoucherExpired),
        ("MUCH", errors.VoucherNotApplicable),
        ("MINE", errors.VoucherNeedsAccount),
        ("NONE", errors.UnknownVoucher),
        ("", errors.UnknownVoucher),
    ]:
        with pytest.raises(refusal):
            apply_voucher(shopper=shopper, code=code)
    group = group_of(shopper, books)
    assert group.vouchers == []
    assert not group.discount


def test_a_cart_has_at_most_five_vouchers_of_a_shop(books):
    for number in range(6):
        make_voucher(
            books,
            f"V{number}",
            given=terms(off="0.10", benefit=Benefit.FIXED_UNIT, products=[]),
        )
    products = [make_product(books, price="5") for _ in range(6)]
    shopper = fill_cart(*(product.uuid for product in products))
    with use_retailer(books):
        ConditionalOffer.objects.update(exclusive=False)
    for number in range(5):
        apply_voucher(shopper=shopper, code=f"V{number}")

    with pytest.raises(TooManyVouchers):
        apply_voucher(shopper=shopper, code="V5")


def test_a_single_use_voucher_is_used_once_and_free_again_after_a_cancellation(books):
    make_voucher(books, "ONCE", given=terms(off="2"), usage=Voucher.SINGLE_USE)
    product, user = make_product(books, price="10"), make_customer()
    first = fill_cart(product.uuid, user=user)
    second = fill_cart(product.uuid)
    for shopper in (first, second):
        apply_voucher(shopper=shopper, code="ONCE")
    check_out(first)

    answer = check_out(second)

    (change,) = answer.changes
    assert (change["kind"], change["was"], change["now"], change["item"]) == (
        "discount_fell",
        "2.00",
        "0.00",
        None,
    )
    assert RetailerOrder.objects.count() == 1
    assert [one.problem for one in group_of(second, books).vouchers] == ["voucher-used"]
    third = fill_cart(product.uuid)
    with pytest.raises(errors.VoucherUsed):
        apply_voucher(shopper=third, code="ONCE")
    cancel_order(uuid=RetailerOrder.objects.get().uuid, user=user)
    assert apply_voucher(shopper=third, code="ONCE").applied == ["books"]
    check_out(third)
    with use_retailer(books):
        assert VoucherApplication.objects.filter(slot="once").count() == 1
        assert Voucher.objects.get().num_orders == 2


def test_told_of_a_lost_discount_one_may_buy_without_it(books):
    voucher = make_voucher(books, "SHORT", given=terms(off="2"))
    shopper = fill_cart(make_product(books, price="10").uuid)
    apply_voucher(shopper=shopper, code="SHORT")
    with use_retailer(books):
        end_voucher(voucher=voucher, at=now() - timedelta(seconds=1))

    assert isinstance(check_out(shopper), checkout.Changed)
    check_out(shopper)

    order = RetailerOrder.objects.get()
    assert (order.discount, order.payable) == (0, Decimal("10.00"))
    with use_retailer(books):
        assert not VoucherApplication.objects.exists()


def test_once_per_customer_is_once_for_each(books):
    make_voucher(books, "EACH", given=terms(off="2"), usage=Voucher.ONCE_PER_CUSTOMER)
    product, ada, bob = make_product(books, price="10"), make_customer(), make_customer()
    for user in (ada, bob):
        shopper = fill_cart(product.uuid, user=user)
        apply_voucher(shopper=shopper, code="EACH")
        check_out(shopper)
    again = fill_cart(product.uuid, user=ada)

    with pytest.raises(errors.VoucherUsed):
        apply_voucher(shopper=again, code="EACH")


def test_a_voucher_for_many_counts_for_one_customer_again_and_again(books):
    make_voucher(books, "MANY", given=terms(off="2"), usage=Voucher.MULTI_USE)
    product, ada = make_product(books, price="10"), make_customer()
    for _ in range(2):
        shopper = fill_cart(product.uuid, user=ada)
        apply_voucher(shopper=shopper, code="MANY")
        check_out(shopper)

    assert list(RetailerOrder.objects.values_list("discount", flat=True)) == [2, 2]


def test_an_offer_that_may_be_given_twice_is_given_twice(books):
    make_offer(books, given=terms(off="1", times=2))
    product = make_product(books, price="10")
    for expected in ("1.00", "1.00", "0.00"):
        shopper = fill_cart(product.uuid)
        assert f"{group_of(shopper, books).discount.amount:.2f}" == expected
        check_out(shopper)


def test_a_larger_discount_than_shown_is_passed_on(books):
    shopper = fill_cart(make_product(books, price="10").uuid)
    make_offer(books, given=terms(percent="20"))

    check_out(shopper)

    assert RetailerOrder.objects.get().payable == Decimal("8.00")


def test_free_delivery_counts_for_deliveries_alone(books):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.90"))
    books.refresh_from_db()
    make_voucher(books, "POST", given=terms(off="0", benefit=Benefit.SHIPPING_FIXED_PRICE))
    shopper = fill_cart(make_product(books, price="10").uuid)

    apply_voucher(shopper=shopper, code="POST")

    assert amounts(group_of(shopper, books)) == ["10.00 EUR", "0.00 EUR", "0.00 EUR"]
    set_fulfilment(shopper=shopper, retailer=books, fulfilment="pickup")
    assert group_of(shopper, books).discounts == []
    set_fulfilment(shopper=shopper, retailer=books, fulfilment="delivery")
    check_out(shopper)
    order = RetailerOrder.objects.get()
    assert (order.payable, order.delivery_fee, order.discount) == (Decimal("10"), 0, 0)


def test_the_cart_follows_a_price_that_changed_and_an_offer_that_ended(books):
    product = make_product(books, price="20")
    offer = make_offer(books, given=terms(percent="10"), ends=now() + timedelta(hours=1))
    shopper = fill_cart(product.uuid)
    with use_retailer(books):
        set_price(product=product, price=Decimal(40))

    assert str(group_of(shopper, books).discount) == "4.00 EUR"
    with use_retailer(books):
        end_offer(offer=offer)
    item = read_cart(shopper).groups[0].items[0]
    change_item(shopper=shopper, item=item.id, quantity=1)
    assert not group_of(shopper, books).discount


def test_the_cart_follows_an_offer_that_is_made_and_one_that_is_ended(books):
    make_offer(books, given=terms(percent="10"))
    shopper = fill_cart(make_product(books, price="10.00").uuid)
    assert str(group_of(shopper, books).discount) == "1.00 EUR"
    half = make_offer(books, given=terms(percent="50"))
    assert str(group_of(shopper, books).discount) == "5.00 EUR"
    with use_retailer(books):
        end_offer(offer=half)
    assert str(group_of(shopper, books).discount) == "1.00 EUR"


def test_the_cart_follows_prices_that_change_places(books):
    one, other = make_product(books, price="10.00"), make_product(books, price="20.00")
    make_offer(books, given=terms(percent="50", products=[other]))
    shopper = fill_cart(one.uuid, other.uuid)
    assert str(group_of(shopper, books).to_pay) == "20.00 EUR"
    with use_retailer(books):
        set_price(product=one, price=Decimal(20))
        set_price(product=other, price=Decimal(10))
    group = group_of(shopper, books)
    assert [str(item.payable) for item in group.items] == ["20.00 EUR", "5.00 EUR"]
    assert str(group.to_pay) == "25.00 EUR"


def test_a_cart_that_nothing_happened_to_asks_no_shop(books, django_assert_num_queries):
    make_offer(books, given=terms(percent="10"))
    shopper = fill_cart(make_product(books, price="10.00").uuid)
    with django_assert_num_queries(3):
        read_cart(shopper)


def test_the_registry_knows_whether_a_shop_has_offers(books):
    offer = make_offer(books, given=terms(percent="10"))
    assert Retailer.objects.get(pk=books.pk).has_offers
    with use_retailer(books):
        end_offer(offer=offer)
    assert not Retailer.objects.get(pk=books.pk).has_offers


@pytest.mark.parametrize("lines", [3, 30])
def test_offers_cost_a_fixed_number_of_statements_for_any_number_of_lines(books, lines):
    products = [make_product(books, price="5") for _ in range(lines)]
    make_offer(books, given=terms(percent="10", products=products[:2]))
    make_voucher(books, "MORE", given=terms(off="1"))
    shopper = fill_cart(*(product.uuid for product in products))
    apply_voucher(shopper=shopper, code="MORE")

    with count_statements() as seen:
        check_out(shopper)

    assert len(seen) <= 75, "\n".join(seen.data)


def test_a_voucher_that_does_not_come_along_in_a_merge_is_told(books):
    make_voucher(books, "MINE", given=terms(off="1"), usage=Voucher.ONCE_PER_CUSTOMER)
    make_voucher(books, "ALL", given=terms(off="1"))
    product, user = make_product(books, price="10"), make_customer()
    first = fill_cart(product.uuid, user=user)
    apply_voucher(shopper=first, code="MINE")
    check_out(first)
    fill_cart(product.uuid, user=user)
    guest = fill_cart(product.uuid)
    apply_voucher(shopper=guest, code="ALL")
    CartBasket.objects.filter(cart__user=None).update(vouchers=["ALL", "MINE"])

    result = merge_guest_cart(user=user, token=guest.token)

    assert result.dropped == [{"title": "MINE", "why": "This voucher has been used."}]
    assert [one.code for one in group_of(first, books).vouchers] == ["ALL"]


def test_the_projection_can_be_made_again_from_the_shop(books):
    make_voucher(books, "ONE", given=terms(off="1"), is_public=True)
    make_offer(books, given=terms(percent="10"))
    before = list(Promotion.objects.order_by("uuid").values_list("uuid", "name", "code"))
    Promotion.objects.filter(code="ONE").delete()
    Promotion.objects.create(uuid=uuid4(), retailer=books, name="Never was", is_public=True)

    call_command("rebuild_promotions", stdout=StringIO())

    assert list(Promotion.objects.order_by("uuid").values_list("uuid", "name", "code")) == before


def test_each_line_of_a_cart_tells_its_part_and_an_older_cart_is_asked_again(books):
    dear, cheap = make_product(books, price="9.99"), make_product(books, price="5.00")
    make_offer(books, given=terms(percent="33", products=[dear]))
    shopper = fill_cart(*[dear.uuid] * 3, cheap.uuid)
    told = [
        ("29.97 EUR", "9.89 EUR", "20.08 EUR"),
        ("5.00 EUR", "0.00 EUR", "5.00 EUR"),
    ]

    def shown():
        items = group_of(shopper, books).items
        return [(str(one.before_discount), str(one.discount), str(one.payable)) for one in items]

    assert shown() == told
    basket = CartBasket.objects.get()
    assert basket.pricing.pop("lines") == {str(dear.uuid): "9.89"}
    del basket.pricing["of"]
    basket.save()
    assert shown() == told
