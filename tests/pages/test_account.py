"""A customer's own pages; a stranger sees and changes nothing of them."""

import pytest
from django.core import mail

from marketplace.accounts.models import WebSession
from marketplace.accounts.people.address_book import add_address
from marketplace.purchases.models import RetailerOrder
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product, read_stock
from tests.factories.orders import (
    hand_over,
    make_order,
    make_purchase,
    make_purchase_at,
    move_at_shop,
)
from tests.factories.statements import count_statements
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db


def logged_in(user, slug=""):
    browser = Browser()
    browser.post(slug, "/auth/login", {"identifier": user.email, "password": PASSWORD})
    return browser


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("", "/profile"),
        ("", "/profile/"),
        ("", "/profile/orders"),
        ("", "/profile/addresses"),
        ("", "/profile/addresses/add"),
        ("", "/profile/sessions"),
        ("", "/profile/password"),
        ("books", "/account"),
        ("books", "/account/orders"),
    ],
)
def test_strangers_are_asked_to_log_in_and_come_back(books, slug, path):
    answer = Browser().get(slug, path)

    assert (answer.status_code, answer["Location"]) == (302, f"/auth/login?next={path}")


def test_details_are_changed(settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    ada = make_customer(phone="+49301111111")
    browser = logged_in(ada)

    answer = browser.post(
        "", "/profile", {"first_name": "Ada", "last_name": "Lind", "phone": "", "language": "de"}
    )

    assert answer["Location"] == "/profile"
    ada.refresh_from_db()
    assert (ada.first_name, ada.last_name, ada.phone) == ("Ada", "Lind", None)
    assert ada.profile.language == "de"
    assert browser.cookie("", "django_language") == "de"


def test_a_single_language_is_no_choice():
    assert "As my browser" not in text_of(logged_in(make_customer()).get("", "/profile"))


def test_anothers_phone_number_is_refused_at_the_field():
    make_customer(phone="+49301111111")
    ada = make_customer()

    answer = logged_in(ada).post("", "/profile", {"phone": "+49301111111"})

    assert answer.status_code == 422
    assert "Another account uses this number." in text_of(answer)
    ada.refresh_from_db()
    assert ada.phone is None


def test_who_asked_for_five_taken_numbers_is_told_nothing_of_a_sixth():
    numbers = [f"+4930111111{digit}" for digit in range(6)]
    for number in numbers[:5]:
        make_customer(phone=number)
    ada = make_customer()
    browser = logged_in(ada)

    answers = [browser.post("", "/profile", {"phone": number}) for number in numbers]

    assert [answer.status_code for answer in answers] == [422] * 6
    assert "Too many tries." in text_of(answers[-1])
    assert "Too many tries." not in text_of(answers[-2])
    ada.refresh_from_db()
    assert ada.phone is None


def test_changing_the_password_needs_the_old_one_and_keeps_this_browser():
    ada = make_customer()
    browser, other = logged_in(ada), logged_in(ada)
    new = "a whole new sentence"

    wrong = browser.post("", "/profile/password", {"current": "wrong", "password": new})
    assert (wrong.status_code, "This is not your password." in text_of(wrong)) == (422, True)

    right = browser.post("", "/profile/password", {"current": PASSWORD, "password": new})
    assert right["Location"] == "/profile/sessions"
    assert browser.get("", "/profile").status_code == 200
    assert other.get("", "/profile").status_code == 302
    run_all()
    told = [letter.to for letter in mail.outbox if letter.subject == "Your password has changed"]
    assert told == [[ada.email]]


def test_the_old_password_cannot_be_guessed_in_a_browser_left_alone(settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"password-account": (2, 10**9)}
    ada = make_customer()
    browser = logged_in(ada)
    for _ in range(2):
        browser.post("", "/profile/password", {"current": "wrong", "password": "a new sentence"})

    data = {"current": PASSWORD, "password": "a whole new sentence"}
    answer = browser.post("", "/profile/password", data)

    assert "Too many tries." in text_of(answer)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


# --- addresses --------------------------------------------------------------------------------


def test_the_first_address_is_the_default_and_another_can_become_it():
    ada = make_customer()
    browser = logged_in(ada)
    browser.post("", "/profile/addresses/add", ADDRESS)
    browser.post("", "/profile/addresses/add", ADDRESS | {"city": "Kiel", "is_default": "on"})

    assert list(ada.address_book.order_by("id").values_list("city", "is_default")) == [
        ("Hamburg", False),
        ("Kiel", True),
    ]
    assert "Kiel" in text_of(browser.get("", "/profile/addresses"))


def test_an_incomplete_address_is_told_at_the_field():
    ada = make_customer()

    answer = logged_in(ada).post("", "/profile/addresses/add", ADDRESS | {"city": ""})

    assert answer.status_code == 422
    assert 'id="id_city_error"' in answer.content.decode()
    assert not ada.address_book.exists()


def test_an_address_is_changed_and_removed_and_the_default_passes_on():
    ada = make_customer()
    first, second = add_address(user=ada, **ADDRESS), add_address(user=ada, **ADDRESS)
    browser = logged_in(ada)

    browser.post("", f"/profile/addresses/{second.uuid}", ADDRESS | {"city": "Kiel"})
    second.refresh_from_db()
    assert second.city == "Kiel"

    browser.post("", f"/profile/addresses/{first.uuid}/remove")
    assert list(ada.address_book.values_list("uuid", "is_default")) == [(second.uuid, True)]


@pytest.mark.parametrize("path", ["", "/remove"])
def test_anothers_address_is_not_there(path):
    address = add_address(user=make_customer(), **ADDRESS)
    browser = logged_in(make_customer())

    assert browser.post("", f"/profile/addresses/{address.uuid}{path}", ADDRESS).status_code == 404
    assert browser.get("", f"/profile/addresses/{address.uuid}").status_code == 404
    address.refresh_from_db()
    assert address.city == "Hamburg"


# --- orders -----------------------------------------------------------------------------------


def test_orders_of_all_shops_on_the_marketplace_and_its_own_on_a_shops_host(books, coffee):
    ada = make_customer()
    make_purchase(make_product(books, "Novel"), make_product(coffee, "Beans"), user=ada)

    everywhere = text_of(logged_in(ada).get("", "/profile/orders"))
    at_books = text_of(logged_in(ada, "books").get("books", "/account/orders"))

    assert "Northgate Books" in everywhere
    assert "Kaldi Coffee" in everywhere
    assert "KALDI" not in at_books.upper().replace("KALDI COFFEE", "")
    assert "COFFEE-" not in at_books


def test_orders_are_listed_in_as_many_statements_for_two_shops_as_for_one(books, coffee):
    ada = make_customer()
    make_purchase_at(books, user=ada)
    browser = logged_in(ada)
    browser.get("", "/profile/orders")
    with count_statements() as few:
        browser.get("", "/profile/orders")
    make_purchase_at(books, coffee, user=ada)
    with count_statements() as many:
        browser.get("", "/profile/orders")

    assert len(many) == len(few)


def test_an_order_shows_its_lines_events_and_what_is_to_come(books):
    ada = make_customer()
    pointer = make_order(books, make_product(books, "Novel"), user=ada)
    move_at_shop(pointer, "processing")

    text = text_of(logged_in(ada).get("", f"/profile/orders/{pointer.uuid}"))

    for fact in (
        pointer.number,
        "Novel",
        "€12.50",
        "In preparation",
        "On its way",
        "Hafenstraße 3",
    ):
        assert fact in text
    assert "Cancel this order" not in text


@pytest.mark.parametrize(
    ("until", "states"),
    [
        ("processing", ["done", "current", "upcoming", "upcoming"]),
        ("delivered", ["done", "done", "done", "current"]),
        ("returned", ["done", "done", "done", "done", "done"]),
    ],
)
def test_where_an_order_is_on_its_road(books, until, states):
    user = make_customer()
    order = make_order(books, make_product(books), user=user)
    hand_over(order, until="delivered" if until == "returned" else until)
    if until == "returned":
        move_at_shop(order, "returned")

    page = logged_in(user).get("", f"/profile/orders/{order.uuid}")

    assert [event["state"] for event in page.context["order"]["events"]] == states


def test_an_order_is_cancelled_until_the_shop_begins(books):
    ada, product = make_customer(), make_product(books)
    pointer = make_order(books, product, user=ada)
    browser = logged_in(ada)
    assert read_stock(books, product) == (10, 1)

    answer = browser.post("", f"/profile/orders/{pointer.uuid}/cancel")

    assert "The order is cancelled." in text_of(browser.follow(answer))
    assert RetailerOrder.objects.get().status == "cancelled"
    assert read_stock(books, product) == (10, 0)


def test_too_late_to_cancel_is_told_and_nothing_changes(books):
    ada = make_customer()
    pointer = make_order(books, make_product(books), user=ada)
    move_at_shop(pointer, "processing")
    browser = logged_in(ada)

    answer = browser.post("", f"/profile/orders/{pointer.uuid}/cancel")

    assert "The shop is already working on it." in text_of(browser.follow(answer))
    assert RetailerOrder.objects.get().status == "processing"


def test_anothers_order_is_neither_seen_nor_cancelled(books):
    pointer = make_order(books, make_product(books), user=make_customer())
    browser = logged_in(make_customer())

    assert browser.get("", f"/profile/orders/{pointer.uuid}").status_code == 404
    assert browser.post("", f"/profile/orders/{pointer.uuid}/cancel").status_code == 404
    assert browser.get("", f"/orders/at-shop/{pointer.uuid}?token=x").status_code == 404
    assert browser.post("", f"/orders/at-shop/{pointer.uuid}/cancel").status_code == 404
    assert RetailerOrder.objects.get().status == "pending"


def test_one_shops_host_shows_no_order_of_another(books, coffee):
    ada = make_customer()
    pointer = make_order(coffee, make_product(coffee), user=ada)

    browser = logged_in(ada, "books")

    assert browser.get("books", f"/account/orders/{pointer.uuid}").status_code == 404
    assert browser.post("books", f"/account/orders/{pointer.uuid}/cancel").status_code == 404


def test_a_guest_sees_and_cancels_by_the_purchases_token(books):
    placed = make_purchase_at(books)
    order, browser = placed.purchase.orders.get(), Browser()

    seen = browser.get("", f"/orders/at-shop/{order.uuid}", {"token": placed.order_token})
    browser.post("", f"/orders/at-shop/{order.uuid}/cancel", {"token": placed.order_token})

    assert order.number in text_of(seen)
    assert "no-store" in seen["Cache-Control"]
    assert RetailerOrder.objects.get().status == "cancelled"


# --- devices ----------------------------------------------------------------------------------


def test_devices_are_listed_without_their_keys(books):
    ada = make_customer()
    browser = logged_in(ada)
    logged_in(ada, "books")

    answer = browser.get("", "/profile/sessions")

    assert "This browser" in text_of(answer)
    assert "Northgate Books" in text_of(answer)
    for key in WebSession.objects.values_list("session_key", flat=True):
        assert key not in answer.content.decode()


def test_one_device_or_all_others_are_logged_out(books):
    from marketplace.accounts.logins.devices import session_id

    ada = make_customer()
    browser, shop, third = logged_in(ada), logged_in(ada, "books"), logged_in(ada)
    device = session_id(WebSession.objects.get(schema_name="shop_books").session_key)

    browser.post("", f"/profile/sessions/{device}/revoke")
    assert shop.get("books", "/account").status_code == 302
    assert third.get("", "/profile").status_code == 200

    browser.post("", "/profile/sessions/revoke-others")
    assert third.get("", "/profile").status_code == 302
    assert browser.get("", "/profile").status_code == 200


def test_whoever_logs_her_own_device_out_is_logged_out():
    from marketplace.accounts.logins.devices import session_id

    browser = logged_in(make_customer())
    device = session_id(WebSession.objects.get().session_key)

    answer = browser.post("", f"/profile/sessions/{device}/revoke")

    assert (answer.status_code, answer.url) == (302, "/auth/login")
    assert browser.get("", "/profile").status_code == 302


def test_anothers_device_stays_logged_in():
    from marketplace.accounts.logins.devices import session_id

    ada, eve = make_customer(), make_customer()
    hers, browser = logged_in(ada), logged_in(eve)
    device = session_id(WebSession.objects.get(user=ada).session_key)

    assert browser.post("", f"/profile/sessions/{device}/revoke").status_code == 404
    assert hers.get("", "/profile").status_code == 200
