"""In Chromium: what a shopper and a shop see, looked over by axe; right to left, and narrow."""

import pytest

from tests.factories.accounts import PASSWORD
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product, make_variants
from tests.factories.orders import make_order
from tests.factories.staff import make_member
from tests.journeys.test_shopping import fill_address

pytestmark = [
    pytest.mark.world,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
OUT_OF_REACH = """() => [...document.querySelectorAll("main :is(button, input, select)")]
  .filter(at => at.offsetWidth && at.type != "hidden")
  .filter(at => {
    const {left, right} = at.getBoundingClientRect();
    const box = at.closest(".table-box, .panel, main").getBoundingClientRect();
    return left < box.left - 1 || right > Math.min(box.right, innerWidth) + 1;
  })
  .map(at => (at.innerText || at.name).trim())"""
LONG = "Hand-thrown stoneware serving bowl, glazed inside and out, for twelve"


@pytest.fixture
def goods(books, coffee):
    """Two shops with something of each kind; a shop's order; who packs it."""
    shelf = [make_product(books, LONG, is_featured=True), make_product(books, "Novel", stock=1)]
    make_product(books, "Gone", stock=0)
    make_variants(
        coffee,
        title="Beans",
        variants=[
            {"options": {"Weight": "250 g"}, "price": "9.00", "stock": 3},
            {"options": {"Weight": "1 kg"}, "price": "31.00", "stock": 0},
        ],
    )
    make_order(books, shelf[0], quantity=2, email="ada@mail.example")
    return make_member(books, "fulfilment")


def walk(guest, packer):
    """The name of each page, while the browser is on it."""
    page = guest.page
    for name, slug, path in (
        ("home", "", "/"),
        ("shops", "", "/retailers"),
        ("login", "", "/auth/login"),
        ("register", "", "/auth/register"),
        ("shop-home", "books", "/"),
        ("shop-catalogue", "books", "/catalogue/"),
        ("browse", "", "/products"),
    ):
        guest.go(slug, path)
        yield name
    page.locator(".product-card__title a", has_text="Beans").click()
    page.locator(".product__add button.button--large").wait_for()
    yield "product"
    page.locator(".product__add button.button--large").click()
    page.locator(".toast").first.wait_for()
    guest.go("", "/products")
    page.locator(".product-card", has_text=LONG).locator("form button").click()
    page.locator(".toast").first.wait_for()
    guest.go("", "/cart")
    yield "cart"
    guest.go("", "/checkout")
    yield "checkout"
    guest.fill(email="guest@mail.example")
    fill_address(guest)
    page.locator("main button[type=submit]:not([name])").last.click()
    page.wait_for_url("**/checkout/done/**")
    yield "confirmation"
    guest.go("books", "/auth/login")
    guest.log_in(packer.email, PASSWORD)
    guest.at("books", "/seller/orders")
    yield "seller-orders"
    page.locator("main a[href^='/seller/orders/']").first.click()
    page.wait_for_url("**/seller/orders/*")
    yield "seller-order"


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(visit, goods, width):
    viewport = {"width": width, "height": 900}
    with visit(f"page-{width}", viewport=viewport) as guest:
        for name in walk(guest, goods):
            guest.look(name)
            assert guest.overflow() == 0, name


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "title"), [("ar", "فنجان قهوة"), ("he", "ספל אבן")])
def test_a_shop_of_such_a_language_runs_from_right_to_left(visit, books, language, title, width):
    books.language, books.name = language, title
    books.save()
    make_product(books, f"{title} (250 ml)")
    viewport = {"width": width, "height": 900}
    with visit(f"{language}-{width}", viewport=viewport) as guest:
        for path in ("/", "/catalogue/", "/auth/login", "/cart"):
            guest.go("books", path)
            guest.look(path)
            root = guest.page.locator("html")
            assert (root.get_attribute("dir"), root.get_attribute("lang")) == ("rtl", language)
            assert guest.overflow() == 0, path
        guest.go("books", "/catalogue/")
        guest.page.locator(".product-card__title a").first.click()
        guest.page.locator(".product__add button.button--large").wait_for()
        guest.page.locator(".product__add button.button--large").click()
        guest.page.locator(".toast").first.wait_for()
        guest.go("books", "/cart")
        assert guest.overflow() == 0


def test_the_desk_fits_each_window_and_its_buttons_are_within_it(visit, books):
    """Beside a side menu too: tables with long words, and what each row is there for."""
    paths = [["Stoneware and earthenware for kitchens", "Bowls and dishes"]]
    product = make_product(books, LONG, stock=3, categories=paths)
    name = {"first_name": "Maximiliane Alexandra", "last_name": "Zimmermann-Oberhuber"}
    mailbox = "maximiliane.zimmermann-oberhuber@customers.mail.example"
    make_order(books, product, quantity=2, email=mailbox, address=ADDRESS | name)
    owner = make_member(books, "owner", **name)
    make_member(books, "fulfilment", email=mailbox, **name)
    with visit("desk", viewport={"width": 1280, "height": 900}) as guest:
        guest.go("books", "/auth/login")
        guest.log_in(owner.email, PASSWORD)
        guest.page.wait_for_url("**/seller/**")
        for page in ("dashboard", "orders", "products", "categories", "staff", "audit"):
            guest.go("books", f"/seller/{page}")
            for width in (390, 768, 820, 1024, 1280):
                guest.page.set_viewport_size({"width": width, "height": 900})
                assert guest.overflow() == 0, (page, width)
                assert guest.page.evaluate(OUT_OF_REACH) == [], (page, width)
                guest.shoot(f"{page}-{width}")


def test_arabic_runs_from_right_to_left_and_fits_a_small_phone(visit, goods, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    with visit("arabic", viewport={"width": 360, "height": 740}, locale="ar") as guest:
        for name in walk(guest, goods):
            guest.look(name)
            root = guest.page.locator("html")
            assert (root.get_attribute("dir"), root.get_attribute("lang")) == ("rtl", "ar"), name
            assert guest.overflow() == 0, name
