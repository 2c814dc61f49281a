"""Filling a cart: what adds up, what is refused, and that a refusal changes nothing."""

from decimal import Decimal
from uuid import uuid4

import pytest

from marketplace.cart import errors
from marketplace.cart.merges import merge_guest_cart, merge_guest_carts
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.cart.queries import count_items, read_cart
from marketplace.cart.services import add_item, change_item, clear, remove_item, set_fulfilment
from marketplace.cart.shopper import Shopper, read_token, token_for
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Basket, Line
from tenants.shop.catalogue.services import archive_product, create_product
from tenants.shop.partner.services import set_price, set_stock
from tests.factories.accounts import make_customer
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


def lines_of(shopper):
    return [
        (item.title, item.quantity, str(item.before_discount))
        for group in read_cart(shopper).groups
        for item in group.items
    ]


def test_a_guest_gets_a_token_and_finds_the_cart_by_it(books):
    product = make_product(books, "Atlas")
    view = add_item(shopper=Shopper(), product=product.uuid, quantity=2)
    assert read_token(view.token) == Cart.objects.get().uuid
    assert lines_of(Shopper(token=view.token)) == [("Atlas", 2, "25.00 EUR")]
    assert view.count == 2


def test_a_forged_token_opens_nothing(books):
    shopper = fill_cart(make_product(books).uuid)
    forged = f"{Cart.objects.get().uuid.hex}:{'x' * 43}"
    assert read_cart(Shopper(token=forged)).groups == []
    assert count_items(Shopper(token=forged)) == 0
    assert count_items(shopper) == 1


@pytest.mark.parametrize("token", [None, "forged"])
def test_for_whoever_has_no_cart_no_query_is_even_made(monkeypatch, token):
    monkeypatch.setattr("django.db.models.sql.Query.get_compiler", None)
    assert count_items(Shopper(token=token)) == 0
    assert read_cart(Shopper(token=token)).groups == []


def test_a_customers_cart_is_not_found_by_a_guests_token(books):
    user = make_customer()
    fill_cart(make_product(books).uuid, user=user)
    token = token_for(Cart.objects.get().uuid)
    assert read_cart(Shopper(token=token)).groups == []
    assert read_cart(Shopper(user=user)).count == 1


def test_the_basket_in_the_shop_and_the_index_in_public_agree(books, coffee):
    shopper = fill_cart(
        make_product(books).uuid, make_product(coffee).uuid, make_product(books).uuid
    )
    for retailer in (books, coffee):
        basket = CartBasket.objects.get(retailer=retailer)
        with use_retailer(retailer):
            assert Basket.objects.get(pk=basket.basket_id).status == "Open"
            there = sorted(Line.objects.values_list("id", "quantity"))
        assert there == sorted(basket.lines.values_list("line_id", "quantity"))
    assert [group.retailer.slug for group in read_cart(shopper).groups] == ["books", "coffee"]


def test_the_same_product_again_adds_up(books):
    product = make_product(books, "Atlas")
    shopper = fill_cart(product.uuid, quantity=2)
    add_item(shopper=shopper, product=product.uuid, quantity=3)
    assert lines_of(shopper) == [("Atlas", 5, "62.50 EUR")]
    assert CartLine.objects.count() == 1


def test_more_than_there_is_changes_nothing(books):
    product = make_product(books, "Atlas", stock=4)
    shopper = fill_cart(product.uuid, quantity=3)
    with pytest.raises(errors.NotEnoughStock) as refusal:
        add_item(shopper=shopper, product=product.uuid, quantity=2)
    assert refusal.value.extra == {"available": 4}
    assert lines_of(shopper) == [("Atlas", 3, "37.50 EUR")]
    with use_retailer(books):
        assert list(Line.objects.values_list("quantity", flat=True)) == [3]


def test_a_refused_first_product_leaves_no_cart(books):
    product = make_product(books, stock=0)
    with pytest.raises(errors.NotEnoughStock):
        add_item(shopper=Shopper(), product=product.uuid, quantity=1)
    assert Cart.objects.count() == 0


def test_limits_of_one_order(books):
    product = make_product(books, min_quantity=2, max_quantity=4)
    with pytest.raises(errors.UnderMinimum) as under:
        add_item(shopper=Shopper(), product=product.uuid, quantity=1)
    with pytest.raises(errors.OverLimit) as over:
        add_item(shopper=Shopper(), product=product.uuid, quantity=5)
    assert (under.value.extra, over.value.extra) == ({"minimum": 2}, {"maximum": 4})


