"""From an application to a shop of one's own, its first page, and what an operator may do."""

import re

import pytest
from django.core import mail

from marketplace.accounts.models import User
from tenants.registry.models import Retailer
from tenants.registry.services import apply_for_shop
from tenants.tasks.runner import run_all
from tests.cms.editing import hero, home_form, home_of
from tests.factories.accounts import PASSWORD, make_operator
from tests.factories.goods import make_product
from tests.factories.second_factor import log_in
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db
OWNER = "mo@green.example"
NEW_PASSWORD = "a garden behind the door"
APPLICATION = {
    "name": "Green Door",
    "slug": "green-door",
    "contact_name": "Mo",
    "owner_email": OWNER,
    "city": "Gent",
    "country": "BE",
    "currency": "EUR",
    "language": "en",
    "offers_delivery": "on",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def desk():
    """An operator's browser."""
    browser, operator = Browser(), make_operator()
    log_in(browser, operator, PASSWORD)
    return browser


@pytest.fixture
def act(django_capture_on_commit_callbacks):
    """act(desk, slug, verb): a click at the operators' desk, and what its commit sets off."""

    def act(desk, slug, verb, **data):
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post("", f"/admin-panel/shops/{slug}/{verb}/", data)
        return text_of(desk.follow(answer))

    return act


@pytest.fixture
def open_shop(django_capture_on_commit_callbacks):
    """open_shop(owner): her click, and what its commit sets off; the answer."""

    def open_shop(owner):
        with django_capture_on_commit_callbacks(execute=True):
            return owner.post("green-door", "/seller/open", {"anyway": "yes"})

    return open_shop


@pytest.fixture
def green_door(desk, act):
    """The new shop, approved."""
    apply_for_shop(name="Green Door", slug="green-door", owner_email=OWNER)
    act(desk, "green-door", "approve")
    return Retailer.objects.get(slug="green-door")


def link_of_letter():
    run_all()
    (letter,) = [letter for letter in mail.outbox if letter.to == [OWNER]]
    return re.search(r"http://green-door\.localhost\S*?(/invitations/\S+)", letter.body)[1]


def owner_in_her_shop():
    browser = Browser()
    answer = browser.post("green-door", link_of_letter(), {"password": NEW_PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/seller/dashboard")
    return browser


def test_from_the_form_to_the_owners_desk_by_clicks(desk, act, open_shop):
    visitor = Browser()
    form = visitor.get("", "/seller/register")
    assert form.status_code == 200
    answer = visitor.post("", "/seller/register", APPLICATION)
    assert "Your application is here" in text_of(visitor.follow(answer))
    assert visitor.get("green-door", "/").status_code == 404

    assert "Green Door" in text_of(desk.get("", "/admin-panel/?status=applied"))
    assert "Green Door" in text_of(desk.get("", "/admin-panel/shops/green-door/"))
    told = act(desk, "green-door", "approve")
    assert "The shop is approved; its owner gets an e-mail." in told
    assert "Green Door" in text_of(visitor.get("green-door", "/"))
    assert visitor.get("green-door", "/catalogue/").status_code == 404

    link = link_of_letter()
    owner = Browser()
    assert OWNER in text_of(owner.get("green-door", link))
    answer = owner.post("green-door", link, {"password": NEW_PASSWORD})
    assert "Before you open" in text_of(owner.follow(answer))
    for path in ("/seller/orders", "/seller/products", "/seller/dashboard", "/cms/"):
        assert owner.get("green-door", path).status_code == 200
    answer = open_shop(owner)
    assert "The shop is open" in text_of(owner.follow(answer))
    assert visitor.get("green-door", "/catalogue/").status_code == 200
    account = User.objects.get(email=OWNER)
    assert (account.is_superuser, account.email_verified_at is not None) == (False, True)

    back = Browser()
    answer = back.post("green-door", "/auth/login", {"identifier": OWNER, "password": NEW_PASSWORD})
    assert answer["Location"] == "/seller/orders"


def test_the_link_works_once_and_the_owner_is_a_stranger_elsewhere(green_door, books):
    link = link_of_letter()
    owner = Browser()
    owner.post("green-door", link, {"password": NEW_PASSWORD})

    assert Browser().get("green-door", link).status_code == 410
    answer = owner.post("books", "/auth/login", {"identifier": OWNER, "password": NEW_PASSWORD})
    assert answer["Location"] == "/account"
    assert owner.get("books", "/seller/orders").status_code == 404
    assert owner.get("", "/admin-panel/").status_code in (302, 404)


def test_the_owner_drafts_previews_and_publishes_the_home_page(green_door, open_shop):
    owner, visitor = owner_in_her_shop(), Browser()
    draft = owner.get("green-door", f"/cms/pages/{home_of(green_door).pk}/view_draft/")
    assert "Coming soon" in text_of(draft)
    open_shop(owner)
    path = f"/cms/pages/{home_of(green_door).pk}/edit/"
    assert owner.get("green-door", path).status_code == 200
    form = home_form(hero("Ferns for dark corners"), title="Green Door")

    owner.post("green-door", path, form)
    assert "Ferns for dark corners" not in text_of(visitor.get("green-door", "/"))

    checked = owner.post("green-door", f"{path}preview/", form)
    assert checked.json() == {"is_valid": True, "is_available": True}
    preview = owner.get("green-door", f"{path}preview/", {"mode": ""})
    assert "Ferns for dark corners" in text_of(preview)
    assert "Ferns for dark corners" not in text_of(visitor.get("green-door", "/"))

    owner.post("green-door", path, form | {"action-publish": "1"})
    assert "<h1>Ferns for dark corners</h1>" in visitor.get("green-door", "/").content.decode()


def test_a_new_shops_goods_are_sold_on_the_marketplace_once_it_is_open(green_door, open_shop):
    fern = make_product(green_door, "Bird's nest fern", price="14.00")
    owner, shopper = owner_in_her_shop(), Browser()
    early = shopper.get("", "/products", {"retailer": "green-door"})
    assert "Bird's nest fern" not in text_of(early)
    open_shop(owner)

    assert "Bird's nest fern" in text_of(shopper.get("", "/products", {"retailer": "green-door"}))
    shopper.post("", "/cart/items", {"product": fern.uuid})
    assert "€14.00" in text_of(shopper.get("", "/cart"))


def test_a_suspended_shop_is_away_until_it_is_resumed(books, coffee, desk, act):
    novel, beans = make_product(books, "Novel"), make_product(coffee, "Beans")
    shopper = Browser()
    for product in (novel, beans):
        shopper.post("", "/cart/items", {"product": product.uuid})

    act(desk, "books", "suspend", reason="late")

    closed = shopper.get("books", "/")
    assert closed.status_code == 503
    assert int(closed["Retry-After"]) > 0
    assert "Northgate Books" in text_of(closed)
    api = shopper.get("books", "/api/v1/products/")
    assert (api.status_code, api.json()["type"]) == (503, "/problems/shop-suspended")
    assert "Novel" not in text_of(shopper.get("", "/products"))
    cart = shopper.get("", "/api/v1/cart/", **{"x-cart-token": shopper.cookie("", "galleria_cart")})
    available = {g["retailer"]["slug"]: g["available"] for g in cart.json()["groups"]}
    assert available == {"books": False, "coffee": True}
    page = text_of(shopper.get("", "/cart"))
    assert "This shop is closed for now" in page
    assert "2 shops, one order" not in page

    act(desk, "books", "resume")

    assert shopper.get("books", "/").status_code == 200
    assert "Novel" in text_of(shopper.get("", "/products"))
    cart = shopper.get("", "/api/v1/cart/", **{"x-cart-token": shopper.cookie("", "galleria_cart")})
    assert [group["available"] for group in cart.json()["groups"]] == [True, True]
