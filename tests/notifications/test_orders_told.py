"""Customers hear of every move of orders and returns, once; shops of what is asked of them."""

import re

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.notifications.kinds import KINDS
from marketplace.payments.checkout import place
from marketplace.payments.receipts import receive_cash
from marketplace.payments.refunds import answer_request
from marketplace.privacy.erasure import erase_account
from marketplace.purchases import returns
from marketplace.purchases.models import ReturnRequest
from marketplace.purchases.services import cancel_order
from marketplace.purchases.tasks import tell_of_move
from tenants.registry.context import use_retailer
from tenants.shop.order import states
from tenants.shop.order.models import Line
from tenants.shop.order.services import IllegalMove
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order, move_at_shop
from tests.factories.staff import make_member
from tests.factories.statements import count_statements
from tests.factories.tasks import run_what_waits
from tests.factories.threads import at_once
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db
GUEST = "guest@mail.example"
RETURNED = "Your order {} came back"


@pytest.fixture
def ada():
    return make_customer()


def letters(address):
    """What came to this mailbox since the last call, oldest first."""
    run_what_waits()
    came = [letter for letter in mail.outbox if letter.to == [address]]
    mail.outbox = [letter for letter in mail.outbox if letter.to != [address]]
    return came


def subjects(address):
    return [letter.subject for letter in letters(address)]


def texts(letter):
    return [letter.body, letter.alternatives[0].content]


def test_each_status_of_an_order_and_of_a_request_has_its_kind():
    assert {f"order_{status}" for status in states.STATUSES if status != states.PENDING} <= {*KINDS}
    first = ReturnRequest.Status.REQUESTED
    assert {f"return_{status}" for status in ReturnRequest.Status if status != first} <= {*KINDS}


def test_the_shops_staff_hear_of_a_new_order(books, ada):
    clerk = make_member(books, "fulfilment")
    order = make_order(books, make_product(books), user=ada)
    assert subjects(clerk.email) == [f"New order {order.number}"]


def test_a_customer_hears_of_every_move(books, ada):
    order = make_order(books, make_product(books), user=ada)
    assert subjects(ada.email) == ["Your order at Galleria"]
    hand_over(order)
    number = order.number
    assert subjects(ada.email) == [
        f"Northgate Books has accepted your order {number}",
        f"Your order {number} is on its way",
        f"Your order {number} was handed over",
    ]


def test_who_picks_it_up_hears_that_it_is_ready(books, ada):
    order = make_order(books, make_product(books), user=ada, fulfilment="pickup")
    hand_over(order, until="ready_for_pickup")
    assert subjects(ada.email)[-1] == f"Your order {order.number} is ready for pickup"


def test_who_picks_it_up_is_told_where_though_the_shop_shows_it_to_nobody_else(books, coffee, ada):
    books.street, books.postcode, books.city = "Torstr. <1>", "10119", "Berlin"
    books.publishes_address = False
    books.save()
    for fulfilment in ("pickup", "delivery"):
        order = make_order(books, make_product(books), user=ada, fulfilment=fulfilment)
        hand_over(order, until="processing")
        if fulfilment == "pickup":
            move_at_shop(order, "ready_for_pickup")
        placed, *_, moved = letters(ada.email)
        for text, html in (texts(placed), texts(moved)):
            assert ("Torstr. <1>, 10119 Berlin" in text) == (fulfilment == "pickup")
            assert ("Torstr. &lt;1&gt;, 10119 Berlin" in html) == (fulfilment == "pickup")


def test_the_mail_of_a_parcel_has_its_number_in_text_and_html(books, ada):
    order = make_order(books, make_product(books), user=ada)
    move_at_shop(order, "processing")
    move_at_shop(order, "shipped", tracking_number="JJD <1>", carrier="Post & Co")
    text, html = texts(letters(ada.email)[-1])
    assert "Tracking number: JJD <1> (Post & Co)" in text
    assert "<strong>JJD &lt;1&gt;</strong>" in html
    assert "(Post &amp; Co)" in html


def test_a_guest_hears_too_and_the_link_opens_the_order(books):
    order = make_order(books, make_product(books), email=GUEST)
    move_at_shop(order, "processing")
    letter = letters(GUEST)[-1]
    path = re.search(r"https?://[^/]+(/orders/\S+token=\S+)", letter.body)[1]
    page = Browser().get("", path)
    assert page.status_code == 200
    assert order.number in page.content.decode()


