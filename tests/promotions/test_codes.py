"""A code never makes a cart dearer: in the cart, the preview, the quote and the order."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from marketplace.cart.models import CartBasket
from marketplace.cart.queries import read_cart
from marketplace.cart.services import change_item
from marketplace.cart.vouchers import apply_voucher
from marketplace.payments import preview
from marketplace.promotions.models import Promotion
from marketplace.promotions.queries import codes_of_shops
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer import discounts
from tenants.shop.offer.models import Benefit, ConditionalOffer
from tenants.shop.offer.services import end_offer
from tenants.shop.order.models import OrderDiscount
from tenants.shop.voucher.models import Voucher, VoucherApplication
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.orders import check_out
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


def group_of(shopper, retailer):
    return read_cart(shopper).group(retailer.slug)


def problems(group):
    return {one.code: one.problem for one in group.vouchers}


def given(group):
    return [(one.code, f"{one.amount.amount:.2f}") for one in group.discounts]


def test_a_code_of_ten_per_cent_does_not_replace_twenty_that_everybody_gets(books):
    make_voucher(books, "TEN", given=terms(percent="10"), usage=Voucher.SINGLE_USE)
    make_offer(books, name="Autumn", given=terms(percent="20"))
    shopper = fill_cart(make_product(books, price="50.00").uuid)

    result = apply_voucher(shopper=shopper, code="TEN")

    assert (result.applied, result.outdone) == ([], ["books"])
    group = result.view.group("books")
    assert given(group) == [("", "10.00")]
    assert problems(group) == {"TEN": "voucher-outdone"}
    check_out(shopper)
    assert RetailerOrder.objects.get().payable == Decimal(40)
    with use_retailer(books):
        assert not VoucherApplication.objects.exists()
        assert Voucher.objects.get().num_orders == 0
        assert OrderDiscount.objects.get().voucher_code == ""
        assert list(
            ConditionalOffer.objects.order_by("id").values_list("num_applications", flat=True)
        ) == [0, 1]


def test_a_code_that_takes_more_off_counts_instead_of_the_offer(books):
    make_offer(books, given=terms(percent="20"))
    make_voucher(books, "HALF", given=terms(percent="50"))
    shopper = fill_cart(make_product(books, price="50.00").uuid)

    result = apply_voucher(shopper=shopper, code="HALF")

    assert (result.applied, result.outdone) == (["books"], [])
    assert given(result.view.group("books")) == [("HALF", "25.00")]


def test_a_better_code_outdoes_one_that_counted(books):
    for code, percent in (("TEN", "10"), ("HALF", "50")):
        make_voucher(books, code, given=terms(percent=percent))
    shopper = fill_cart(make_product(books, price="50.00").uuid)
    apply_voucher(shopper=shopper, code="TEN")

    group = apply_voucher(shopper=shopper, code="HALF").view.group("books")

    assert given(group) == [("HALF", "25.00")]
    assert problems(group) == {"TEN": "voucher-outdone", "HALF": ""}
    check_out(shopper)
    with use_retailer(books):
        assert VoucherApplication.objects.get().voucher.code == "HALF"


def test_an_outdone_code_counts_as_soon_as_the_offer_has_ended(books):
    make_voucher(books, "TEN", given=terms(percent="10"))
    offer = make_offer(books, given=terms(percent="20"))
    shopper = fill_cart(make_product(books, price="50.00").uuid)
    apply_voucher(shopper=shopper, code="TEN")
    with use_retailer(books):
        end_offer(offer=offer)
    item = group_of(shopper, books).items[0]
    change_item(shopper=shopper, item=item.id, quantity=2)

    group = group_of(shopper, books)

    assert given(group) == [("TEN", "10.00")]
    assert problems(group) == {"TEN": ""}


def test_preview_quote_and_order_choose_as_the_cart_does(books):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.90"))
    make_voucher(books, "POST", given=terms(off="0", benefit=Benefit.SHIPPING_FIXED_PRICE))
    make_offer(books, given=terms(percent="20"))
    # Free delivery uses one piece up, and 20 % is left for the others alone.
    shopper = fill_cart(
        make_product(books, price="5.00").uuid, make_product(books, price="6.00").uuid
    )
    apply_voucher(shopper=shopper, code="POST")

    group = group_of(shopper, books)

    assert given(group) == [("POST", "4.90"), ("", "1.00")]
    assert str(group.to_pay) == "10.00 EUR"
    seen = preview.preview(shopper=shopper, shipping_address=ADDRESS)
    assert [str(one) for one in seen.to_pay] == ["10.00 EUR"]
    quote, seen = preview.make_quote(shopper=shopper)
    assert [str(one) for one in seen.to_pay] == ["10.00 EUR"]
    check_out(shopper, quote=quote.uuid)
    assert RetailerOrder.objects.get().payable == Decimal("10.00")


def test_delivery_offers_together_take_no_more_than_the_fee(books):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=Decimal("4.90"))
    for code in ("ONE", "TWO"):
        make_voucher(books, code, given=terms(off="3", benefit=Benefit.SHIPPING_ABSOLUTE))
    shopper = fill_cart(
        make_product(books, price="5.00").uuid, make_product(books, price="6.00").uuid
    )
    for code in ("ONE", "TWO"):
        apply_voucher(shopper=shopper, code=code)

    assert given(group_of(shopper, books)) == [("ONE", "3.00"), ("TWO", "1.90")]
    check_out(shopper)
    with use_retailer(books):
        assert sum(one.amount for one in OrderDiscount.objects.all()) == Decimal("4.90")


def test_offers_that_combine_to_more_than_everything_leave_nothing_to_pay_for(books):
    for number in range(2):
        make_offer(books, name=f"{number}", given=terms(percent="60"), exclusive=False)
    shopper = fill_cart(make_product(books, price="9.99").uuid)

    assert str(group_of(shopper, books).discount) == "9.98 EUR"
    check_out(shopper)
    assert RetailerOrder.objects.get().payable == Decimal("0.01")


def test_the_cart_follows_an_offer_that_begins(books):
    make_offer(books, given=terms(percent="20"), starts=now() + timedelta(hours=1))
    shopper = fill_cart(make_product(books, price="50.00").uuid)
    assert not group_of(shopper, books).discount
    begun = now() - timedelta(seconds=1)
    kept = CartBasket.objects.get()
    assert kept.pricing["until"] > now().isoformat()
    with use_retailer(books):
        ConditionalOffer.objects.update(start_datetime=begun)
    kept.pricing["until"] = begun.isoformat()
    kept.save()

    assert str(group_of(shopper, books).discount) == "10.00 EUR"


def test_a_customers_limit_is_kept_in_the_best_combination(books):
    make_offer(books, given=terms(percent="20"), max_user_applications=1)
    make_voucher(books, "TEN", given=terms(percent="10"))
    user, product = make_customer(), make_product(books, price="50.00")
    check_out(fill_cart(product.uuid, user=user))
    shopper = fill_cart(product.uuid, user=user)

    group = apply_voucher(shopper=shopper, code="TEN").view.group("books")

    assert given(group) == [("TEN", "5.00")]


@pytest.mark.parametrize("exclusive", [True, False])
def test_more_offers_cost_no_statement_more(books, exclusive):
    product, user = make_product(books, price="50.00"), make_customer()

    def statements():
        shopper = fill_cart(product.uuid, user=user)
        item = group_of(shopper, books).items[0]
        with count_statements() as counted:
            change_item(shopper=shopper, item=item.id, quantity=2)
        change_item(shopper=shopper, item=item.id, quantity=0)
        return len(counted.data)

    for number in range(2):
        make_offer(
            books,
            name=f"{number}",
            given=terms(percent="3"),
            exclusive=exclusive,
            max_user_applications=5,
        )
    few = statements()
    for number in range(2, 9):
        make_offer(
            books,
            name=f"{number}",
            given=terms(percent="3"),
            exclusive=exclusive,
            max_user_applications=5,
        )

    assert statements() == few


def test_an_offer_stands_from_its_first_moment_to_its_last(books):
    start, tick = now() + timedelta(days=1), timedelta(microseconds=1)
    end = start + timedelta(days=1)
    make_offer(books, given=terms(percent="20"), starts=start, ends=end)

    with use_retailer(books):
        stands = [
            discounts.site_offers(moment).exists()
            for moment in (start - tick, start, end, end + tick)
        ]
    assert stands == [False, True, True, False]


@pytest.mark.parametrize(
    ("typed", "code"), [("ab-c1", "AB-C1"), ("ABC1", "ABC1"), ("A B C1", "ABC1")]
)
def test_of_two_older_codes_that_differ_in_dashes_the_one_that_was_typed_counts(books, typed, code):
    for name in ("AB-C1", "OTHER"):
        make_voucher(books, name, given=terms(off="1"))
    Promotion.objects.filter(code="OTHER").update(code="ABC1", code_key="ABC1")

    assert codes_of_shops(typed=typed, retailers=[books.pk]) == {books.pk: code}
