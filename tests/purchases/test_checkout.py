"""One checkout over many shops: what it writes, and that a refusal writes nothing."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from marketplace.discovery.models import Listing
from marketplace.payments.checkout import Changed
from marketplace.payments.models import Allocation, Payment
from marketplace.purchases import errors
from marketplace.purchases.checks import check_orders
from marketplace.purchases.models import Purchase, RetailerOrder
from marketplace.purchases.queries import find_order, orders_in, orders_of, read_order
from marketplace.purchases.services import cancel_order
from tenants.kernel.errors import Invalid, NotFound
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.basket.models import Line as BasketLine
from tenants.shop.catalogue.services import add_image, archive_product
from tenants.shop.order.models import Order, OrderStatusChange
from tenants.shop.order.services import IllegalMove, move_order
from tenants.shop.partner import services as stock
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import set_price, set_stock
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, read_stock
from tests.factories.offers import make_offer, terms
from tests.factories.orders import check_out

pytestmark = pytest.mark.django_db


def nothing_was_placed(*shops):
    for shop in shops:
        with use_retailer(shop):
            assert not Order.objects.exists()
    assert not Purchase.objects.exists()
    assert not RetailerOrder.objects.exists()
    assert not Payment.objects.exists()


def test_one_purchase_with_an_order_in_each_shop(books, coffee):
    books.delivery_fee = 5
    books.save()
    atlas, guji = make_product(books, "Atlas"), make_product(coffee, "Guji")
    shopper = fill_cart(atlas.uuid, guji.uuid, quantity=2)

    placed = check_out(shopper)

    assert str(placed.purchase.money) == "55.00 EUR"
    with use_retailer(books):
        assert Order.objects.get().payment_method == "cash_on_delivery"
    orders = {order.retailer.slug: order for order in orders_in(placed.purchase)}
    assert {slug: str(order.money) for slug, order in orders.items()} == {
        "books": "30.00 EUR",
        "coffee": "25.00 EUR",
    }
    assert orders["books"].number.startswith("BOOKS-")
    with use_retailer(books):
        order = Order.objects.get()
        assert (order.uuid, order.purchase) == (orders["books"].uuid, placed.purchase.uuid)
        assert (order.status, order.total_incl_tax, order.shipping_incl_tax) == ("pending", 30, 5)
        assert order.shipping_address.line4 == "Hamburg"
        assert list(order.lines.values_list("title", "quantity", "line_price_incl_tax")) == [
            ("Atlas", 2, 25)
        ]
    assert (read_stock(books, atlas), read_stock(coffee, guji)) == ((10, 2), (10, 2))
    assert read_cart(shopper).groups == []
    assert list(check_orders(retailer=books)) == list(check_orders(retailer=coffee)) == []


def test_an_order_is_remembered_with_a_picture(books, coffee):
    atlas = make_product(books, "Atlas")
    picture = io.BytesIO()
    Image.new("RGB", (800, 600), "navy").save(picture, "PNG")
    with use_retailer(books):
        add_image(product=atlas, file=io.BytesIO(picture.getvalue()))
    placed = check_out(fill_cart(atlas.uuid, make_product(coffee).uuid))
    orders = {order.retailer.slug: order for order in orders_in(placed.purchase)}
    path = Listing.objects.get(uuid=atlas.uuid).images[0]["path"]
    assert (orders["books"].image, orders["coffee"].image) == (path, "")
    assert path.startswith("products/")


def test_the_payments_shares_sum_to_it(books, coffee):
    placed = check_out(fill_cart(make_product(books).uuid, make_product(coffee).uuid, quantity=3))
    shares = Allocation.objects.filter(payment=placed.payment).values_list("amount_minor", "status")
    assert sorted(shares) == [(3750, "cod_due"), (3750, "cod_due")]
    assert (placed.payment.amount_minor, placed.payment.status) == (7500, "cod_due")


def test_a_price_that_rose_places_nothing_and_says_what_changed(books, coffee):
    atlas, guji = make_product(books, "Atlas"), make_product(coffee, "Guji")
    shopper = fill_cart(atlas.uuid, guji.uuid)
    item = read_cart(shopper).group("coffee").items[0]
    with use_retailer(coffee):
        set_price(product=guji, price=Decimal(14))

    answer = check_out(shopper)

    assert answer.changes == [
        {
            "retailer": "coffee",
            "item": str(item.id),
            "title": "Guji",
            "kind": "price_rose",
            "was": "12.50",
            "now": "14.00",
        }
    ]
    nothing_was_placed(books, coffee)
    assert read_stock(books, atlas) == (10, 0)
    assert read_cart(shopper).count == 2


def test_having_been_told_the_shopper_may_buy_at_the_new_price(books):
    product = make_product(books)
    shopper = fill_cart(product.uuid)
    with use_retailer(books):
        set_price(product=product, price=Decimal(14))
    assert isinstance(check_out(shopper), Changed)
    assert str(check_out(shopper).purchase.money) == "14.00 EUR"


def test_a_price_that_dropped_is_passed_on(books):
    product = make_product(books)
    shopper = fill_cart(product.uuid)
    with use_retailer(books):
        set_price(product=product, price=Decimal(9))
    assert str(check_out(shopper).purchase.money) == "9.00 EUR"


@pytest.mark.parametrize(("left", "kind", "now"), [(1, "less_stock", 1), (0, "out_of_stock", 0)])
def test_stock_that_went(books, left, kind, now):
    product = make_product(books)
    shopper = fill_cart(product.uuid, quantity=3)
    with use_retailer(books):
        set_stock(product=product, num_in_stock=left)
    answer = check_out(shopper)
    [change] = answer.changes
    assert (change["kind"], change["was"], change["now"]) == (kind, 3, now)
    nothing_was_placed(books)


def test_an_archived_product(books):
    product = make_product(books)
    shopper = fill_cart(product.uuid)
    with use_retailer(books):
        archive_product(product=product)
    answer = check_out(shopper)
    assert [change["kind"] for change in answer.changes] == ["archived"]
    nothing_was_placed(books)


def test_a_product_that_the_shop_has_no_more(books):
    product = make_product(books)
    shopper = fill_cart(product.uuid)
    with use_retailer(books):
        BasketLine.objects.all().delete()
    answer = check_out(shopper)
    assert [change["kind"] for change in answer.changes] == ["unavailable"]
    nothing_was_placed(books)


def test_lines_of_one_record_that_pass_singly_and_not_together(books, monkeypatch):
    """The record counts for all of them: what could not be reserved is told, and that alone."""
    atlas, globe = make_product(books, "Atlas"), make_product(books, "Globe")
    shopper = fill_cart(atlas.uuid, globe.uuid, quantity=2)
    with use_retailer(books):
        record = StockRecord.objects.get(product__uuid=globe.uuid).pk

    def refuse(*, quantities):
        raise stock.OutOfStock(record)

    monkeypatch.setattr(stock, "reserve", refuse)

    (change,) = check_out(shopper).changes

    assert (change["kind"], change["title"], change["was"]) == ("less_stock", "Globe", 2)
    nothing_was_placed(books)


def test_a_suspended_shop_blocks_its_group_alone(books, coffee):
    shopper = fill_cart(make_product(books).uuid, make_product(coffee).uuid)
    Retailer.objects.filter(pk=coffee.pk).update(status="suspended")
    answer = check_out(shopper)
    assert [change["kind"] for change in answer.changes] == ["unavailable"]
    nothing_was_placed(books, coffee)
    assert [group.available for group in read_cart(shopper).groups] == [True, False]
    placed = check_out(shopper, retailers=["books"])
    assert [order.retailer.slug for order in orders_in(placed.purchase)] == ["books"]
    assert [group.retailer.slug for group in read_cart(shopper).groups] == ["coffee"]


def test_two_currencies_are_refused_by_name(books, tea):
    shopper = fill_cart(make_product(books).uuid, make_product(tea).uuid)
    with pytest.raises(errors.MixedCurrencies) as refusal:
        check_out(shopper)
    assert refusal.value.extra["groups"] == {"EUR": ["books"], "JPY": ["tea"]}
    nothing_was_placed(books, tea)
    assert str(check_out(shopper, retailers=["tea"]).purchase.money) == "1200 JPY"


def test_an_empty_cart():
    with pytest.raises(errors.EmptyCart):
        check_out(Shopper())


def test_a_shop_that_is_not_in_the_cart(books):
    with pytest.raises(errors.UnknownRetailer):
        check_out(fill_cart(make_product(books).uuid), retailers=["books", "coffee"])
    nothing_was_placed(books)


def test_missing_parts_of_the_address_are_named(books):
    address = ADDRESS | {"city": " ", "country": "XX"}
    with pytest.raises(errors.AddressNeeded) as refusal:
        check_out(fill_cart(make_product(books).uuid), shipping_address=address)
    assert sorted(refusal.value.fields) == ["shipping_address.city", "shipping_address.country"]
    nothing_was_placed(books)


def test_pickup_needs_no_address_and_costs_nothing(books):
    books.delivery_fee = 5
    books.save()
    placed = check_out(
        fill_cart(make_product(books).uuid), shipping_address=None, fulfilment={"books": "pickup"}
    )
    assert str(placed.purchase.money) == "12.50 EUR"
    assert placed.purchase.shipping_address is None


def test_a_shop_without_pickup_refuses_it(books):
    books.offers_pickup = False
    books.save()
    with pytest.raises(Invalid) as refusal:
        check_out(fill_cart(make_product(books).uuid), fulfilment={"books": "pickup"})
    assert list(refusal.value.fields) == ["fulfilment.books"]
    nothing_was_placed(books)


def test_a_guest_must_say_where_the_confirmation_goes(books):
    with pytest.raises(errors.EmailNeeded):
        check_out(fill_cart(make_product(books).uuid), email=" ")
    nothing_was_placed(books)


def test_an_unknown_way_to_pay(books):
    with pytest.raises(Invalid) as refusal:
        check_out(fill_cart(make_product(books).uuid), payment_method="barter")
    assert list(refusal.value.fields) == ["payment_method"]


def test_my_orders_over_all_shops_in_one_query(books, coffee, django_assert_num_queries):
    user = make_customer()
    check_out(fill_cart(make_product(books).uuid, make_product(coffee).uuid, user=user))
    check_out(fill_cart(make_product(coffee).uuid, user=user))
    with django_assert_num_queries(1):
        slugs = [order.retailer.slug for order in orders_of(user=user)]
    assert sorted(slugs) == ["books", "coffee", "coffee"]
    assert orders_of(user=make_customer()).count() == 0


def test_only_the_buyer_or_the_holder_of_the_token_sees_an_order(books, coffee):
    placed = check_out(fill_cart(make_product(books).uuid))
    other = check_out(fill_cart(make_product(books).uuid))
    [order] = orders_in(placed.purchase)
    assert find_order(uuid=order.uuid, order_token=placed.order_token).pk == order.pk
    for stranger in (
        {"order_token": other.order_token},
        {"order_token": "forged"},
        {"user": make_customer()},
        {"order_token": placed.order_token, "retailer": coffee},
        {},
    ):
        with pytest.raises(NotFound):
            find_order(uuid=order.uuid, **stranger)


def test_an_order_as_its_buyer_sees_it(books):
    books.delivery_fee = 5
    books.save()
    user = make_customer()
    placed = check_out(fill_cart(make_product(books, "Atlas").uuid, user=user, quantity=2))
    view = read_order(orders_in(placed.purchase)[0])
    assert [(line.title, line.quantity, str(line.payable)) for line in view.lines] == [
        ("Atlas", 2, "25.00 EUR")
    ]
    assert (str(view.goods_total), str(view.delivery_fee)) == ("25.00 EUR", "5.00 EUR")
    assert [(event.status, event.role) for event in view.events] == [("pending", "customer")]
    assert view.shipping_address["city"] == "Hamburg"
    assert (view.can_cancel, view.payment_status) == (True, "cod_due")


def test_of_two_orders_of_a_shop_each_tells_its_own_lines_and_discounts(books):
    make_offer(books, name="Autumn", given=terms(off="2.00"))
    for title in ("Atlas", "Globe"):
        placed = check_out(fill_cart(make_product(books, title).uuid))

        view = read_order(*orders_in(placed.purchase))

        assert [line.title for line in view.lines] == [title]
        assert [(row.name, str(row.amount)) for row in view.discounts] == [("Autumn", "2.00 EUR")]


def test_cancelling_gives_the_stock_back_and_owes_nothing(books, coffee):
    user = make_customer()
    product = make_product(books)
    placed = check_out(fill_cart(product.uuid, make_product(coffee).uuid, user=user, quantity=4))
    [order, other] = orders_in(placed.purchase)[::-1]
    assert order.retailer == books

    cancelled = cancel_order(uuid=order.uuid, user=user)

    assert (cancelled.status, cancelled.allocation.status) == ("cancelled", "cancelled")
    assert read_stock(books, product) == (10, 0)
    placed.payment.refresh_from_db()
    assert placed.payment.status == "cod_due"
    cancel_order(uuid=other.uuid, user=user)
    placed.payment.refresh_from_db()
    assert placed.payment.status == "cancelled"
    assert list(check_orders(retailer=books)) == []


def test_it_is_too_late_once_the_shop_has_begun(books):
    user = make_customer()
    product = make_product(books)
    placed = check_out(fill_cart(product.uuid, user=user))
    [order] = orders_in(placed.purchase)
    with use_retailer(books):
        move_order(order=Order.objects.get(), to="processing", actor=make_customer(), role="owner")
    with pytest.raises(errors.TooLateToCancel):
        cancel_order(uuid=order.uuid, user=user)
    assert read_stock(books, product) == (10, 1)
    order.refresh_from_db()
    assert order.status == "processing"


def test_the_way_of_a_delivery(books):
    product, staff = make_product(books), make_customer()
    placed = check_out(fill_cart(product.uuid, quantity=3))
    [pointer] = orders_in(placed.purchase)
    with use_retailer(books):
        order = Order.objects.get()
        move_order(order=order, to="processing", actor=staff, role="fulfilment")
        move_order(order=order, to="shipped", actor=staff, role="fulfilment", tracking_number="T1")
        assert read_stock(books, product) == (7, 0)
        move_order(order=order, to="delivered", actor=staff, role="fulfilment")
        assert list(
            OrderStatusChange.objects.order_by("id").values_list("new_status", "actor_role")
        ) == [
            ("pending", "customer"),
            ("processing", "fulfilment"),
            ("shipped", "fulfilment"),
            ("delivered", "fulfilment"),
        ]
    pointer.refresh_from_db()
    placed.payment.refresh_from_db()
    assert (pointer.status, placed.payment.status) == ("delivered", "paid")


def test_a_pickup_leaves_the_shelf_when_it_is_handed_over(books):
    product = make_product(books)
    check_out(fill_cart(product.uuid), fulfilment={"books": "pickup"}, shipping_address=None)
    with use_retailer(books):
        order = Order.objects.get()
        move_order(order=order, to="processing")
        move_order(order=order, to="ready_for_pickup")
        assert read_stock(books, product) == (10, 1)
        move_order(order=order, to="delivered")
    assert read_stock(books, product) == (9, 0)


@pytest.mark.parametrize(
    ("titles", "summary"),
    [
        (["Novel"], "Novel"),
        (["Novel", "Atlas"], "Novel and 1 more"),
        (["N" * 255, "Atlas", "Map"], f"{'N' * 244} and 2 more"),
    ],
)
def test_an_order_is_summed_up_by_its_first_line(books, titles, summary):
    check_out(fill_cart(*(make_product(books, title).uuid for title in titles)))

    assert RetailerOrder.objects.get().summary == summary


def test_what_nothing_can_follow_is_said_in_a_sentence_of_its_own(books):
    check_out(fill_cart(make_product(books).uuid))
    with use_retailer(books):
        order = move_order(order=Order.objects.get(), to="cancelled")
        with pytest.raises(IllegalMove) as refusal:
            move_order(order=order, to="processing")

    assert refusal.value.detail == "It is “Cancelled”, and nothing follows."


def test_an_illegal_move_changes_nothing(books):
    product = make_product(books)
    placed = check_out(fill_cart(product.uuid))
    with use_retailer(books):
        with pytest.raises(IllegalMove) as refusal:
            move_order(order=Order.objects.get(), to="delivered")
        assert Order.objects.get().status == "pending"
        assert OrderStatusChange.objects.count() == 1
    assert refusal.value.detail == (
        "It is “Waiting for the shop”; from there it may become: “In preparation”, “Cancelled”."
    )
    assert orders_in(placed.purchase)[0].status == "pending"
    assert read_stock(books, product) == (10, 1)


def test_what_is_returned_goes_back_on_the_shelf(books):
    product = make_product(books)
    placed = check_out(fill_cart(product.uuid, quantity=2))
    with use_retailer(books):
        for status in ("processing", "shipped", "delivered", "returned"):
            move_order(order=Order.objects.get(), to=status)
    assert read_stock(books, product) == (10, 0)
    placed.payment.refresh_from_db()
    assert placed.payment.status == "refunded"


def test_an_order_sold_uncounted_leaves_a_later_count_alone(books):
    product = make_product(books, stock=None)
    check_out(fill_cart(product.uuid, quantity=2))
    with use_retailer(books):
        set_stock(product=product, num_in_stock=7)
        move_order(order=Order.objects.get(), to="cancelled")
    assert read_stock(books, product) == (7, 0)


def test_check_orders_finds_what_does_not_agree(books):
    placed = check_out(fill_cart(make_product(books).uuid))
    [pointer] = orders_in(placed.purchase)
    RetailerOrder.objects.filter(pk=pointer.pk).update(status="shipped")
    [difference] = check_orders(retailer=books)
    assert str(difference) == (
        f"books {pointer.number}: status is pending in the shop and shipped in the marketplace"
    )
    with use_retailer(books):
        Order.objects.update(uuid="00000000-0000-4000-8000-000000000001")
    problems = sorted(difference.problem for difference in check_orders(retailer=books))
    assert problems == [
        "the marketplace points to an order that the shop does not have",
        "the shop has an order that no purchase points to",
    ]
