"""A shop that is approved: its staff see it as it will be, all others that it is coming."""

import re

import pytest
from django.test import Client

from marketplace.cart.models import CartLine
from marketplace.discovery.addresses import product_path
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing
from marketplace.discovery.queries import list_listings
from tenants.kernel.site_pages import PURPOSES
from tenants.registry import services
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db
Status = Retailer.Status


@pytest.fixture
def coming(books):
    """As an upgrade from none: approved, with goods, not opened."""
    books.globe = make_product(books, "Globe")
    Retailer.objects.filter(pk=books.pk).update(status=Status.APPROVED, opened_at=None)
    books.refresh_from_db()
    directory.forget()
    return books


def path_of(product):
    listing = Listing.objects.get(uuid=product.uuid)
    return product_path(listing.slug, listing.short_id)


def test_the_front_page_says_that_it_is_coming_and_is_not_to_be_indexed(coming):
    answer = Browser().get("books", "/")
    assert answer.status_code == 200
    assert "Coming soon" in text_of(answer)
    assert "noindex" in answer.content.decode()
    links = re.findall(r'<a [^>]*href="(/[^"?]*)', answer.content.decode())
    assert set(links) <= {"/", "/auth/login", "/handoff/go"}
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "private, no-store")


@pytest.mark.parametrize(
    "path", ["/catalogue/", "/search?q=globe", "/sitemap.xml", "/cart", "/problems", "/nothing"]
)
def test_there_is_nothing_else_yet(coming, path):
    for browser in (Browser().at("books"), open_browser(coming, make_customer())):
        answer = browser.get(path, headers={"host": coming.host})
        assert answer.status_code == 404
        assert "Coming soon" in text_of(answer)
        assert "Globe" not in text_of(answer)


def test_programs_are_told_so_too(coming):
    answer = Browser().get("books", "/api/v1/products/")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/shop-not-open-yet"


def test_it_stands_nowhere_in_the_marketplace(coming):
    browser = Browser()
    assert browser.get("", "/retailers/books").status_code == 404
    assert browser.get("", "/api/v1/retailers/books/").status_code == 404
    slugs = [row["slug"] for row in browser.get("", "/api/v1/retailers/").json()["results"]]
    assert "books" not in slugs
    for path in ("/retailers", "/products", "/search?q=globe", "/api/v1/products/"):
        words = browser.get("", path).content.decode()
        assert "Globe" not in words
        assert "Northgate" not in words
    assert list_listings(ListingFilters(), None, 20).results == []


def test_nobody_can_buy_there(coming):
    item = {"product": str(coming.globe.uuid), "quantity": "1"}
    for slug in ("", "books"):
        Browser().post(slug, "/cart/items", item)
    open_staff_browser(coming, "owner").post("/cart/items", item)
    answer = Client().post("/api/v1/cart/items/", item, content_type="application/json")
    assert answer.status_code == 404
    assert not CartLine.objects.exists()


@pytest.mark.parametrize("role", ["owner", "manager", "editor", "fulfilment", "analyst"])
def test_its_staff_see_it_as_it_will_be(coming, role):
    browser = open_staff_browser(coming, role)
    for path in ("/catalogue/", "/search?q=globe", path_of(coming.globe)):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "Globe" in text_of(answer)
        assert answer["Cache-Control"] == "private, no-store"
    front = browser.get("/")
    assert "Coming soon" in text_of(front)
    assert ('action="/seller/open"' in front.content.decode()) == (role == "owner")


def test_its_editor_is_led_to_the_login_as_its_desk_is(coming):
    browser = Browser()
    assert browser.get("books", "/cms/")["Location"] == "/cms/login/?next=/cms/"
    login = browser.get("books", "/cms/login/?next=/cms/")
    assert login["Location"] == "/auth/login?next=%2Fcms%2F"

    stranger = open_browser(coming, make_customer())
    for path in ("/cms/", "/cms/login/"):
        assert stranger.get(path).status_code == 404


def test_its_staff_work_there(coming):
    assert open_staff_browser(coming, "owner").get("/seller/profile").status_code == 200
    assert open_staff_browser(coming, "fulfilment").get("/seller/orders").status_code == 200
    assert open_staff_browser(coming, "editor").get("/cms/").status_code == 200