def test_uncounted_stock_never_runs_out(books):
    product = make_product(books, stock=None)
    shopper = fill_cart(product.uuid, quantity=5_000)
    assert read_cart(shopper).groups[0].items[0].stock is None


def test_a_parent_is_not_for_sale_but_its_variants_are(books):
    parent = make_product(books, "Poster", structure="parent", price=None, stock=None)
    with use_retailer(books):
        small = create_product(
            title="S", price=Decimal(5), stock=1, parent=parent, options={"Size": "S"}
        )
    with pytest.raises(errors.ChooseVariant):
        add_item(shopper=Shopper(), product=parent.uuid, quantity=1)
    item = add_item(shopper=Shopper(), product=small.uuid, quantity=1).groups[0].items[0]
    assert (item.title, item.options) == ("Poster", {"Size": "S"})


def test_an_unknown_product(books):
    with pytest.raises(errors.UnknownProduct):
        add_item(shopper=Shopper(), product=uuid4(), quantity=1)


def test_on_a_shops_host_other_shops_do_not_exist(books, coffee):
    ours, theirs = make_product(books, "Atlas"), make_product(coffee, "Guji")
    shopper = fill_cart(ours.uuid, theirs.uuid)
    here = Shopper(token=shopper.token, retailer=books)
    assert lines_of(here) == [("Atlas", 1, "12.50 EUR")]
    assert count_items(here) == 1
    with pytest.raises(errors.UnknownProduct):
        add_item(shopper=here, product=theirs.uuid, quantity=1)
    other = read_cart(shopper).group("coffee").items[0]
    with pytest.raises(errors.UnknownItem):
        remove_item(shopper=here, item=other.id)
    clear(shopper=here)
    assert lines_of(shopper) == [("Guji", 1, "12.50 EUR")]


def test_nobody_touches_another_shoppers_lines(books):
    mine = fill_cart(make_product(books, "Atlas").uuid)
    stranger = fill_cart(make_product(books, "Novel").uuid)
    item = read_cart(mine).groups[0].items[0]
    for act in (
        lambda: change_item(shopper=stranger, item=item.id, quantity=9),
        lambda: remove_item(shopper=stranger, item=item.id),
    ):
        with pytest.raises(errors.UnknownItem):
            act()
    assert lines_of(mine) == [("Atlas", 1, "12.50 EUR")]


def test_the_last_line_takes_its_basket_along(books):
    shopper = fill_cart(make_product(books).uuid)
    item = read_cart(shopper).groups[0].items[0]
    assert change_item(shopper=shopper, item=item.id, quantity=0).groups == []
    with use_retailer(books):
        assert Basket.objects.count() == 0
    assert CartBasket.objects.count() == 0


def test_prices_and_stock_are_those_of_now(books):
    product = make_product(books, "Atlas", stock=9)
    shopper = fill_cart(product.uuid, quantity=5)
    with use_retailer(books):
        set_price(product=product, price=Decimal(20))
    item = read_cart(shopper).groups[0].items[0]
    assert (item.problem, str(item.was), str(item.unit_price)) == (
        "price_rose",
        "12.50 EUR",
        "20.00 EUR",
    )
    with use_retailer(books):
        set_stock(product=product, num_in_stock=3)
    assert read_cart(shopper).groups[0].items[0].problem == "less_stock"
    with use_retailer(books):
        set_stock(product=product, num_in_stock=0)
    assert read_cart(shopper).groups[0].items[0].problem == "out_of_stock"
    with use_retailer(books):
        archive_product(product=product)
    assert read_cart(shopper).groups[0].items[0].problem in ("archived", "unavailable")


def test_delivery_is_free_from_the_limit_on_and_pickup_always(books):
    books.delivery_fee, books.free_delivery_over = 5, 25
    books.save()
    product = make_product(books)
    shopper = fill_cart(product.uuid)
    assert str(read_cart(shopper).groups[0].delivery_fee) == "5.00 EUR"
    add_item(shopper=shopper, product=product.uuid, quantity=1)
    assert str(read_cart(shopper).groups[0].delivery_fee) == "0.00 EUR"
    remove = read_cart(shopper).groups[0].items[0]
    change_item(shopper=shopper, item=remove.id, quantity=1)
    view = set_fulfilment(shopper=shopper, retailer=books, fulfilment="pickup")
    assert str(view.groups[0].delivery_fee) == "0.00 EUR"


