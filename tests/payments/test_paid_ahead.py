"""A method that is paid ahead: its orders are worked on when the money has come."""

from decimal import Decimal

import pytest

from marketplace.payments.gateways import METHODS
from marketplace.payments.models import Payment
from marketplace.payments.refunds import gives_money_back
from marketplace.payments.services import receive
from tenants.registry.context import use_retailer
from tenants.shop.order.models import Order, OrderStatusChange
from tenants.shop.order.services import IllegalMove, legal_moves, move_order, note_payment
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, grow_old
from tests.factories.gateways import Card
from tests.factories.goods import make_product
from tests.factories.offers import make_voucher, terms
from tests.factories.orders import make_order, make_purchase_at
from tests.factories.staff import make_member
from tests.pages.browser import Browser, hidden, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def card(monkeypatch):
    monkeypatch.setitem(METHODS, "card", Card())


def source(order):
    with use_retailer(order.retailer):
        return Order.objects.get(uuid=order.uuid)


def statuses(placed):
    payment = Payment.objects.get(pk=placed.payment.pk)
    return [payment.status, *payment.allocations.order_by("id").values_list("status", flat=True)]


def test_nobody_works_on_it_before(books):
    placed = make_purchase_at(books, payment_method="card")
    order = placed.purchase.orders.get()
    with use_retailer(books):
        for to in ("processing", "paid"):
            with pytest.raises(IllegalMove, match=r"“Awaiting payment”; .* become: “Cancelled”"):
                move_order(order=source(order), to=to)
        assert legal_moves(source(order)) == ["cancelled"]
        assert OrderStatusChange.objects.count() == 1
    assert statuses(placed) == ["pending", "pending"]


def test_the_money_makes_it_paid_once_and_at_every_shop(books, coffee):
    placed = make_purchase_at(books, coffee, payment_method="card")
    for _ in range(2):
        receive(payment=placed.payment)

    assert statuses(placed) == ["paid", "paid", "paid"]
    for order in placed.purchase.orders.select_related("retailer"):
        assert (order.status, source(order).awaits_payment) == ("paid", False)
        with use_retailer(order.retailer):
            assert legal_moves(source(order)) == ["processing", "cancelled"]
            log = OrderStatusChange.objects.order_by("id").values_list("new_status", "actor_role")
            assert list(log) == [("pending", "customer"), ("paid", "system")]


def test_money_for_an_order_that_was_cancelled_leaves_it_so(books, coffee):
    placed = make_purchase_at(books, coffee, payment_method="card")
    gone = placed.purchase.orders.get(retailer=books)
    with use_retailer(books):
        move_order(order=source(gone), to="cancelled")

    receive(payment=placed.payment)

    assert {order.status for order in placed.purchase.orders.all()} == {"cancelled", "paid"}
    assert sorted(statuses(placed)) == ["cancelled", "paid", "paid"]


def test_money_that_was_only_authorised_is_paid_when_it_comes(books):
    placed = make_purchase_at(books, payment_method="card")
    placed.payment.allocations.update(status="authorized")

    receive(payment=placed.payment)

    assert statuses(placed) == ["paid", "paid"]


def test_an_order_that_awaits_no_money_is_not_moved_by_any(books):
    order = make_order(books, make_product(books), payment_method="cash_on_delivery")

    with use_retailer(books):
        note_payment(uuid=order.uuid)

    assert source(order).status == "pending"


@pytest.mark.parametrize("method", ["cash_on_delivery", "card"])
@pytest.mark.parametrize("fulfilment", ["delivery", "pickup"])
def test_where_nothing_is_to_be_paid_nothing_is_due(books, method, fulfilment):
    make_voucher(books, "ALL", given=terms(percent="100"))
    placed = make_purchase_at(
        books, code="ALL", payment_method=method, fulfilment={"books": fulfilment}
    )

    assert statuses(placed) == ["paid", "paid"]
    order = placed.purchase.orders.select_related("retailer").get()
    assert (order.payable, source(order).awaits_payment) == (Decimal(0), False)
    with use_retailer(books):
        assert legal_moves(source(order)) == ["processing", "cancelled"]
        move_order(order=source(order), to="cancelled")
    assert statuses(placed) == ["cancelled", "cancelled"]


