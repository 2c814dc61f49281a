"""In Chromium: two shops' hosts and the marketplace's, at a desk and by keyboard alone."""

import pytest

from marketplace.purchases.models import Purchase
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.journeys.test_shopping import (
    add,
    carry_to_the_marketplace,
    fill_address,
    place,
    shops_of_the_purchase,
)

pytestmark = [
    pytest.mark.world,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
TYPED = [
    ("First name", "first_name"),
    ("Last name", "last_name"),
    ("Street and number", "line1"),
    ("Postcode", "postcode"),
    ("Town or city", "city"),
]


@pytest.fixture
def goods(books, coffee):
    make_product(books, "Novel")
    make_product(coffee, "Beans")


def is_known(guest, slug):
    """Somebody who is logged in is led on from the login."""
    guest.go(slug, "/auth/login")
    return "/auth/login" not in guest.page.url


def test_a_customer_at_a_desk_fills_two_shops_carts_and_checks_out_once(visit, goods):
    from tests.journeys.browser import DESKTOP

    ada = make_customer("ada@mail.example", first_name="Ada", last_name="Lind")
    with visit("desk", viewport=DESKTOP) as guest:
        add(guest, "books", "Novel")
        guest.page.get_by_text("Added to your cart.").wait_for()
        add(guest, "coffee", "Beans")
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.go("", "/auth/login")
        guest.log_in(ada.email, PASSWORD)
        guest.at("", "/profile")
        assert not is_known(guest, "books")

        carry_to_the_marketplace(guest, "books")
        carry_to_the_marketplace(guest, "coffee")
        guest.look("cart")
        guest.page.get_by_role("link", name="Check out").click()
        fill_address(guest)
        place(guest)
        guest.look("done")

        guest.go("coffee", "/auth/login")
        guest.page.get_by_role("link", name="Use my login at Galleria").click()
        guest.at("coffee", "/account")
        guest.go("coffee", "/account/orders")
        assert guest.page.locator(".order-card").count() == 1
        assert not is_known(guest, "books")

        handed_over = [url for url in guest.visited if "/handoff/receive" in url]
        assert len(handed_over) == 3
        assert not any("?" in url for url in handed_over)

    assert shops_of_the_purchase() == ["books", "coffee"]
    assert Purchase.objects.get().user == ada


def add_by_keyboard(guest, slug, title):
    guest.go(slug, "/catalogue/")
    guest.press(f"Add {title} to the cart")
    guest.page.get_by_text("Added to your cart.").wait_for()
    guest.go(slug, "/cart")
    guest.press("With my other shops at Galleria")
    guest.at("", "/cart")


def test_a_guest_buys_from_two_shops_by_keyboard_alone(visit, goods):
    with visit("keys") as guest:
        add_by_keyboard(guest, "books", "Novel")
        add_by_keyboard(guest, "coffee", "Beans")
        guest.press("Check out")
        guest.page.wait_for_url("**/checkout")
        guest.tab_to("E-mail")
        guest.page.keyboard.type("guest@mail.example")
        for label, name in TYPED:
            guest.tab_to(label)
            guest.page.keyboard.type(ADDRESS[name])
        guest.tab_to("Country")
        guest.page.keyboard.type("Germany")
        guest.press("Place the order")
        guest.page.wait_for_url("**/checkout/done/**")

    assert shops_of_the_purchase() == ["books", "coffee"]
    bought = Purchase.objects.get()
    assert (bought.email, bought.shipping_address["country"]) == ("guest@mail.example", "DE")


def badge(guest):
    return int(guest.page.locator("#cart-link .cart-count").inner_text().split()[0])


def test_an_open_tab_carries_what_was_added_without_a_reload_and_leads_back(visit, goods):
    with visit("open-tab") as guest:
        guest.go("books", "/catalogue/")
        guest.page.get_by_label("Add Novel to the cart").click()
        guest.page.get_by_text("Added to your cart.").wait_for()
        assert badge(guest) == 1

        guest.page.locator(".market-bar a").click()
        guest.at("", "/")
        assert badge(guest) == 1
        guest.go("", "/retailers/coffee")
        guest.page.get_by_label("Add Beans to the cart").click()
        guest.page.get_by_text("Added to your cart.").wait_for()
        assert badge(guest) == 2
        guest.page.get_by_role("link", name="Go to the shop").click()
        guest.at("coffee", "/")
        assert badge(guest) == 1
        guest.look("shop")

        guest.page.go_back()
        guest.at("", "/retailers/coffee")
        guest.go("books", "/cart")
        assert guest.page.get_by_text("Novel").first.is_visible()
        assert badge(guest) == 1


def test_an_old_link_carries_the_cart_without_script_too(visit, goods):
    with visit("old-link", script=False) as guest:
        guest.go("books", "/catalogue/")
        other = guest.page.context.new_page()
        other.goto(guest.address("books", "/catalogue/"))
        other.get_by_label("Add Novel to the cart").click()
        other.wait_for_url("**/cart")

        guest.page.locator(".market-bar a").click()
        guest.page.get_by_role("button", name="Go on").click()
        guest.at("", "/")
        assert badge(guest) == 1


def test_back_and_a_tab_that_comes_to_the_front_show_the_cart_of_now(visit, goods):
    with visit("back") as guest:
        add(guest, "books", "Novel")
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.page.locator(".market-bar a").click()
        guest.at("", "/")
        second = guest.page.context.new_page()
        second.goto(guest.address("", "/products"))
        second.get_by_label("Add Novel to the cart").click()
        second.get_by_text("Added to your cart.").wait_for()

        assert badge(guest) == 1
        guest.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        guest.page.locator("#cart-link .cart-count", has_text="2").wait_for()
        guest.page.go_back()
        guest.at("books", "/catalogue/")
        guest.page.locator("#cart-link .cart-count", has_text="2").wait_for()
        assert guest.broken == []