def test_totals_by_currency(books, tea):
    shopper = fill_cart(make_product(books).uuid, make_product(tea).uuid)
    assert [str(money) for money in read_cart(shopper).goods_totals] == ["12.50 EUR", "1200 JPY"]


def test_reading_takes_three_statements_for_any_number_of_shops(
    books, coffee, tea, django_assert_num_queries
):
    shopper = fill_cart(
        *[make_product(shop).uuid for shop in (books, coffee, tea) for _ in range(4)]
    )
    with django_assert_num_queries(3):
        assert read_cart(shopper).count == 12


def test_login_takes_the_guests_cart_over(books):
    guest, user = fill_cart(make_product(books, "Atlas").uuid, quantity=2), make_customer()
    result = merge_guest_cart(user=user, token=guest.token)
    assert result.as_dict() == {"moved": 1, "added_up": 0, "limited": [], "dropped": []}
    assert lines_of(Shopper(user=user)) == [("Atlas", 2, "25.00 EUR")]
    assert read_cart(guest).groups == []
    with use_retailer(books):
        assert Basket.objects.get().owner_id == user.pk


def test_the_baskets_of_others_stay_theirs_at_a_login(books):
    other, product = make_customer(), make_product(books)
    fill_cart(product.uuid, user=other)
    stranger, guest = fill_cart(product.uuid), fill_cart(product.uuid)
    user = make_customer()
    merge_guest_cart(user=user, token=guest.token)
    with use_retailer(books):
        owners = list(Basket.objects.order_by("id").values_list("owner_id", flat=True))
    assert owners == [other.pk, None, user.pk]
    assert (count_items(stranger), count_items(guest)) == (1, 0)


def test_a_merge_is_told_line_by_line(books):
    user = make_customer()
    both, scarce, gone, fresh = (
        make_product(books, "Both"),
        make_product(books, "Scarce", stock=3),
        make_product(books, "Gone"),
        make_product(books, "Fresh"),
    )
    fill_cart(both.uuid, scarce.uuid, user=user, quantity=2)
    guest = fill_cart(both.uuid, scarce.uuid, gone.uuid, fresh.uuid, quantity=2)
    with use_retailer(books):
        archive_product(product=gone)

    result = merge_guest_cart(user=user, token=guest.token)

    assert result.as_dict() == {
        "moved": 1,
        "added_up": 2,
        "limited": [{"title": "Scarce", "why": "3 instead of 4"}],
        "dropped": [{"title": "Gone", "why": "This product is not for sale."}],
    }
    assert sorted(lines_of(Shopper(user=user))) == [
        ("Both", 4, "50.00 EUR"),
        ("Fresh", 2, "25.00 EUR"),
        ("Scarce", 3, "37.50 EUR"),
    ]
    assert Cart.objects.count() == 1


@pytest.mark.parametrize(
    ("own", "way"), [(None, "pickup"), ("coffee", "pickup"), ("books", "delivery")]
)
def test_what_is_to_be_collected_stays_so_unless_the_customer_has_that_shops_group(
    books, coffee, own, way
):
    user, guest = make_customer(), fill_cart(make_product(books).uuid)
    if own:
        fill_cart(make_product({"books": books, "coffee": coffee}[own]).uuid, user=user)
    set_fulfilment(shopper=guest, retailer=books, fulfilment="pickup")
    merge_guest_cart(user=user, token=guest.token)
    assert read_cart(Shopper(user=user)).group("books").fulfilment == way


def test_two_guest_carts_become_one(books, coffee):
    first, second = fill_cart(make_product(books).uuid), fill_cart(make_product(coffee).uuid)
    result = merge_guest_carts(source=first.token, target=second.token)
    assert result.moved == 1
    assert read_cart(Shopper(token=result.token)).count == 2
    assert read_cart(first) == read_cart(second)  # the other host goes on with it
    with use_retailer(books):
        assert Basket.objects.count() == 1


def test_a_cart_does_not_merge_with_itself_or_with_none(books):
    shopper = fill_cart(make_product(books, "Atlas").uuid)
    for source, target in [
        (shopper.token, shopper.token),
        (shopper.token, None),
        (None, shopper.token),
    ]:
        result = merge_guest_carts(source=source, target=target)
        assert (result.is_empty, result.token) == (True, shopper.token)
    assert merge_guest_carts(source=None, target="forged").token is None
    assert lines_of(shopper) == [("Atlas", 1, "12.50 EUR")]
