"""Guests' large orders in cash wait for the owner of the mailbox; and how many are taken at all."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.cart.models import Cart
from marketplace.cart.tasks import clear_abandoned
from marketplace.payments import confirmations
from marketplace.payments.models import OrderConfirmation
from marketplace.purchases.models import Purchase
from marketplace.requests.models import ThrottleCount
from marketplace.settings import limits
from tenants.registry.models import Retailer
from tenants.tasks.runner import run_all
from tests.api.conftest import GUEST, Api, assert_problem
from tests.api.test_checkout import allocated, assert_nothing_placed
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.messages import links_by_mail

MAILBOX = GUEST["email"]


@pytest.fixture(autouse=True)
def usual_limits(settings):
    """Those that the product comes with: the tests' settings have none."""
    settings.GUEST_ORDER_PIECES = limits.GUEST_ORDER_PIECES
    settings.GUEST_ORDER_AMOUNTS = limits.GUEST_ORDER_AMOUNTS


def links():
    return links_by_mail(MAILBOX, "/checkout/confirm/")


def cart_of(*wanted, api=None):
    api = api or Api()
    for product, quantity in wanted:
        api.add(product, quantity)
    return api


@pytest.fixture
def novel(books):
    return make_product(books, "Novel", price="12.50", stock=500)


@pytest.mark.parametrize(("quantity", "status"), [(10, 201), (11, 202)])
def test_more_pieces_than_the_shop_allows_wait(books, quantity, status):
    pin = make_product(books, price="1.00", stock=100)
    assert cart_of((pin, quantity)).check_out().status_code == status


@pytest.mark.parametrize(("price", "status"), [("150.00", 201), ("150.01", 202)])
def test_a_larger_amount_than_the_shop_allows_waits(books, price, status):
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=0)
    assert cart_of((make_product(books, price=price), 1)).check_out().status_code == status


def test_nothing_is_placed_and_the_cart_stays(books, novel):
    api = cart_of((novel, 11))
    answer = api.check_out()

    assert answer.status_code == 202
    body = answer.json()
    assert (body["code"], body["email"]) == ("confirmation-needed", MAILBOX)
    assert set(body) == {"code", "detail", "email", "expires_at"}
    assert not Purchase.objects.exists()
    assert allocated(novel, books) == 0
    assert api.get("cart/").json()["groups"][0]["items"][0]["quantity"] == 11
    assert len(links()) == 1


def test_the_same_request_again_gets_the_same_answer_and_sends_no_mail(novel):
    api, key = cart_of((novel, 11)), str(uuid.uuid4())
    first, second = api.check_out(key=key), api.check_out(key=key)

    assert (first.status_code, first.json()) == (202, second.json())
    assert len(links()) == 1


