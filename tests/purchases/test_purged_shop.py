"""A shop that is gone for good, its schema with it: what was bought there, what lies in carts."""

from uuid import uuid4

import pytest

from marketplace.cart.merges import merge_guest_cart
from marketplace.cart.models import Cart, CartBasket
from marketplace.cart.queries import read_cart
from marketplace.cart.services import Shopper, clear
from marketplace.cart.tasks import clear_abandoned
from marketplace.purchases.models import Purchase
from marketplace.purchases.queries import make_order_token
from tenants.registry.services import close, purge
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.offers import make_voucher, terms
from tests.factories.orders import make_order
from tests.factories.staff import make_member

pytestmark = pytest.mark.django_db
CHECKOUT = {"shipping_address": ADDRESS, "payment_method": "cash_on_delivery"}


def purged(shop):
    close(retailer=shop)
    return purge(retailer=shop, early=True)


@pytest.fixture
def buyer():
    return make_customer()


@pytest.fixture
def order(books, buyer):
    return make_order(books, make_product(books), user=buyer)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "orders/{}/", None),
        ("get", "orders/{}/tracking/", None),
        ("get", "orders/{}/events/", None),
        ("delete", "orders/{}/", None),
        ("post", "orders/{}/cancel/", {}),
        ("post", "orders/{}/return/", {"reason": "other"}),
        ("post", "orders/{}/refund/", {"reason": "other"}),
    ],
)
def test_of_its_orders_there_is_no_more_than_the_list(books, buyer, order, method, path, body):
    api = Api().login(buyer)
    purged(books)
    answer = api.send(method, path.format(order.uuid), body, {})
    assert_problem(answer, status=404, code="not-found")
    (row,) = api.get("orders/").json()["results"]
    assert (row["number"], row["status"]) == (order.number, "pending")


def test_nor_for_a_guest_or_its_former_staff(books):
    order, staff = (
        make_order(books, make_product(books)),
        Api().login(make_member(books, "fulfilment")),
    )
    purged(books)
    guest = Api()
    guest.order = make_order_token(order.purchase)
    assert_problem(guest.get(f"orders/{order.uuid}/"), status=404, code="not-found")
    for caller in (staff, Api().login(make_customer())):
        moved = caller.post(f"orders/{order.uuid}/transitions/", {"to": "processing"})
        assert_problem(moved, status=404, code="not-found")
        assert moved.json()["detail"] == "There is no such order here."  # nor whose it was


@pytest.fixture
def cart(books, coffee, buyer):
    """The API of a customer with a thing of each of two shops, the first of which goes."""
    make_voucher(books, "GONE", given=terms(off="1"))
    fill_cart(make_product(books).uuid, make_product(coffee).uuid, user=buyer)
    api = Api().login(buyer)
    purged(books)
    return api


def test_its_goods_stop_a_checkout_by_name_and_the_rest_can_be_bought(cart):
    key = str(uuid4())
    for path, body in (("cart/quote/", {}), ("checkout/", CHECKOUT)):
        refused = cart.post(path, body, idempotency_key=key)
        assert_problem(refused, status=409, code="cart-changed")
        (change,) = refused.json()["changes"]
        assert (change["retailer"], change["kind"]) == ("books", "unavailable")
    assert cart.post("checkout/preview/", CHECKOUT).json()["changes"] == [change]
    assert_problem(
        cart.post("cart/vouchers/", {"code": "GONE"}), status=404, code="unknown-voucher"
    )
    rest = cart.check_out(retailers=["coffee"])
    assert rest.status_code == 201
    assert Purchase.objects.get().orders.get().retailer.slug == "coffee"


def test_they_can_be_taken_out(cart, buyer):
    (group,) = [row for row in cart.get("cart/").json()["groups"] if not row["available"]]
    assert cart.delete(f"cart/items/{group['items'][0]['id']}/").status_code == 200
    assert [basket.retailer.slug for basket in CartBasket.objects.all()] == ["coffee"]


def test_or_cleared_merged_and_forgotten(books, buyer):
    first, second, third = (fill_cart(make_product(books).uuid) for _ in range(3))
    fill_cart(make_product(books).uuid, user=buyer)
    purged(books)
    clear(shopper=first)
    merged = merge_guest_cart(user=buyer, token=second.token)
    assert [line["why"] for line in merged.dropped] == ["This product is not for sale."]
    merge_guest_cart(user=make_customer(), token=third.token)
    Cart.objects.filter(user=None).update(changed_at="2020-01-01T00:00Z")
    clear_abandoned()
    assert not Cart.objects.filter(user=None).exists()
    assert not read_cart(Shopper(user=buyer)).to_pay