def test_a_letter_comes_in_the_name_of_the_shop_and_in_the_language_of_the_order(books):
    order = make_order(books, make_product(books), email=GUEST)
    order.purchase.language = "de"
    order.purchase.save()
    move_at_shop(order, "processing")
    run_what_waits()
    letter = letters(GUEST)[-1]
    assert letter.from_email.startswith('"Northgate Books (Galleria)"')
    assert '<html lang="de"' in letter.alternatives[0].content


def test_a_move_that_is_refused_or_rolled_back_tells_nobody(books, ada):
    order = make_order(books, make_product(books), user=ada)
    letters(ada.email)
    with transaction.atomic():
        move_at_shop(order, "processing")
        transaction.set_rollback(True)
    with pytest.raises(IllegalMove):
        move_at_shop(order, "delivered")
    assert subjects(ada.email) == []


def test_a_note_that_the_worker_reads_twice_is_told_once(books, ada):
    order = make_order(books, make_product(books), user=ada)
    move_at_shop(order, "processing")
    with use_retailer(books):
        tell_of_move.call(order=str(order.uuid), status="processing")
        tell_of_move.call(order=str(order.uuid), status="processing")
    assert len(subjects(ada.email)) == 2  # the confirmation, and this


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_it_at_once_one_tells(books):
    order = make_order(books, make_product(books), email=GUEST)
    letters(GUEST)
    outcomes = at_once(*[lambda: move_at_shop(order, "processing")] * 4)
    assert sum(isinstance(outcome, IllegalMove) for outcome in outcomes) == 3
    assert subjects(GUEST) == [f"Northgate Books has accepted your order {order.number}"]


def test_who_cancels_and_the_shop_that_loses_the_order_hear_of_it(books, ada):
    clerk = make_member(books, "fulfilment")
    order = make_order(books, make_product(books), user=ada)
    letters(clerk.email)
    cancel_order(uuid=order.uuid, user=ada)
    assert subjects(ada.email)[-1] == f"Your order {order.number} is cancelled"
    assert subjects(clerk.email) == [f"Order {order.number} was cancelled by its customer"]


@pytest.mark.parametrize(
    ("price", "is_paid", "customer_hears", "staff_hear"),
    [
        ("12.50", True, "What you have paid for it is paid back.", True),
        ("12.50", False, "You have paid nothing for it, and nothing is due.", False),
        ("0.00", False, "You have paid nothing for it, and nothing is due.", False),
    ],
)
def test_who_cancels_and_the_shop_hear_what_becomes_of_the_money(
    books, ada, price, is_paid, customer_hears, staff_hear
):
    clerk = make_member(books, "fulfilment")
    order = make_order(books, make_product(books, price=price), user=ada, fulfilment="pickup")
    if is_paid:
        receive_cash(retailer=books, order=order.uuid, actor=clerk)
    cancel_order(uuid=order.uuid, user=ada)

    for text in texts(letters(ada.email)[-1]):
        assert customer_hears in " ".join(text.split())
    for text in texts(letters(clerk.email)[-1]):
        owed = "It was paid: hand €12.50 back to the customer" in " ".join(text.split())
        assert owed is staff_hear


@pytest.mark.parametrize(("price", "is_told"), [("12.50", True), ("0.00", False)])
def test_of_what_cost_nothing_nothing_is_paid_back(books, ada, price, is_told):
    product = make_product(books, price=price)
    order = hand_over(make_order(books, product, user=ada, fulfilment="pickup"))
    move_at_shop(order, "returned")
    for text in texts(letters(ada.email)[-1]):
        assert ("is paid back" in text) is is_told


@pytest.mark.parametrize("leaves", ["erased", "blocked"])
def test_whose_account_is_gone_has_a_link_that_opens_the_order(books, ada, leaves):
    address = ada.email
    order = make_order(books, make_product(books), user=ada)
    if leaves == "erased":
        erase_account(user=ada)
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    hand_over(order)

    letter = letters(address)[-1]
    path = re.search(r"https?://[^/]+(/orders/\S+token=\S+)", letter.body)[1]
    page = Browser().get("", path)
    assert page.status_code == 200
    of_order = re.search(r'href="(/orders/at-shop/[^"]+)"', page.content.decode())[1]
    assert order.number in Browser().get("", of_order.replace("&amp;", "&")).content.decode()


