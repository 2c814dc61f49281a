"""The cart's page: adding, changing, what is told when something is wrong."""

import json
from decimal import Decimal

import pytest

from marketplace.cart.models import Cart, CartLine
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.partner.services import set_price, set_stock
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product, make_variants
from tests.factories.statements import count_statements
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def add(browser, slug, product, quantity=1, **headers):
    data = {"product": product.uuid, "quantity": quantity}
    return browser.post(slug, "/cart/items", data, **headers)


def line():
    return CartLine.objects.get()


def test_an_empty_cart_shows_the_way_on_and_writes_nothing():
    browser = Browser()

    answer = browser.get("", "/cart")

    assert "Your cart is empty" in text_of(answer)
    assert not Cart.objects.exists()
    assert browser.cookie("", "galleria_cart") == ""


def test_a_guest_begins_so_many_carts_an_hour_and_goes_on_with_the_one_begun(books, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"cart-address": (1, 3600)}
    product, browser, second = make_product(books, "Novel"), Browser(), Browser()

    for guest in (browser, browser, second):
        add(guest, "", product)

    assert Cart.objects.count() == 1
    assert line().quantity == 2
    assert "Too many tries" in text_of(second.get("", "/cart"))


def test_nothing_is_taken_out_by_a_link(books):
    browser = Browser()
    add(browser, "", make_product(books, "Novel"))

    answer = browser.get("", f"/cart/items/{line().uuid}/remove")

    assert answer.status_code == 405
    assert line().quantity == 1


