"""Orders over REST: whose they are, what they show, cancelling."""

import uuid

import pytest
from django.core import signing

from marketplace.purchases import queries
from marketplace.purchases.models import RetailerOrder
from tests.api.conftest import Api, assert_problem
from tests.api.test_checkout import allocated
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.orders import move_at_shop

EUR = {"currency": "EUR"}


@pytest.fixture
def novel(books):
    return make_product(books, title="A Novel", price="12.50", stock=5)


@pytest.fixture
def beans(coffee):
    return make_product(coffee, title="Beans", price="8.00", stock=50)


@pytest.fixture
def buyer(customer, novel, beans):
    """A customer with one purchase of two orders."""
    api = Api().login(customer)
    api.add(novel, 2)
    api.add(beans, 1)
    assert api.check_out().status_code == 201
    return api


@pytest.fixture
def guest(api, novel, beans):
    """A guest with one purchase of two orders and its token."""
    api.add(novel, 2)
    api.add(beans, 1)
    api.check_out()
    return api


def order_at(slug):
    return RetailerOrder.objects.get(retailer__slug=slug)


def test_my_orders_over_all_shops_newest_first(buyer, novel):
    buyer.add(novel)
    buyer.check_out()
    body = buyer.get("orders/").json()

    assert [row["retailer"]["slug"] for row in body["results"]] == ["books", "coffee", "books"]
    newest = RetailerOrder.objects.order_by("-id").first()
    assert body["results"][0] == {
        "id": str(newest.uuid),
        "number": newest.number,
        "retailer": {
            "slug": "books",
            "name": "Northgate Books",
            "url": "http://books.localhost:8000",
        },
        "status": "pending",
        "fulfilment": "delivery",
        "payable": {"amount": "12.50", **EUR},
        "delivery_fee": {"amount": "0.00", **EUR},
        "discount": {"amount": "0.00", **EUR},
        "purchase": str(newest.purchase.uuid),
        "placed_at": body["results"][0]["placed_at"],
        "item_count": 1,
        "summary": "A Novel",
        "payment_status": "cod_due",
    }
    assert body["results"][0]["placed_at"].endswith("Z")
    assert (body["next"], body["previous"]) == (None, None)


def test_pages_of_orders_by_cursor(buyer, novel):
    for _ in range(3):
        buyer.add(novel)
        buyer.check_out()
    expected = [str(order.uuid) for order in RetailerOrder.objects.order_by("-id")]
    assert len(expected) == 5

    seen, url = [], "orders/?page_size=2"
    while url:
        page = buyer.get(url.removeprefix("http://localhost")).json()
        seen.append([row["id"] for row in page["results"]])
        last, url = page, page["next"]
    assert [len(ids) for ids in seen] == [2, 2, 1]
    assert [one for ids in seen for one in ids] == expected
    back = buyer.get(last["previous"].removeprefix("http://localhost")).json()
    assert [row["id"] for row in back["results"]] == expected[2:4]
    first = buyer.get(back["previous"].removeprefix("http://localhost")).json()
    assert [row["id"] for row in first["results"]] == expected[:2]
    assert first["previous"] is None


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=101",
        "page_size=x",
        "cursor=x",
        "cursor=NQ",
        "cursor=W10",
        "cursor=e30",
        "cursor=WyJcdTAwMDAiLGZhbHNlXQ",
    ],
)
def test_pages_that_are_none(buyer, query):
    name = query.partition("=")[0]
    document = assert_problem(buyer.get(f"orders/?{query}"), status=400, code="validation-error")

    assert list(document["errors"]) == [name]


def test_on_a_shops_host_only_its_orders(buyer, at, books, coffee, customer):
    shop = at(books).login(customer)

    assert [row["retailer"]["slug"] for row in shop.get("orders/").json()["results"]] == ["books"]
    assert shop.get(f"orders/{order_at('books').uuid}/").status_code == 200
    answer = shop.get(f"orders/{order_at('coffee').uuid}/")
    assert_problem(answer, status=404, code="not-found")
    answer = shop.post(f"orders/{order_at('coffee').uuid}/cancel/")
    assert_problem(answer, status=404, code="not-found")
    assert order_at("coffee").status == "pending"