def test_whose_account_stands_logs_in(books, ada):
    hand_over(make_order(books, make_product(books), user=ada))
    assert "token=" not in letters(ada.email)[-1].body


def test_staff_do_not_hear_of_what_they_cancel(books, ada):
    clerk = make_member(books, "fulfilment")
    order = make_order(books, make_product(books), user=ada)
    letters(clerk.email)
    move_at_shop(order, "cancelled", actor=clerk, role="fulfilment")
    assert subjects(ada.email)[-1] == f"Your order {order.number} is cancelled"
    assert subjects(clerk.email) == []


def test_a_return_is_told_to_the_shop_and_each_answer_to_the_customer(books, ada):
    clerk = make_member(books, "fulfilment")
    order = hand_over(make_order(books, make_product(books, "Novel"), user=ada))
    letters(clerk.email), letters(ada.email)
    request = returns.ask(
        uuid=order.uuid, kind="return", reason="other", note="Torn <cover>", user=ada
    )
    (question,) = letters(clerk.email)
    assert question.subject == f"A return is asked for: order {order.number}"
    assert "Torn <cover>" in question.body
    assert "Torn &lt;cover&gt;" in question.alternatives[0].content
    assert f"/seller/orders/{order.number}" in question.body
    for to in ("approved", "received", "refunded"):
        answer_request(retailer=books, uuid=request.uuid, to=to, answer=f"As agreed: {to}")
    agreed, received, refunded = letters(ada.email)
    assert agreed.subject == f"Northgate Books agrees to your request: order {order.number}"
    assert "As agreed: approved" in agreed.body
    assert received.subject == f"What you sent back has arrived: order {order.number}"
    assert refunded.subject == f"Your money for order {order.number} was paid back"
    assert "Paid back: " in refunded.body


def test_a_refusal_is_told_with_its_reason(books, ada):
    order = hand_over(make_order(books, make_product(books), user=ada))
    request = returns.ask(uuid=order.uuid, kind="return", reason="other", user=ada)
    letters(ada.email)
    answer_request(retailer=books, uuid=request.uuid, to="refused", answer="It was read.")
    (letter,) = letters(ada.email)
    assert "It was read." in letter.body
    assert "paid back" not in letter.body


def come_back(order, request):
    for to in ("approved", "received"):
        answer_request(retailer=order.retailer, uuid=request.uuid, to=to)


@pytest.mark.parametrize("pieces", [0, 1])
def test_what_comes_back_at_the_counter_is_told_whatever_was_asked_for_before(pieces, books, ada):
    order = hand_over(make_order(books, make_product(books), make_product(books, "B"), user=ada))
    with use_retailer(books):
        line = Line.objects.filter(order__uuid=order.uuid).first().uuid
    chosen = {line: 1} if pieces else None
    request = returns.ask(uuid=order.uuid, kind="return", reason="other", user=ada, lines=chosen)
    if pieces:
        come_back(order, request)
    else:
        answer_request(retailer=books, uuid=request.uuid, to="refused")
    letters(ada.email)

    move_at_shop(order, "returned")

    assert subjects(ada.email) == [RETURNED.format(order.number)]


def test_what_comes_back_as_asked_is_told_once(books, ada):
    order = hand_over(make_order(books, make_product(books), user=ada))
    request = returns.ask(uuid=order.uuid, kind="return", reason="other", user=ada)
    letters(ada.email)

    come_back(order, request)

    assert RETURNED.format(order.number) not in subjects(ada.email)


def test_statements_of_the_worker_do_not_grow_with_staff(books, ada):
    counts = []
    for number in (1, 12):
        order = make_order(books, make_product(books), user=ada)
        for _ in range(number):
            make_member(books, "fulfilment")
        cancel = {"order": str(order.uuid), "status": "cancelled", "by_customer": True}
        with use_retailer(books), count_statements() as statements:
            tell_of_move.call(**cancel)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_confirmation_comes_whole_in_the_language_of_the_order(books):
    from django.utils.translation import override

    shopper = fill_cart(make_product(books).uuid)
    with override("de"):
        placed = place(shopper=shopper, email=GUEST, shipping_address=ADDRESS)
    assert placed.purchase.language == "de"
    row = DBTaskResult.objects.filter(task_path__endswith="deliver_mail").latest("enqueued_at")
    assert row.args_kwargs["kwargs"]["language"] == "de"