def test_a_free_part_is_paid_and_the_other_due(books, coffee):
    make_voucher(books, "ALL", given=terms(percent="100"))
    placed = make_purchase_at(books, coffee, code="ALL", payment_method="cash_on_delivery")
    shares = placed.payment.allocations.select_related("order__retailer")
    assert {share.order.retailer.slug: share.status for share in shares} == {
        "books": "paid",
        "coffee": "cod_due",
    }
    assert statuses(placed)[0] == "cod_due"


# --- money that goes back -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "is_paid", "is_asked"),
    [
        ("cancelled", True, True),
        ("cancelled", False, False),
        ("processing", True, False),
        ("returned", True, True),
    ],
)
def test_staff_prove_once_more_who_they_are_before_paid_money_goes_back(
    books, to, is_paid, is_asked
):
    placed = make_purchase_at(books, payment_method="card")
    if is_paid:
        receive(payment=placed.payment)

    order = placed.purchase.orders.get()
    assert gives_money_back(order=order.uuid, to=to) is is_asked


def test_for_nothing_paid_nothing_is_asked(books):
    make_voucher(books, "ALL", given=terms(percent="100"))
    order = make_order(books, make_product(books), code="ALL", payment_method="card")

    assert not gives_money_back(order=order.uuid, to="cancelled")


def old_browser(shop):
    user, browser = make_member(shop, "owner"), Browser()
    browser.post(shop.slug, "/auth/login", {"identifier": user.email, "password": PASSWORD})
    with use_retailer(shop):
        session = browser.at(shop.slug).session
        session["logged_in_at"] -= 11 * 60
        session.save()
    return browser


def test_the_page_asks_before_a_paid_order_is_cancelled(books):
    placed = make_purchase_at(books, payment_method="card")
    receive(payment=placed.payment)
    order, browser = placed.purchase.orders.select_related("retailer").get(), old_browser(books)
    path, given = f"/seller/orders/{order.number}/move", {"to": "cancelled", "note": "none left"}

    page = browser.post("books", path, given)
    assert (page.status_code, hidden(page, "note")) == (403, "none left")
    assert source(order).status == "paid"
    again = given | {"step_up": "1", "step_up-password": PASSWORD}
    assert browser.post("books", path, again).status_code == 302
    assert source(order).status == "cancelled"


def test_the_page_asks_nothing_where_no_money_goes_back(books):
    order = make_order(books, make_product(books), payment_method="card")
    browser = old_browser(books)

    answer = browser.post("books", f"/seller/orders/{order.number}/move", {"to": "cancelled"})

    assert answer.status_code == 302
    assert source(order).status == "cancelled"


@pytest.mark.parametrize("to", ["cancelled", "returned"])
def test_oscars_form_leads_to_the_page_that_asks(books, to):
    placed = make_purchase_at(books, payment_method="card")
    receive(payment=placed.payment)
    order, browser = placed.purchase.orders.select_related("retailer").get(), old_browser(books)

    browser.post("books", f"/dashboard/orders/{order.number}/", {"new_status": to})

    assert source(order).status == "paid"
    assert "do this on the order's own page" in text_of(browser.get("books", "/seller/orders"))


@pytest.mark.parametrize("way", ["transitions", "staff", "put", "patch"])
def test_the_api_asks_before_a_paid_order_is_cancelled(books, way):
    placed = make_purchase_at(books, payment_method="card")
    receive(payment=placed.payment)
    order = placed.purchase.orders.select_related("retailer").get()
    owner = make_member(books, "owner")
    api = Api().login(owner)
    grow_old(owner)

    def cancel():
        if way in ("put", "patch"):
            return api.send(way, f"orders/{order.uuid}/", {"status": "cancelled"}, {})
        shop = f"retailers/{books.slug}/" if way == "staff" else ""
        return api.post(f"{shop}orders/{order.uuid}/transitions/", {"to": "cancelled"})

    assert_problem(cancel(), status=403, code="step-up-needed")
    assert source(order).status == "paid"
    assert api.post("auth/confirm/", {"password": PASSWORD}).status_code == 204
    assert cancel().status_code == 200
    assert source(order).status == "cancelled"