def test_one_order_with_its_items_and_events(buyer, novel):
    order = order_at("books")
    body = buyer.get(f"orders/{order.uuid}/").json()

    [item] = body["items"]
    assert uuid.UUID(item.pop("id"))
    assert body["items"] == [
        {
            "product": str(novel.uuid),
            "title": "A Novel",
            "quantity": 2,
            "unit_price": {"amount": "12.50", **EUR},
            "before_discount": {"amount": "25.00", **EUR},
            "discount": {"amount": "0.00", **EUR},
            "payable": {"amount": "25.00", **EUR},
        }
    ]
    assert body["goods_total"] == {"amount": "25.00", **EUR}
    assert body["shipping_address"] == ADDRESS | {"line2": "", "state": ""}
    assert body["payment_method"] == "cash_on_delivery"
    assert body["tracking_number"] == ""
    assert body["can_cancel"] is True


def test_a_guest_sees_her_orders_by_the_token_alone(guest):
    rows = guest.get("orders/").json()["results"]

    assert [row["retailer"]["slug"] for row in rows] == ["coffee", "books"]
    assert guest.get(f"orders/{rows[0]['id']}/").json()["id"] == rows[0]["id"]


def test_without_login_or_token_nothing_is_shown(guest, api):
    order = order_at("books")
    guest.order = None
    for answer in (
        guest.get("orders/"),
        guest.get(f"orders/{order.uuid}/"),
        guest.post(f"orders/{order.uuid}/cancel/"),
    ):
        assert_problem(answer, status=401, code="not-authenticated")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert order_at("books").status == "pending"


def tokens_of_no_use(order):
    purchase = order.purchase.uuid.hex
    return {
        "forged": "x" * 60,
        "of a cart": signing.Signer(salt="marketplace.cart").sign(purchase),
        "of another purchase": signing.TimestampSigner(salt=queries.TOKEN_SALT).sign(
            uuid.uuid4().hex
        ),
    }


@pytest.mark.parametrize("kind", ["forged", "of a cart", "of another purchase"])
def test_a_token_of_no_use(guest, kind):
    order = order_at("books")
    guest.order = tokens_of_no_use(order)[kind]

    assert_problem(guest.get(f"orders/{order.uuid}/"), status=404, code="not-found")
    assert_problem(guest.post(f"orders/{order.uuid}/cancel/"), status=404, code="not-found")
    assert order_at("books").status == "pending"


def test_an_order_token_expires(guest, monkeypatch):
    monkeypatch.setattr(queries, "TOKEN_SECONDS", -1)

    assert_problem(guest.get("orders/"), status=401, code="not-authenticated")


def test_a_strangers_order_is_not_there(buyer):
    stranger = Api().login(make_customer())
    order = order_at("books")

    assert stranger.get("orders/").json()["results"] == []
    assert_problem(stranger.get(f"orders/{order.uuid}/"), status=404, code="not-found")
    assert_problem(stranger.post(f"orders/{order.uuid}/cancel/"), status=404, code="not-found")
    assert order_at("books").status == "pending"


def test_an_unknown_order(buyer):
    assert_problem(buyer.get(f"orders/{uuid.uuid4()}/"), status=404, code="not-found")


def test_cancelling_one_order_gives_its_stock_back_and_leaves_the_other(
    buyer, novel, beans, books, coffee
):
    answer = buyer.post(f"orders/{order_at('books').uuid}/cancel/")

    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["payment_status"]) == ("cancelled", "cancelled")
    assert body["can_cancel"] is False
    assert (body["events"][-1]["status"], body["events"][-1]["role"]) == ("cancelled", "customer")
    assert order_at("coffee").status == "pending"
    assert (allocated(novel, books), allocated(beans, coffee)) == (0, 1)


def test_a_guest_cancels_by_the_token(guest, novel, books):
    answer = guest.post(f"orders/{order_at('books').uuid}/cancel/")

    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert allocated(novel, books) == 0


def test_an_order_that_the_shop_has_begun_cannot_be_cancelled(buyer, novel, books):
    order = order_at("books")
    move_at_shop(order, "processing")
    answer = buyer.post(f"orders/{order.uuid}/cancel/")

    problem = assert_problem(answer, status=409, code="too-late-to-cancel")
    assert "Ask the shop to cancel it, or return it later." in problem["detail"]
    assert order_at("books").status == "processing"
    assert allocated(novel, books) == 2


def test_cancelling_twice_is_refused_and_gives_nothing_back_twice(buyer, novel, books):
    path = f"orders/{order_at('books').uuid}/cancel/"
    buyer.post(path)

    again = buyer.post(path)
    assert_problem(again, status=409, code="too-late-to-cancel")
    assert again.json()["title"] == "This order can no longer be cancelled."
    assert again.json()["detail"] == "It was cancelled before."
    assert allocated(novel, books) == 0
