"""From a row of a shop's file to an order that is delivered: through pages, and over REST."""

import re
import uuid

import pytest
from django.core import mail

from marketplace.discovery.services import learn_terms
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.feeds.services import import_catalogue
from tenants.tasks.runner import run_all
from tests.api.conftest import Api
from tests.factories.addresses import ADDRESS
from tests.factories.staff import open_staff_browser
from tests.pages.browser import Browser, hidden, host_of, shown_in, text_of

pytestmark = pytest.mark.django_db

BOOKS = """\
handle,title,description,brand,categories,price,stock,sku
atlas,Atlas of lighthouses,Every coast of the north.,Kapp,Books > Travel,31.00,4,KA-1
guide,Guide to mosses,,Kapp,Books > Nature,18.50,9,KA-2
"""
COFFEE = """\
handle,title,brand,categories,price,stock,option1_name,option1_value
yirga,Yirgacheffe beans,Kaldi,Coffee > Beans,12.40,6,Weight,250 g
yirga,,,,44.00,2,,1 kg
"""
GUEST = "ada@mail.example"


@pytest.fixture
def catalogues(books, coffee, tmp_path, django_capture_on_commit_callbacks):
    """Both files are in their shops, and search has learnt their words."""
    with django_capture_on_commit_callbacks(execute=True):
        for retailer, text in ((books, BOOKS), (coffee, COFFEE)):
            path = tmp_path / f"{retailer.slug}.csv"
            path.write_text(text, encoding="utf-8")
            report = import_catalogue(retailer=retailer, path=path)
            assert (report.rows, report.imported_rows, report.refused_rows) == (2, 2, 0)
    learn_terms()
    for retailer in (books, coffee):
        retailer.delivery_fee = 4
        retailer.save(update_fields=["delivery_fee"])


def product_links(page):
    """Local paths of the products on a page, each once, in their order."""
    return list(dict.fromkeys(re.findall(r'href="(/products/[\w-]+-\w{12})"', html(page))))


def html(page):
    return page.content.decode()


def letters(to):
    """What the task worker would have sent by now."""
    run_all()
    return [letter for letter in mail.outbox if letter.to == [to]]


def choice(page, label):
    """The value of the radio button of that variant."""
    pattern = rf'name="product"\s+value="([^"]+)"[^>]*>\s*<span>\s*<bdi>{label}<'
    found = re.search(pattern, html(page))
    assert found, f"no variant {label}"
    return found[1]


# --- finding ----------------------------------------------------------------------------------
def test_rows_of_two_shops_are_browsed_side_by_side(catalogues):
    page = Browser().get("", "/products")

    shown = text_of(page)
    assert "3 products" in shown
    for fact in ("Atlas of lighthouses", "€31.00", "Yirgacheffe beans", "Guide to mosses"):
        assert fact in shown
    assert len(product_links(page)) == 3


def test_facets_count_and_narrow(catalogues):
    browser = Browser()
    facets = html(browser.get("", "/products"))

    for name, value in (("brand", "kapp"), ("retailer", "coffee"), ("in_stock", "1")):
        assert re.search(rf'name="{name}" value="{value}"', facets, re.I), name
    only_kapp = text_of(browser.get("", "/products", {"brand": "kapp"}))
    assert "2 products" in only_kapp
    assert "Yirgacheffe" not in only_kapp
    cheap = text_of(browser.get("", "/products", {"retailer": "books", "price_max": "20"}))
    assert "1 product" in cheap
    assert "Guide to mosses" in cheap
    assert "Atlas" not in cheap


@pytest.mark.parametrize(
    ("typed", "title"),
    [("lighthuses", "Atlas of lighthouses"), ("yirgachefe", "Yirgacheffe beans")],
)
def test_a_typo_finds_it(catalogues, typed, title):
    page = Browser().get("", "/search", {"q": typed})

    assert len(product_links(page)) == 1
    assert title in text_of(page)


def test_a_shops_own_host_shows_its_own_rows_only(catalogues):
    shown = text_of(Browser().get("coffee", "/catalogue/"))

    assert "Yirgacheffe beans" in shown
    assert "Atlas" not in shown