def test_its_owner_opens_it(coming):
    assert open_staff_browser(coming, "manager").post("/seller/open").status_code == 403
    assert Retailer.objects.get(pk=coming.pk).is_coming
    owner = open_staff_browser(coming, "owner")
    for _ in range(2):  # a second click changes nothing
        assert owner.post("/seller/open")["Location"] == "/"
    row = Retailer.objects.get(pk=coming.pk)
    assert (row.status, row.opened_at is not None) == (Status.ACTIVE, True)
    directory.forget()
    assert "Globe" in text_of(Browser().get("books", "/catalogue/"))
    assert "Globe" in text_of(Browser().get("", "/products"))


def test_a_suspension_does_not_open_it(coming):
    services.suspend(retailer=coming, reason="x")
    assert services.resume(retailer=coming).is_coming


def test_its_staff_open_it_over_the_api(coming):
    owner = open_staff_browser(coming, "owner")
    answer = owner.post("/api/v1/retailers/books/open/")
    assert answer.status_code == 200, answer.content
    assert answer.json()["slug"] == "books"
    assert Retailer.objects.get(pk=coming.pk).is_active


def test_a_shop_that_was_suspended_a_moment_ago_is_not_opened_and_its_owner_is_told(coming):
    owner = open_staff_browser(coming, "owner")
    assert owner.get("/seller/dashboard").status_code == 200  # this process keeps the row
    Retailer.objects.filter(pk=coming.pk).update(status=Status.CLOSED)

    answer = owner.post("/seller/open")

    assert answer["Location"] == "/seller/dashboard"
    assert Retailer.objects.get(pk=coming.pk).status == Status.CLOSED


# --- first steps ----------------------------------------------------------------------------------


@pytest.fixture
def empty(books):
    contact = dict.fromkeys(["publishes_email", "publishes_phone", "publishes_address"], False)
    values = {"status": Status.APPROVED, "opened_at": None} | contact
    Retailer.objects.filter(pk=books.pk).update(**values)
    directory.forget()
    return books


def test_a_new_owner_is_told_what_to_do_and_where_and_what_is_done(empty):
    owner = open_staff_browser(empty, "owner")
    page = owner.get("/seller/dashboard")
    states = {step.name: step.is_done for step in page.context["first_steps"]}
    assert states == {"goods": False, "delivery": False, "contact": False, "pages": False}
    for step in page.context["first_steps"]:
        assert f'href="{step.url}"' in page.content.decode()
        assert owner.get(step.url).status_code == 200

    make_product(empty, "Globe")
    links = [{"purpose": purpose, "title": "x", "path": "/x/"} for purpose in PURPOSES]
    values = {"delivery_fee": 5, "publishes_email": True, "site_links": links}
    Retailer.objects.filter(pk=empty.pk).update(**values)
    directory.forget()
    steps = owner.get("/seller/dashboard").context["first_steps"]
    assert [step.name for step in steps if not step.is_done] == []


@pytest.mark.parametrize("fields", [{"stock": 0}, {"price": None}, {"is_public": False}])
def test_what_nobody_can_buy_is_no_goods(empty, fields):
    make_product(empty, "Globe", **fields)
    goods = open_staff_browser(empty, "owner").get("/seller/dashboard").context["first_steps"][0]
    assert (goods.name, goods.is_done) == ("goods", False)


def test_who_cannot_open_it_and_whose_shop_is_open_has_no_first_steps(empty, coffee):
    for shop, role in ((empty, "manager"), (coffee, "owner")):
        page = open_staff_browser(shop, role).get("/seller/dashboard")
        assert "Before you open" not in text_of(page)


def test_an_empty_shop_is_opened_only_when_its_owner_says_so_twice(empty):
    owner = open_staff_browser(empty, "owner")

    page = owner.post("/seller/open")

    assert page.status_code == 200
    assert "no way back" in text_of(page)
    assert "Add goods" in text_of(page)
    assert page.content.decode().count('action="/seller/open"') == 1
    assert Retailer.objects.get(pk=empty.pk).is_coming
    assert owner.post("/seller/open", {"anyway": "yes"})["Location"] == "/"
    assert Retailer.objects.get(pk=empty.pk).is_active


def test_a_login_leads_to_the_first_steps_until_it_is_open(empty):
    member = make_member(empty, "owner")
    values = {"identifier": member.email, "password": PASSWORD}
    assert Browser().post("books", "/auth/login", values)["Location"] == "/seller/dashboard"
    Retailer.objects.filter(pk=empty.pk).update(status=Status.ACTIVE)
    directory.forget()
    assert Browser().post("books", "/auth/login", values)["Location"] == "/seller/orders"