def test_adding_remembers_a_guests_cart_in_a_cookie_scripts_cannot_read(books):
    browser = Browser()

    answer = add(browser, "", make_product(books, "Novel"), 2)

    assert (answer.status_code, answer["Location"]) == (302, "/cart")
    cookie = browser.at("").cookies["galleria_cart"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = text_of(browser.get("", "/cart"))
    assert "Novel" in page
    assert "€25.00" in page
    assert "Added to your cart." in page


def test_adding_with_script_answers_the_cart_link_and_a_toast(books):
    browser = Browser()

    answer = add(browser, "", make_product(books), 3, **HTMX)

    assert answer.status_code == 200
    assert 'id="cart-link"' in answer.content.decode()
    assert "3 items" in text_of(answer)
    assert json.loads(answer["HX-Trigger"])["toast"]["level"] == "success"


def test_adding_more_than_there_is_changes_nothing_and_says_why(books):
    browser = Browser()
    product = make_product(books, stock=2)

    answer = add(browser, "", product, 3)

    assert answer.status_code == 302
    assert "2 left; lower the quantity." in text_of(browser.get("", "/cart"))
    assert not CartLine.objects.exists()


def test_a_refusal_with_script_is_a_toast(books):
    answer = add(Browser(), "", make_product(books, stock=0), 1, **HTMX)

    assert answer.status_code == 204
    assert json.loads(answer["HX-Trigger"])["toast"]["level"] == "error"


def test_a_product_with_variants_asks_to_choose(books):
    parent, _ = make_variants(
        books, variants=[{"options": {"Size": "S"}, "price": "9.00", "stock": 3}]
    )
    browser = Browser()

    add(browser, "", parent)

    assert "Choose a variant of this product." in text_of(browser.get("", "/cart"))


def test_the_forms_token_is_required(books):
    browser = Browser()

    answer = browser.post_bare("", "/cart/items", {"product": make_product(books).uuid})

    assert answer.status_code == 403
    assert not Cart.objects.exists()


def test_groups_and_one_total_over_shops(books, coffee):
    browser = Browser()
    add(browser, "", make_product(books, "Novel"))
    add(browser, "", make_product(coffee, "Beans"), 2)

    page = text_of(browser.get("", "/cart"))

    for fact in (
        "Northgate Books",
        "Kaldi Coffee",
        "Novel",
        "Beans",
        "€37.50",
        "2 shops, one order",
    ):
        assert fact in page


def test_currencies_are_not_added_up(books, tea):
    browser = Browser()
    add(browser, "", make_product(books))
    add(browser, "", make_product(tea))

    page = text_of(browser.get("", "/cart"))

    assert "Total in EUR" in page
    assert "Total in JPY" in page


def test_a_shops_host_shows_and_changes_its_own_group_alone(books, coffee):
    browser, ada = Browser(), make_customer()
    for slug in ("books", "coffee"):
        browser.post(slug, "/auth/login", {"identifier": ada.email, "password": PASSWORD})
    add(browser, "books", make_product(books, "Novel"))
    add(browser, "coffee", make_product(coffee, "Beans"))
    beans = CartLine.objects.get(title="Beans")

    page = text_of(browser.get("books", "/cart"))
    browser.post("books", f"/cart/items/{beans.uuid}/remove")

    assert "Novel" in page
    assert "Beans" not in page
    assert CartLine.objects.filter(pk=beans.pk).exists()


def test_a_quantity_is_changed_and_a_line_removed(books):
    browser = Browser()
    add(browser, "", make_product(books))

    browser.post("", f"/cart/items/{line().uuid}", {"quantity": 4})
    assert line().quantity == 4

    browser.post("", f"/cart/items/{line().uuid}/remove")
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("quantity", ["", "-1", "many", "1e9"])
def test_nonsense_as_a_quantity_changes_nothing(books, quantity):
    browser = Browser()
    add(browser, "", make_product(books), 2)

    browser.post("", f"/cart/items/{line().uuid}", {"quantity": quantity})

    assert line().quantity == 2


def test_a_changed_line_with_script_answers_the_cart(books):
    browser = Browser()
    add(browser, "", make_product(books, stock=3))

    answer = browser.post("", f"/cart/items/{line().uuid}", {"quantity": 9}, **HTMX)

    assert answer.status_code == 200
    assert 'id="cart"' in answer.content.decode()
    assert "3 left; lower the quantity." in text_of(answer)
    assert line().quantity == 1


def test_somebody_elses_line_cannot_be_touched(books):
    browser, stranger = Browser(), Browser()
    add(browser, "", make_product(books))

    stranger.post("", f"/cart/items/{line().uuid}/remove")

    assert CartLine.objects.count() == 1


def test_emptying(books, coffee):
    browser = Browser()
    add(browser, "", make_product(books))
    add(browser, "", make_product(coffee))

    browser.post("", "/cart/clear")

    assert not CartLine.objects.exists()


def test_what_changed_since_is_told(books):
    browser = Browser()
    dearer, scarce = make_product(books, "Novel", price=10), make_product(books, "Atlas", stock=5)
    add(browser, "", dearer)
    add(browser, "", scarce, 4)
    with use_retailer(books):
        set_price(product=dearer, price=Decimal(12))
        set_stock(product=scarce, num_in_stock=2)

    page = text_of(browser.get("", "/cart"))

    assert "It was €10.00 when you put it in and is €12.00 now." in page
    assert "2 left. Lower the quantity to order it." in page


def test_a_suspended_shops_group_is_marked_and_not_added_up(books, coffee):
    from tenants.registry.services import suspend

    browser = Browser()
    add(browser, "", make_product(books))
    add(browser, "", make_product(coffee))
    suspend(retailer=books, reason="late")

    page = text_of(browser.get("", "/cart"))

    assert "This shop is closed for now" in page
    assert "Total €12.50" in page


def test_logging_in_merges_the_guests_cart_and_tells(books):
    browser, ada = Browser(), make_customer()
    add(browser, "", make_product(books, "Novel"))

    answer = browser.post("", "/auth/login", {"identifier": ada.email, "password": PASSWORD})

    assert "1 item came along into your cart." in text_of(browser.follow(answer))
    assert browser.cookie("", "galleria_cart") == ""
    assert read_cart(Shopper(user=ada)).count == 1


def test_a_forged_cart_cookie_is_an_empty_cart(books):
    browser = Browser()
    add(browser, "", make_product(books))
    thief = Browser()
    thief.at("").cookies["galleria_cart"] = Cart.objects.get().uuid.hex + ":forged"

    assert "Your cart is empty" in text_of(thief.get("", "/cart"))


def test_the_header_asks_for_its_categories_alone_where_there_is_no_cart():
    browser = Browser()
    browser.get("", "/cart")

    with count_statements() as statements:
        browser.get("", "/cart")

    assert len(statements) == 1
    assert "discovery_marketcategory" in statements.data[0]


def test_statements_do_not_grow_with_shops(books, coffee):
    browser = Browser()
    add(browser, "", make_product(books), **HTMX)
    browser.get("", "/cart")
    with count_statements() as one:
        browser.get("", "/cart")
    for shop in (books, coffee):
        for _ in range(3):
            add(browser, "", make_product(shop), **HTMX)
    browser.get("", "/cart")
    with count_statements() as many:
        browser.get("", "/cart")

    assert len(many) == len(one) == 4  # cart, lines, variants; categories of the header


def test_free_delivery_is_told(books):
    browser = Browser()
    add(browser, "", make_product(books))
    assert "Delivery Free" in text_of(browser.get("", "/cart"))
    Retailer.objects.filter(pk=books.pk).update(delivery_fee=5, free_delivery_over=0)
    page = text_of(browser.get("", "/cart"))
    assert "Delivery is free" in page
    assert "Delivery Free" in page