# --- buying through the pages -----------------------------------------------------------------
def find(browser, words):
    """The page of the one product that a search finds."""
    (link,) = product_links(browser.get("", "/search", {"q": words}))
    page = browser.get("", link)
    assert page.status_code == 200
    return page


def buy(browser):
    """Two atlases and a kilo of coffee, delivered; the confirmation's redirect."""
    atlas, beans = find(browser, "lighthuses"), find(browser, "yirgachefe")
    browser.post("", "/cart/items", {"product": hidden(atlas, "product"), "quantity": 2})
    browser.post("", "/cart/items", {"product": choice(beans, "1 kg")})
    cart = text_of(browser.get("", "/cart"))
    for fact in ("Northgate Books", "Kaldi Coffee", "€62.00", "Weight: 1 kg", "€44.00"):
        assert fact in cart
    page = browser.get("", "/checkout")
    assert "Total €114.00" in text_of(page)
    data = {"key": hidden(page, "key"), "chosen": "1", "shops": ["books", "coffee"]}
    data |= shown_in(page)
    ways = {"fulfilment-books": "delivery", "fulfilment-coffee": "delivery"}
    answer = browser.post("", "/checkout", data | ways | {"email": GUEST} | ADDRESS)
    assert answer.status_code == 302, text_of(answer)
    return answer


def move(client, order, to):
    answer = client.post(f"/seller/orders/{order.number}/move", {"to": to})
    assert (answer.status_code, answer["Location"]) == (302, f"/seller/orders/{order.number}")


def test_a_guest_buys_from_both_files_and_follows_the_orders(catalogues, books, coffee):
    browser = Browser()

    done = text_of(browser.follow(buy(browser)))

    for fact in ("Thank you, Ada", "2 shops have your order.", GUEST, "€114.00"):
        assert fact in done
    assert "Your cart is empty" in text_of(browser.get("", "/cart"))
    first, second = RetailerOrder.objects.order_by("retailer__slug")
    assert [str(order.money) for order in (first, second)] == ["66.00 EUR", "48.00 EUR"]

    (letter,) = letters(GUEST)
    for fact in (first.number, second.number, "Northgate Books", "Kaldi Coffee", "€114.00"):
        assert fact in letter.body
    link = re.search(
        rf"http://{host_of()}\S*?(/orders/{Purchase.objects.get().uuid}\?\S+)", letter.body
    )
    elsewhere = Browser()  # another device, from the e-mail
    purchase = elsewhere.get("", link[1])
    assert text_of(purchase).count("Waiting for the shop") == 2

    packer = open_staff_browser(books, "fulfilment")
    listed = text_of(packer.get("/seller/orders"))
    assert first.number in listed
    assert second.number not in listed
    for to, shown in (
        ("processing", "In preparation"),
        ("shipped", "On its way"),
        ("delivered", "Delivered"),
    ):
        move(packer, first, to)
        assert shown in text_of(elsewhere.get("", link[1]))

    shop_link = re.search(rf'href="(/orders/at-shop/{second.uuid}\?[^"]+)"', html(purchase))[1]
    page = elsewhere.get("", shop_link)
    assert "Cancel this order" in text_of(page)
    cancel = f"/orders/at-shop/{second.uuid}/cancel"
    answer = elsewhere.post("", cancel, {"token": hidden(page, "token")})
    assert "The order is cancelled." in text_of(elsewhere.follow(answer))
    assert "Cancelled" in text_of(
        open_staff_browser(coffee, "owner").get(f"/seller/orders/{second.number}")
    )
    again = text_of(Browser().get("", "/products", {"retailer": "coffee"}))
    assert "Yirgacheffe beans" in again


def test_staff_are_told_by_mail_with_a_link_to_the_order(catalogues, books):
    owner = open_staff_browser(books, "owner")
    buy(Browser())

    order = RetailerOrder.objects.get(retailer=books)
    run_all()
    told = [letter for letter in mail.outbox if letter.subject == f"New order {order.number}"]
    assert len(told) >= 1
    path = re.search(r"http://books\.localhost\S*?(/seller/orders/\S+)", told[0].body)[1]
    assert order.number in text_of(owner.get(path))


