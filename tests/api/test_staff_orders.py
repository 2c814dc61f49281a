"""Orders over REST for a shop's staff."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.purchases.models import RetailerOrder
from tenants.registry.context import use_retailer
from tenants.registry.services import close
from tenants.staff.services import add_member
from tests.api.conftest import GUEST, Api, assert_problem
from tests.factories.accounts import PASSWORD, grow_old, make_customer
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import make_member

EMAIL = "packer@mail.example"


@pytest.fixture
def order(books, customer):
    return make_order(books, make_product(books), user=customer)


@pytest.fixture
def staff(books):
    return Api().login(make_member(books, "fulfilment", email=EMAIL))


def status(order):
    return RetailerOrder.objects.get(pk=order.pk).status


def test_the_list_narrows_by_status_words_and_way(books, coffee, staff, order, customer):
    other = make_order(books, make_product(books), fulfilment="pickup")
    hand_over(other, until="processing")
    make_order(coffee, make_product(coffee), user=customer)

    def numbers(query=""):
        rows = staff.get(f"retailers/books/orders/{query}").json()["results"]
        return [row["number"] for row in rows]

    assert numbers() == [other.number, order.number]
    assert numbers("?status=pending") == [order.number]
    assert numbers("?status=pending&status=processing") == [other.number, order.number]
    assert numbers("?fulfilment=pickup") == [other.number]
    assert numbers(f"?search={customer.email}") == [order.number]
    assert numbers(f"?search={other.number[-5:].lower()}") == [other.number]
    unknown = staff.get("retailers/books/orders/?status=lost")
    assert_problem(unknown, status=400, code="validation-error")


def test_an_order_is_found_by_its_accounts_name_and_present_address(books, coffee, staff):
    user = make_customer("ada@work.example", first_name="Zoë", last_name="Quist")
    mine = make_order(books, make_product(books), user=user, fulfilment="pickup")
    make_order(coffee, make_product(coffee), user=user)
    User.objects.filter(pk=user.pk).update(email="quist@home.example")

    for words in ("quist", "Zoë Quist", "quist@home", "ada@work"):
        answer = staff.get(f"retailers/books/orders/?search={quote(words)}")
        assert [row["number"] for row in answer.json()["results"]] == [mine.number]
    assert staff.get("retailers/books/orders/?search=Zo%C3%AB+Lind").json()["results"] == []


@pytest.mark.parametrize(
    "path", ["orders/{}/transitions/", "retailers/books/orders/{}/transitions/"]
)
def test_a_legal_move_is_made_on_the_marketplaces_host(staff, order, path):
    answer = staff.post(path.format(order.uuid), {"to": "processing", "note": "Packing"})

    body = answer.json()
    assert (body["status"], body["legal_moves"]) == ("processing", ["shipped", "cancelled"])
    assert (body["events"][-1]["role"], body["events"][-1]["note"]) == ("fulfilment", "Packing")
    assert status(order) == "processing"


def test_and_on_the_shops_own_with_the_carrier(at, books, coffee, order):
    here = at(books).login(make_member(books, "owner"))
    here.post(f"orders/{order.uuid}/transitions/", {"to": "processing"})
    sent = {"to": "shipped", "carrier": "DHL", "tracking_number": "0034"}
    body = here.post(f"orders/{order.uuid}/transitions/", sent).json()
    assert (body["carrier"], body["tracking_number"]) == ("DHL", "0034")
    assert here.get(f"retailers/books/orders/{order.uuid}/").json()["email"] == (
        order.purchase.email
    )
    assert_problem(here.get("retailers/coffee/orders/"), status=404, code="not-found")


@pytest.mark.parametrize("to", ["delivered", "paid", "ready_for_pickup", "pending"])
def test_an_illegal_move_is_refused_and_nothing_changes(staff, order, to):
    answer = staff.post(f"orders/{order.uuid}/transitions/", {"to": to})
    assert_problem(answer, status=409, code="illegal-move")
    assert status(order) == "pending"


@pytest.mark.parametrize("role", ["editor", "support", "analyst"])
def test_a_lesser_role_moves_nothing(books, order, role):
    api = Api().login(make_member(books, role))
    answer = api.post(f"orders/{order.uuid}/transitions/", {"to": "processing"})
    assert_problem(answer, status=403, code="not-allowed")
    assert status(order) == "pending"


def test_for_strangers_and_the_buyer_there_is_no_such_thing(coffee, order, customer):
    for user in (make_member(coffee, "owner"), customer):
        api = Api().login(user)
        move = api.post(f"orders/{order.uuid}/transitions/", {"to": "processing"})
        assert_problem(move, status=404, code="not-found")
        assert_problem(api.get("retailers/books/orders/"), status=404, code="not-found")
    assert status(order) == "pending"


@pytest.mark.parametrize("method", ["put", "patch"])
def test_the_older_ways_to_move_an_order_say_who_follows_them(staff, order, method):
    answer = staff.send(method, f"orders/{order.uuid}/", {"status": "processing"}, {})
    assert (answer.status_code, answer.json()["status"]) == (200, "processing")
    assert "Deprecation" in answer.headers
    assert f"orders/{order.uuid}/transitions/" in answer["Link"]


def test_a_customer_cannot_move_by_them(customer, order):
    buyer = Api().login(customer)
    answer = buyer.patch(f"orders/{order.uuid}/", {"status": "processing"})
    assert_problem(answer, status=404, code="not-found")
    assert status(order) == "pending"


def test_delete_cancels_and_nothing_is_deleted(customer, order):
    buyer = Api().login(customer)
    answer = buyer.delete(f"orders/{order.uuid}/")
    assert answer.json()["status"] == "cancelled"
    assert f"orders/{order.uuid}/cancel/" in answer["Link"]
    again = buyer.delete(f"orders/{order.uuid}/")
    assert_problem(again, status=409, code="too-late-to-cancel")


def test_orders_takes_a_checkout_from_a_guest_too(books, api):
    api.add(make_product(books))
    placed = api.post("orders/", GUEST, idempotency_key="a-key-of-mine")
    again = api.post("orders/", GUEST, idempotency_key="a-key-of-mine")
    assert (placed.status_code, again.json()) == (201, placed.json())
    assert "/api/v1/checkout/" in placed["Link"]


def test_there_is_no_other_shop_on_a_shops_host_and_no_unknown_one_anywhere(
    at, books, coffee, staff, order
):
    there = at(coffee).login(make_member(books, "owner"))

    for api, slug in ((there, "books"), (there, "nowhere"), (staff, "nowhere")):
        assert_problem(api.get(f"retailers/{slug}/orders/"), status=404, code="not-found")
    assert staff.get("retailers/books/orders/").status_code == 200


def test_staff_read_an_order_at_its_own_address(books, coffee, staff, order, customer):
    """It was answered 404, while PUT moved it."""
    body = staff.get(f"orders/{order.uuid}/").json()
    assert body["legal_moves"] == ["processing", "cancelled"]
    assert (body["email"], body["owed_back"]) == (customer.email, None)

    buyers = Api().login(customer).get(f"orders/{order.uuid}/").json()
    assert (buyers["legal_moves"], buyers["can_cancel"]) == ([], True)
    stranger = Api().login(make_member(coffee, "owner", email="eve@mail.example"))
    assert_problem(stranger.get(f"orders/{order.uuid}/"), status=404, code="not-found")
    editor = Api().login(make_member(books, "editor", email="ed@mail.example"))
    assert_problem(editor.get(f"orders/{order.uuid}/"), status=403, code="not-allowed")


def test_staff_list_the_orders_of_their_shops(books, coffee, staff, order):
    theirs = make_order(coffee, make_product(coffee))
    own = make_order(coffee, make_product(coffee), user=User.objects.get(email=EMAIL))

    def numbers(api, query=""):
        return [row["number"] for row in api.get(f"orders/{query}").json()["results"]]

    assert numbers(staff) == numbers(staff, "?side=buyer") == [own.number]
    assert numbers(staff, "?side=staff") == [order.number]
    boss = make_member(books, "owner", email="both@mail.example")
    with use_retailer(coffee):
        add_member(user=boss, role="analyst")
    both = Api().login(boss)
    assert numbers(both, "?side=staff") == [own.number, theirs.number, order.number]
    editor = Api().login(make_member(books, "editor", email="ed@mail.example"))
    assert numbers(editor, "?side=staff") == []
    assert_problem(Api().get("orders/?side=staff"), status=401, code="not-authenticated")
    assert_problem(staff.get("orders/?side=king"), status=400, code="validation-error")


def test_a_shop_that_wants_a_second_factor_lists_nothing_without(books, staff, order):
    type(books).objects.filter(pk=books.pk).update(requires_second_factor=True)

    assert staff.get("orders/?side=staff").json()["results"] == []


def test_staff_mark_cash_as_paid_and_take_it_back(books, staff, order):
    paid = staff.post(f"orders/{order.uuid}/paid/")
    assert (paid.status_code, paid.json()["payment_status"]) == (200, "paid")
    assert paid.json()["status"] == "pending"
    assert staff.post(f"orders/{order.uuid}/paid/").json() == paid.json()

    due = staff.delete(f"orders/{order.uuid}/paid/")
    assert (due.status_code, due.json()["payment_status"]) == (200, "cod_due")


def test_cash_of_a_cancelled_order_is_told_and_handed_back(books, staff, order):
    staff.post(f"orders/{order.uuid}/paid/")
    cancelled = staff.post(f"orders/{order.uuid}/transitions/", {"to": "cancelled"}).json()
    assert cancelled["owed_back"] == cancelled["payable"]
    assert cancelled["payment_status"] == "paid"

    back = staff.post(f"orders/{order.uuid}/paid-back/").json()
    assert (back["owed_back"], back["payment_status"]) == (None, "refunded")
    problem = staff.delete(f"orders/{order.uuid}/paid/")
    assert_problem(problem, status=409, code="receipt-stands")


def test_handing_cash_back_wants_a_fresh_login(staff, order):
    staff.post(f"orders/{order.uuid}/paid/")
    staff.post(f"orders/{order.uuid}/transitions/", {"to": "cancelled"})
    grow_old(User.objects.get(email=EMAIL))

    assert_problem(staff.post(f"orders/{order.uuid}/paid-back/"), status=403, code="step-up-needed")
    assert staff.post("auth/confirm/", {"password": PASSWORD}).status_code == 204
    assert staff.post(f"orders/{order.uuid}/paid-back/").status_code == 200


def test_an_order_is_moved_on_the_host_of_its_own_shop_alone(at, books, coffee, order):
    """Whoever works at both, too."""
    boss = make_member(books, "owner", email="both@mail.example")
    with use_retailer(coffee):
        add_member(user=boss, role="owner")
    there = at(coffee).login(boss)

    answer = there.post(f"orders/{order.uuid}/transitions/", {"to": "processing"})

    assert_problem(answer, status=404, code="not-found")
    assert status(order) == "pending"


def test_orders_of_a_closed_shop_are_on_no_list_of_its_staff(books, staff, order):
    assert staff.get("orders/?side=staff").json()["results"]
    close(retailer=books)
    assert staff.get("orders/?side=staff").json()["results"] == []


def test_a_search_looks_for_the_first_words_alone(staff):
    counts = []
    for words in (8, 40):
        with CaptureQueriesContext(connection) as statements:
            answer = staff.get(f"retailers/books/orders/?search={quote('y ' * words)}")
        assert answer.status_code == 200
        counts.append(max(query["sql"].count("LIKE") for query in statements))
    assert counts[0] == counts[1] > 0
