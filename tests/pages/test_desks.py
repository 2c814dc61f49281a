"""`/seller/...` on the marketplace's host, and other addresses of before."""

from urllib.parse import parse_qs, urlsplit

import pytest

from marketplace.accounts.logins.passwords import reset_path, token_after_code
from tenants.registry.context import use_retailer
from tenants.registry.services import close, suspend
from tenants.staff.services import add_member
from tests.factories.accounts import make_customer, make_operator
from tests.factories.goods import make_product
from tests.factories.orders import make_order
from tests.factories.staff import make_member, open_browser
from tests.pages.browser import Browser, text_of
from tests.pages.test_account import logged_in
from tests.pages.test_product import path_of

pytestmark = pytest.mark.django_db


def next_in(answer):
    query = parse_qs(urlsplit(answer["Location"]).query)
    return query["to"][0], query["next"][0]


@pytest.mark.parametrize(
    "path", ["/seller/dashboard", "/seller/orders?status=new", "/seller/staff"]
)
def test_one_shop_leads_to_the_same_address_there(books, path):
    browser = logged_in(make_member(books, "owner"))

    assert next_in(browser.get("", path)) == ("books.localhost", path)


def test_it_leads_to_the_desk_without_an_address(books):
    browser = logged_in(make_member(books, "owner"))
    assert next_in(browser.get("", "/seller")) == ("books.localhost", "/seller")
    assert next_in(browser.get("", "/seller/")) == ("books.localhost", "/seller")


def test_a_guest_logs_in_first():
    answer = Browser().get("", "/seller/orders?status=new")
    assert answer["Location"] == "/auth/login?next=/seller/orders%3Fstatus%3Dnew"


def test_no_other_host_is_led_to(books):
    browser = logged_in(make_member(books, "owner"))
    for path in (
        "/seller//evil.example",
        "/seller/%5C%5Cevil.example",
        "/seller/https://evil.example",
    ):
        host, _ = next_in(browser.get("", path))
        assert host == "books.localhost"


def test_of_several_shops_one_is_chosen(books, coffee):
    user = make_member(books, "owner")
    with use_retailer(coffee):
        add_member(user=user, role="analyst")

    page = logged_in(user).get("", "/seller/orders")

    assert page.status_code == 200
    assert "To whose desk?" in text_of(page)
    hosts = [parse_qs(urlsplit(desk["url"]).query)["to"][0] for desk in page.context["desks"]]
    assert hosts == [
        f"{shop.slug}.localhost" for shop in sorted((books, coffee), key=lambda s: s.name)
    ]


def test_who_works_nowhere_is_told_and_led_on():
    page = logged_in(make_customer()).get("", "/seller/products")

    assert page.status_code == 200
    assert "You work for no shop here" in text_of(page)
    assert 'href="/seller/register"' in page.content.decode()


def test_a_closed_shop_leads_to_what_is_left_of_it(books):
    user = make_member(books, "owner")
    close(retailer=books, reason="End", operator=make_operator())

    assert logged_in(user).get("", "/seller/orders")["Location"] == "/seller/shops/books"


@pytest.mark.parametrize("slug", ["", "books"])
def test_a_product_is_found_by_its_uuid(books, slug):
    product = make_product(books)
    answer = Browser().get(slug, f"/products/{product.uuid}?from=mail")

    assert answer.status_code == 302
    assert answer["Location"].removesuffix("?from=mail") == path_of(product)
    assert Browser().get(slug, f"/products/{make_customer().uuid}").status_code == 404


@pytest.mark.parametrize(
    ("verb", "status", "words"), [(suspend, 503, ""), (close, 410, "has closed")]
)
def test_links_to_a_shop_that_is_not_open_say_so(books, verb, status, words):
    """Orders and bookmarks lead there; they were answered 404."""
    product = make_product(books)
    verb(retailer=books, reason="Why", operator=make_operator())

    for path in ("/retailers/books", path_of(product), f"/products/{product.uuid}"):
        answer = Browser().get("", path)
        assert answer.status_code == status, path
        assert words in text_of(answer)
    assert Browser().get("", "/retailers/nowhere").status_code == 404


def test_an_order_names_goods_of_a_suspended_shop_without_a_link(books):
    user, product = make_customer(), make_product(books, title="Stone Mug")
    order = make_order(books, product, user=user)
    browser = logged_in(user)
    address = f"/profile/orders/{order.uuid}"
    assert path_of(product) in browser.get("", address).content.decode()

    suspend(retailer=books, reason="Why", operator=make_operator())

    page = browser.get("", address)
    assert "Stone Mug" in text_of(page)
    assert path_of(product) not in page.content.decode()
    assert "/retailers/books" not in page.content.decode()


def test_a_token_in_one_piece_resets_the_password():
    user = make_customer()
    uid, secret = reset_path(user).split("/")[-2:]
    browser = Browser()

    way = browser.get("", f"/auth/reset-password/{uid}-{secret}")
    assert "no-store" in way["Cache-Control"]
    page = browser.follow(way)
    assert page.status_code == 200
    assert user.email in text_of(page)
    after_code = browser.get("", f"/auth/reset-password/{token_after_code(user)}")
    assert browser.follow(after_code).status_code == 200
    assert browser.get("", "/auth/reset-password/nonsense").status_code == 410
    assert browser.post("", "/auth/reset-password/nonsense").status_code == 405
    assert browser.follow(browser.get("", f"/auth/reset-password/{uid}-x")).status_code == 410


def test_shipping_tells_every_open_shop_and_what_is_in_the_cart(books, coffee):
    type(books).objects.filter(pk=books.pk).update(
        delivery_fee="4.90", free_delivery_over="50", minimum_order="15"
    )
    product = make_product(books, price="10.00")
    browser = Browser()
    page_text = text_of(browser.get("", "/shipping"))
    for words in (books.name, coffee.name, "€4.90", "free from €50.00", "Sells from €15.00"):
        assert words in page_text
    assert "For what is in your cart" not in page_text

    browser.post("", "/cart/items", {"product": product.uuid, "quantity": 1})

    page_text = text_of(browser.get("", "/shipping"))
    assert "For what is in your cart" in page_text
    assert "€5.00 are missing" in page_text
    assert coffee.name not in text_of(open_browser(books).get("/shipping"))


@pytest.mark.parametrize("path", ["", "/", "/ledger/x?y=1"])
def test_the_old_tables_lead_to_those_of_now(path):
    answer = Browser().get("", f"/db-admin{path}")
    assert answer["Location"] == f"/admin-panel/db/{path.lstrip('/')}"


def test_who_works_nowhere_is_not_led_to_a_desk(books):
    link = 'href="/seller"'
    assert link not in logged_in(make_customer()).get("", "/profile").content.decode()
    assert link in logged_in(make_member(books, "editor")).get("", "/profile").content.decode()
