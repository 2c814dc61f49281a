"""In Chromium: add at one shop, then at another, check out both on the marketplace's host."""

import pytest

from marketplace.discovery.addresses import product_path
from marketplace.discovery.services import learn_terms
from marketplace.purchases.models import Purchase
from tenants.kernel.ids import short_id
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product, make_variants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def add(guest, slug, title):
    guest.go(slug, "/catalogue/")
    guest.page.get_by_label(f"Add {title} to the cart").click()


def carry_to_the_marketplace(guest, slug):
    guest.go(slug, "/cart")
    guest.page.get_by_role("link", name="With my other shops at Galleria").click()
    guest.at("", "/cart")


def fill_address(guest):
    fields = {name: value for name, value in ADDRESS.items() if name != "country"}
    guest.fill(**fields)
    guest.page.select_option("[name=country]", ADDRESS["country"])


def place(guest):
    guest.page.get_by_role("button", name="Place the order").click()
    guest.page.wait_for_url("**/checkout/done/**")


def shops_of_the_purchase():
    orders = Purchase.objects.get().orders.order_by("retailer__slug")
    return list(orders.values_list("retailer__slug", flat=True))


@pytest.mark.world
def test_a_guest_over_two_shops(visit, books, coffee):
    make_product(books, "Novel")
    make_product(coffee, "Beans")
    with visit("guest") as guest:
        add(guest, "books", "Novel")
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.look("catalogue")
        add(guest, "coffee", "Beans")
        guest.page.get_by_text("Added to your cart.").wait_for()

        carry_to_the_marketplace(guest, "books")
        carry_to_the_marketplace(guest, "coffee")
        guest.look("cart")
        guest.page.get_by_role("link", name="Check out").click()
        guest.fill(email="guest@mail.example")
        guest.page.select_option("[name=country]", "US")
        guest.page.get_by_text("ZIP code").wait_for()
        fill_address(guest)
        guest.page.get_by_text("Postcode").wait_for()
        guest.look("checkout")
        place(guest)
        guest.look("done")
        assert guest.page.get_by_role("heading", name="Thank you, Ada").is_visible()

    assert shops_of_the_purchase() == ["books", "coffee"]
    assert Purchase.objects.get().user is None


@pytest.mark.world
def test_a_customer_logs_in_once_and_is_known_at_a_shop(visit, books, coffee):
    ada = make_customer("ada@mail.example", first_name="Ada")
    make_product(books, "Novel")
    make_product(coffee, "Beans")
    with visit("customer") as guest:
        add(guest, "coffee", "Beans")
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.go("coffee", "/auth/login")
        guest.look("login")
        guest.page.get_by_role("link", name="Use my login at Galleria").click()
        guest.page.wait_for_url(guest.address("", "/auth/login**"))
        guest.log_in("ada@mail.example", PASSWORD)
        guest.at("coffee", "/account")
        assert guest.page.get_by_text("1 item came along into your cart.").is_visible()

        guest.go("", "/products")
        guest.page.get_by_label("Add Novel to the cart").click()
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.go("", "/checkout")
        fill_address(guest)
        place(guest)
        guest.go("", "/profile/orders")
        guest.look("orders")
        assert guest.page.locator(".order-card").count() == 2

    assert shops_of_the_purchase() == ["books", "coffee"]
    assert Purchase.objects.get().user == ada


@pytest.mark.world
def test_everything_works_without_script(visit, books, coffee):
    make_product(books, "Novel")
    make_product(coffee, "Beans")
    with visit("no-script", script=False) as guest:
        add(guest, "books", "Novel")
        guest.at("books", "/cart")
        add(guest, "coffee", "Beans")
        guest.at("coffee", "/cart")
        for slug in ("books", "coffee"):
            guest.go(slug, "/cart")
            guest.page.get_by_role("link", name="With my other shops at Galleria").click()
            guest.page.get_by_role("button", name="Go on").click()
            guest.at("", "/cart")
        guest.page.get_by_role("spinbutton", name="Quantity of Novel").fill("2")
        guest.page.get_by_role("button", name="Update").first.click()
        guest.page.get_by_role("link", name="Check out").click()
        guest.fill(email="guest@mail.example")
        fill_address(guest)
        place(guest)

    assert shops_of_the_purchase() == ["books", "coffee"]
    assert str(Purchase.objects.get().money) == "37.50 EUR"


@pytest.mark.world
def test_searching_and_choosing_with_the_keyboard_alone(visit, books):
    make_product(books, "Stoneware mug")
    learn_terms()
    with visit("keyboard") as guest:
        guest.go("", "/products")
        guest.page.keyboard.press("Tab")
        assert guest.page.locator(":focus").inner_text() == "Skip to content"
        guest.page.get_by_role("combobox", name="Search all shops").focus()
        guest.page.keyboard.type("stonew")
        guest.page.get_by_role("option", name="Stoneware mug").wait_for()
        guest.page.keyboard.press("ArrowDown")
        guest.page.keyboard.press("Enter")
        guest.page.get_by_role("heading", name="Stoneware mug").wait_for()
        guest.page.get_by_role("button", name="Add to cart").focus()
        guest.page.keyboard.press("Enter")
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.look("product")


@pytest.mark.world
def test_a_form_with_faults_begins_at_the_first_of_them(visit, books):
    make_product(books, "Novel")
    with visit("faults") as guest:
        add(guest, "books", "Novel")
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.go("books", "/checkout")
        guest.fill(email="guest@mail.example", first_name="Ada")
        guest.page.get_by_role("button", name="Place the order").click()
        guest.page.get_by_text("This field is required.").first.wait_for()
        assert guest.page.locator(":focus").get_attribute("name") == "country"
        guest.look("checkout")


@pytest.mark.world
def test_a_chosen_variant_shows_its_price_and_is_what_is_bought(visit, coffee):
    parent, _ = make_variants(
        coffee,
        title="Beans",
        variants=[
            {"options": {"Weight": "250 g"}, "price": "9.00", "stock": 9},
            {"options": {"Weight": "1 kg"}, "price": "31.00", "stock": 2},
        ],
    )
    with visit("variant") as guest:
        guest.go("coffee", product_path(parent.slug, short_id(parent.uuid)))
        guest.page.get_by_label("1 kg").check()
        guest.page.locator("#product-price", has_text="€31.00").wait_for()
        assert guest.page.locator("#product-price").inner_text().startswith("€31.00")
        assert guest.page.get_by_label("1 kg").is_checked()
        guest.look("chosen")
        guest.page.get_by_role("button", name="Add to cart").click()
        guest.page.get_by_text("Added to your cart.").wait_for()
        guest.go("coffee", "/cart")
        assert guest.page.get_by_text("1 kg").is_visible()