def test_an_order_in_preparation_is_not_cancelled_by_the_customer(catalogues, books):
    browser = Browser()
    token = buy(browser)["Location"].partition("token=")[2]
    order = RetailerOrder.objects.get(retailer=books)
    move(open_staff_browser(books, "fulfilment"), order, "processing")

    path = f"/orders/at-shop/{order.uuid}"
    assert "Cancel this order" not in text_of(browser.get("", path, {"token": token}))
    browser.post("", f"{path}/cancel", {"token": token})

    order.refresh_from_db()
    assert order.status == "processing"


# --- the same as an app does it ---------------------------------------------------------------
def search_for(api, words):
    (found,) = api.get(f"search/?search={words}").json()["results"]
    return found


def buy_by_api(api):
    """The same goods; the body of the answer."""
    atlas, beans = search_for(api, "lighthuses"), search_for(api, "yirgachefe")
    assert (atlas["has_variants"], beans["has_variants"]) == (False, True)
    variants = api.get(f"products/{beans['id']}/").json()["variants"]
    (kilo,) = [one for one in variants if one["options"] == {"Weight": "1 kg"}]
    api.add(atlas["id"], 2)
    cart = api.add(kilo["id"])
    assert cart["goods_totals"] == [{"amount": "106.00", "currency": "EUR"}]
    order = {
        "email": GUEST,
        "shipping_address": ADDRESS,
        "fulfilment": {"books": "delivery", "coffee": "delivery"},
        "payment_method": "cash_on_delivery",
    }
    answer = api.post("checkout/", order, idempotency_key=str(uuid.uuid4()))
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_app_lists_filters_and_reads(catalogues):
    api = Api()

    everything = api.get("products/").json()["results"]
    assert {row["title"] for row in everything} == {
        "Atlas of lighthouses",
        "Guide to mosses",
        "Yirgacheffe beans",
    }
    kapp = api.get("products/?brand=Kapp&ordering=price").json()["results"]
    assert [row["price"]["amount"] for row in kapp] == ["18.50", "31.00"]
    read = api.get(f"products/{kapp[1]['id']}/").json()
    assert (read["brand"], read["stock"]["quantity"]) == ("Kapp", 4)


def test_an_app_buys_from_both_shops_and_follows_the_orders(catalogues, books, coffee):
    api = Api()

    placed = buy_by_api(api)

    assert placed["payment_status"] == "cod_due"
    assert placed["totals"] == [{"amount": "114.00", "currency": "EUR"}]
    orders = {order["retailer"]["slug"]: order for order in placed["orders"]}
    assert {slug: one["payable"]["amount"] for slug, one in orders.items()} == {
        "books": "66.00",
        "coffee": "48.00",
    }
    api.order, api.cart = placed["order_token"], None
    assert {row["status"] for row in api.get("orders/").json()["results"]} == {"pending"}

    packer = open_staff_browser(books, "fulfilment")
    for to in ("processing", "shipped", "delivered"):
        packer.post(f"/seller/orders/{orders['books']['number']}/move", {"to": to})
        assert api.get(f"orders/{orders['books']['id']}/").json()["status"] == to

    cancelled = api.post(f"orders/{orders['coffee']['id']}/cancel/")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert api.post(f"orders/{orders['books']['id']}/cancel/").status_code == 409
    owner = open_staff_browser(coffee, "owner")
    assert "Cancelled" in text_of(owner.get(f"/seller/orders/{orders['coffee']['number']}"))


def test_cancelled_goods_are_for_sale_again(catalogues):
    api = Api()
    placed = buy_by_api(api)
    beans = search_for(api, "yirgacheffe")
    assert beans["stock"] == {"available": True, "quantity": 7}

    api.order = placed["order_token"]
    order = next(one for one in placed["orders"] if one["retailer"]["slug"] == "coffee")
    api.post(f"orders/{order['id']}/cancel/")

    assert search_for(api, "yirgacheffe")["stock"] == {"available": True, "quantity": 8}