def test_asking_again_and_again_sends_a_mail_a_minute_and_five_at_most(novel, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-mailbox": (1000, 3600)}
    api = cart_of((novel, 11))
    api.check_out()
    api.check_out()
    assert len(links()) == 1
    statuses = []
    for _ in range(6):
        past = timezone.now() - timedelta(minutes=2)
        OrderConfirmation.objects.update(mailed_at=past)
        statuses.append(api.check_out().status_code)

    assert statuses == [202] * 4 + [429] * 2
    assert len(links()) == 5
    assert len(set(links())) == 1


def test_the_five_mails_are_those_of_a_day(novel):
    api = cart_of((novel, 11))
    api.check_out()
    yesterday = timezone.now() - timedelta(hours=25)
    OrderConfirmation.objects.update(mails=5, mailed_at=yesterday, expires_at=timezone.now())

    assert api.check_out().status_code == 202
    assert len(links()) == 2


def test_the_cart_shows_the_way_of_delivery_of_the_order_that_waits(novel):
    """Its sums stand beside those of the link's page."""
    api = cart_of((novel, 11))
    api.check_out(fulfilment={"books": "pickup"})

    assert [group["fulfilment"] for group in api.get("cart/").json()["groups"]] == ["pickup"]


def test_a_shop_that_is_not_bought_from_keeps_its_way_of_delivery(books, coffee, novel):
    api = cart_of((novel, 11), (make_product(coffee), 1))
    chosen = {"retailers": ["books"], "fulfilment": {"books": "pickup", "coffee": "pickup"}}
    assert api.check_out(**chosen).status_code == 202
    ways = {
        group["retailer"]["slug"]: group["fulfilment"]
        for group in api.get("cart/").json()["groups"]
    }
    assert ways == {"books": "pickup", "coffee": "delivery"}


def test_nor_need_it_offer_what_the_order_names(books, coffee, novel):
    Retailer.objects.filter(pk=coffee.pk).update(offers_pickup=False)
    api = cart_of((novel, 11), (make_product(coffee), 1))
    chosen = {"retailers": ["books"], "fulfilment": {"books": "delivery", "coffee": "pickup"}}
    assert api.check_out(**chosen).status_code == 202
    assert Api().get(links()[0]).status_code == 200


def test_another_mailbox_gets_another_link_and_the_first_is_worth_nothing(novel):
    api = cart_of((novel, 11))
    api.check_out()
    (first,) = links()
    api.check_out(email="other@mail.example")
    (second,) = links_by_mail("other@mail.example", "/checkout/confirm/")

    assert Api().get(first).status_code == 410
    assert Api().get(second).status_code == 200


def test_any_shop_of_the_cart_makes_all_of_it_wait(books, coffee, novel):
    beans = make_product(coffee)
    assert cart_of((novel, 11), (beans, 1)).check_out().status_code == 202
    assert_nothing_waiting_is_placed()


def assert_nothing_waiting_is_placed():
    assert OrderConfirmation.objects.get().purchase is None
    assert not Purchase.objects.exists()


def test_small_orders_to_one_mailbox_add_up(books):
    pin = make_product(books, price="1.00", stock=100)
    statuses = [cart_of((pin, 4)).check_out().status_code for _ in range(3)]
    assert statuses == [201, 201, 202]


def test_yesterdays_orders_do_not_add_up(books):
    pin = make_product(books, price="1.00", stock=100)
    cart_of((pin, 10)).check_out()
    Purchase.objects.update(placed_at=timezone.now() - timedelta(hours=25))
    assert cart_of((pin, 10)).check_out().status_code == 201


@pytest.mark.parametrize(
    ("limits", "status"),
    [
        ({"guest_order_pieces": 20, "guest_order_amount": 500}, 201),
        ({"guest_order_pieces": 20}, 202),
        ({"guest_order_amount": 500}, 202),
        ({"guest_order_pieces": 0}, 202),
    ],
)
def test_the_shop_sets_the_limits(books, novel, limits, status):
    """Thirteen novels are 162.50."""
    Retailer.objects.filter(pk=books.pk).update(**limits)
    assert cart_of((novel, 13)).check_out().status_code == status


def test_zero_means_every_order(books, novel):
    Retailer.objects.filter(pk=books.pk).update(guest_order_amount=0)
    assert cart_of((novel, 1)).check_out().status_code == 202


def test_the_usual_limit_is_in_the_shops_own_currency(tea):
    dear, cheap = make_product(tea, price=26_000), make_product(tea, price=20_000)
    assert cart_of((cheap, 1)).check_out().status_code == 201
    assert cart_of((dear, 1)).check_out(email="b@mail.example").status_code == 202


def test_a_customer_with_a_proven_address_is_not_asked(novel):
    api = Api().login(make_customer(email_verified_at=timezone.now()))
    assert cart_of((novel, 40), api=api).check_out(email="").status_code == 201


def test_a_customer_with_an_unproven_address_is_asked_as_a_guest(novel):
    user = make_customer()
    answer = cart_of((novel, 11), api=Api().login(user)).check_out(email="")

    assert (answer.status_code, answer.json()["email"]) == (202, user.email)
    assert len(links_by_mail(user.email, "/checkout/confirm/")) == 1


def test_the_cart_is_kept_though_nobody_has_touched_it_for_long(novel):
    api = cart_of((novel, 11))
    Cart.objects.update(changed_at=timezone.now() - timedelta(days=61))
    api.check_out()
    clear_abandoned()
    assert api.get("cart/").json()["groups"][0]["items"][0]["quantity"] == 11


def test_oscars_door_asks_too(books, novel, at):
    api = cart_of((novel, 11), api=at(books))
    answer = api.post(
        "oscar/checkout/",
        {
            "basket": f"http://{books.host}/api/v1/oscar/basket/",
            "guest_email": MAILBOX,
            "shipping_address": {
                "first_name": "Ada",
                "last_name": "Lovelace",
                "line1": "12 Square",
                "line4": "London",
                "postcode": "NW1 1AA",
                "country": "https://shop.example/countries/GB/",
            },
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (202, "confirmation-needed")
    assert not Purchase.objects.exists()
    assert len(links()) == 1


# --- how many ----------------------------------------------------------------------------------


def test_thirty_six_orders_to_a_strangers_mailbox_take_no_shops_stock(books):
    """Each is small; the mailbox gets ten an hour, and what they sum up to is confirmed."""
    pin = make_product(books, price="9.00", stock=36)
    statuses = [cart_of((pin, 1)).check_out().status_code for _ in range(36)]

    assert statuses == [201] * 10 + [429] * 26
    assert allocated(pin, books) == 10


def test_mailboxes_are_counted_by_one_spelling(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-mailbox": (2, 3600)}
    pin = make_product(books, price="1.00", stock=100)
    spellings = ["a@mail.example", "A@MAIL.example", " a@mail.example", "ａ@mail.example"]
    spellings += ['"a"@mail.example', '"\\a"@mail.example']
    statuses = [cart_of((pin, 1)).check_out(email=name).status_code for name in spellings]
    assert statuses[:3] == [201, 201, 429]
    assert 201 not in statuses[3:]


@pytest.mark.parametrize("scope", ["checkout-address", "checkout-account"])
def test_orders_are_counted_by_address_and_account(books, settings, scope):
    settings.API_THROTTLES = settings.API_THROTTLES | {scope: (1, 3600)}
    pin = make_product(books, price="1.00", stock=100)
    api = Api().login(make_customer())
    statuses = [cart_of((pin, 1), api=api).check_out(email="").status_code for _ in range(2)]
    assert statuses == [201, 429]


def test_what_is_refused_by_the_limit_changes_nothing(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-address": (0, 3600)}
    pin = make_product(books, price="1.00")
    assert_problem(cart_of((pin, 1)).check_out(), status=429, code="too-many-requests")
    assert_nothing_placed((pin, books))


def test_a_shop_with_a_rush_of_guests_has_them_confirm_and_refuses_none(books, coffee, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-shop": (2, 3600)}
    pin, bean = make_product(books, price="1.00"), make_product(coffee, price="1.00")
    statuses = [
        cart_of((pin, 1)).check_out(email=f"g{n}@mail.example").status_code for n in range(3)
    ]
    assert statuses == [201, 201, 202]
    assert cart_of((bean, 1)).check_out(email="g9@mail.example").status_code == 201
    known = Api().login(make_customer(email_verified_at=timezone.now()))
    assert cart_of((pin, 1), api=known).check_out(email="").status_code == 201


def test_an_account_that_proved_nothing_is_no_way_round_a_shops_rush(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-shop": (2, 3600)}
    pin = make_product(books, price="1.00")
    answers = [
        cart_of((pin, 1), api=Api().login(make_customer())).check_out(email="") for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 202]


def test_who_names_shops_and_buys_nothing_there_makes_no_rush(books, coffee, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-shop": (1, 3600)}
    pin, bean = make_product(books, price="1.00"), make_product(coffee, price="1.00")
    named = ["books", "coffee", "shop-that-is-not"]
    for n in range(3):
        cart_of((bean, 1)).check_out(email=f"g{n}@mail.example", retailers=named)
        Api().check_out(email=f"h{n}@mail.example", retailers=named)

    assert cart_of((pin, 1)).check_out(email="g9@mail.example").status_code == 201
    keys = ThrottleCount.objects.filter(key__startswith="checkout-shop:")
    assert keys.count() == 1


def test_a_shop_whose_goods_stay_in_the_cart_has_no_rush_of_it(books, coffee, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"checkout-shop": (1, 3600)}
    pin, bean = make_product(books, price="1.00"), make_product(coffee, price="1.00")
    api = cart_of((pin, 1), (bean, 1))
    assert api.check_out(retailers=["coffee"]).status_code == 201

    assert api.check_out(email="g9@mail.example").status_code == 201


def test_new_carts_are_counted_and_what_goes_into_one_is_not(novel, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"cart-address": (1, 3600)}
    api = cart_of((novel, 1), (novel, 1), (novel, 1))
    body = {"product": str(novel.uuid), "quantity": 1}
    assert_problem(Api().post("cart/items/", body), status=429, code="too-many-requests")
    assert api.post("cart/items/", body).status_code == 201
    assert Cart.objects.count() == 1


def test_quotes_are_counted(novel, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"quote-address": (1, 3600)}
    api = cart_of((novel, 1))
    assert [api.post("cart/quote/", {}).status_code for _ in range(2)] == [201, 429]


def test_a_mailbox_is_registered_five_times_at_most(db):
    body = {"email": "ada@mail.example", "password": "a long enough password"}
    statuses = [Api().post("auth/register/", body).status_code for _ in range(7)]
    assert statuses[0] == 201
    assert statuses[5:] == [429, 429]


def test_a_letter_that_has_another_mailbox_by_now_is_not_sent(novel):
    api = cart_of((novel, 11))
    api.check_out()
    api.check_out(email="other@mail.example")

    assert links() == []
    assert len(links_by_mail("other@mail.example", "/checkout/confirm/")) == 1


def test_a_letter_that_waited_for_a_day_has_a_link_that_works(novel):
    """The worker was down: its chores come before the letters that lie there."""
    cart_of((novel, 11)).check_out()
    OrderConfirmation.objects.update(expires_at=timezone.now() - timedelta(hours=1))

    confirmations.clear_expired()
    (link,) = links()

    assert Api().get(link).status_code == 200
    left = OrderConfirmation.objects.get().expires_at - timezone.now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)


# --- the link's end ----------------------------------------------------------------------------


def test_the_chore_forgets_what_is_over(novel):
    cart_of((novel, 11)).check_out()
    confirmations.clear_expired()
    assert OrderConfirmation.objects.count() == 1
    OrderConfirmation.objects.update(expires_at=timezone.now() - timedelta(hours=23))
    confirmations.clear_expired()
    assert OrderConfirmation.objects.count() == 1, "its letter may lie there still"
    OrderConfirmation.objects.update(expires_at=timezone.now() - timedelta(hours=25))
    confirmations.clear_expired()
    assert not OrderConfirmation.objects.exists()


def test_the_mail_names_no_product_and_no_address(novel):
    """Its reader may be a stranger, who learns nothing of the buyer before he looks."""
    cart_of((novel, 11)).check_out()
    run_all()
    (message,) = [one for one in mail.outbox if one.to == [MAILBOX]]
    assert "Novel" not in message.body
    assert "Lind" not in message.body


def test_limits_are_those_of_the_shop_else_the_markets(books):
    assert confirmations.limits_of(books) == (Decimal(150), 10)
    books.guest_order_amount, books.guest_order_pieces = Decimal(0), 3
    assert confirmations.limits_of(books) == (Decimal(0), 3)
    books.currency, books.guest_order_amount = "XAF", None
    assert confirmations.limits_of(books) == (None, 3)
