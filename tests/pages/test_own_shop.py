"""What is left to do in a shop that is suspended or closed: one rule for pages and API."""

import csv
import io
import zipfile

import pytest

from marketplace.audit.models import Entry
from marketplace.payments.models import Refund
from marketplace.payments.receipts import receive_cash
from marketplace.purchases.models import RetailerOrder
from marketplace.purchases.queries import make_order_token
from marketplace.purchases.services import cancel_order
from tenants.registry import services
from tenants.registry.context import use_retailer
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.factories.offers import make_offer, terms
from tests.factories.orders import make_order
from tests.factories.second_factor import enrol
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(books):
    return make_member(books, "owner")


def suspend(shop):
    services.suspend(retailer=shop, reason="Parcels come late.")
    directory.forget()


def close(shop):
    services.close(retailer=shop, reason="Gone fishing.")
    directory.forget()


def market(user=None):
    from django.test import Client

    from tenants.registry.context import use_market

    client = Client(headers={"host": "localhost"})
    if user:
        with use_market():
            client.force_login(user)
    return client


# --- suspended --------------------------------------------------------------------------------


def test_staff_of_a_suspended_shop_read_at_its_desk_and_see_why(books, owner):
    order = make_order(books, make_product(books))
    desk = open_browser(books, owner)
    suspend(books)

    for path in ("/seller/dashboard", "/seller/orders", "/seller/products", "/seller/staff"):
        answer = desk.get(path)
        assert answer.status_code == 200, path
        assert "The shop is suspended" in text_of(answer)
    assert order.number in text_of(desk.get("/seller/orders"))
    why = text_of(market(owner).get("/seller/shops/books"))
    assert "Parcels come late." in why
    assert "finish the orders that stand" in why


def test_the_desk_of_a_suspended_shop_has_its_pictures_and_leads_to_why_with_the_login(
    books, owner, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    picture = tmp_path / books.schema_name / "products" / "a.webp"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    desk = open_browser(books, owner)
    suspend(books)

    pages = [desk.get("/seller/orders"), desk.post("/seller/staff", {"email": "a@b.example"})]

    seen = desk.get(f"/media/{books.schema_name}/products/a.webp")
    assert b"".join(seen.streaming_content) == b"picture"
    assert desk.get("/theme.css").status_code == 200
    way = "/handoff/go?to=localhost"
    why = f"{way}&amp;next=%2Fseller%2Fshops%2Fbooks"
    assert [why in page.content.decode() for page in pages] == [True, True]


def test_an_editor_of_a_suspended_shop_logs_in_to_why_and_is_promised_no_orders(books):
    editor = make_member(books, "editor")
    suspend(books)
    browser = open_browser(books)

    login = {"identifier": editor.email, "password": PASSWORD}
    landed = browser.post("/auth/login", login)
    there = browser.get(landed["Location"])
    why = text_of(market(editor).get("/seller/shops/books"))

    assert landed["Location"] == "/seller/dashboard"
    # Browsers block a redirect to another host after the login's form.
    assert there.status_code == 200
    assert "/handoff/go?to=localhost&amp;next=%2Fseller%2Fshops%2Fbooks" in there.content.decode()
    assert "read everything" not in text_of(there)
    assert "Parcels come late." in why
    assert "Nothing can be sold or changed" in why
    assert "finish the orders" not in why
    assert "To the shop's orders" not in why


def test_staff_of_a_suspended_shop_finish_orders(books, owner):
    order = make_order(books, make_product(books))
    desk = open_browser(books, owner)
    suspend(books)

    assert desk.post(f"/seller/orders/{order.number}/move", {"to": "processing"}).status_code == 302
    assert RetailerOrder.objects.get().status == "processing"
    moved = (
        Api()
        .login(owner)
        .post(f"retailers/books/orders/{order.uuid}/transitions/", {"to": "shipped"})
    )
    assert moved.status_code == 200
    assert RetailerOrder.objects.get().status == "shipped"


def test_nothing_else_is_changed_in_a_suspended_shop(books, owner):
    product = make_product(books, price="12.00")
    desk = open_browser(books, owner)
    suspend(books)

    answer = desk.post(f"/seller/products/{product.uuid}/offer", {"price": "1.00", "on_hand": "3"})
    invited = desk.post("/seller/staff", {"email": "new@mail.example", "role": "manager"})

    assert (answer.status_code, invited.status_code) == (403, 403)
    assert "This cannot be done now" in text_of(answer)
    with use_retailer(books):
        assert str(product.stockrecords.get().price) == "12.000"
    assert_problem(
        Api()
        .login(owner)
        .patch(f"retailers/books/products/{product.uuid}/", {"title": "Other"}, if_match="*"),
        status=403,
        code="shop-not-active",
        url="http://localhost:8000/seller/shops/books",
    )
    with use_retailer(books):
        product.refresh_from_db()
    assert product.title != "Other"


def test_a_suspended_shop_lets_its_staff_log_in_and_shows_others_nothing(books):
    suspend(books)
    guest, stranger = open_browser(books), open_browser(books, make_customer())

    assert guest.get("/auth/login").status_code == 200
    assert guest.get("/seller/orders").status_code == 302
    assert stranger.get("/seller/orders").status_code == 404
    for path in ("/", "/products", "/cart", "/cms/", "/dashboard/", "/admin/", "/sellers"):
        assert guest.get(path).status_code == 503, path
    assert_problem(Api(host=books.host).get("products/"), status=503, code="shop-suspended")


# --- closed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "retailers/books/orders/"),
        ("get", "retailers/books/orders/{order}/"),
        ("post", "retailers/books/orders/{order}/transitions/"),
        ("post", "orders/{order}/transitions/"),
        ("get", "retailers/books/returns/"),
        ("get", "retailers/books/reviews/moderation/"),
        ("get", "retailers/books/imports/"),
        ("post", "retailers/books/products/"),
    ],
)
def test_nothing_is_left_to_do_in_a_closed_shop(method, path, books, owner):
    order = make_order(books, make_product(books))
    close(books)

    answer = getattr(Api().login(owner), method)(path.format(order=order.uuid))

    assert_problem(answer, status=403, code="shop-not-active")
    assert RetailerOrder.objects.get().status == "pending"


def test_its_owner_says_that_owed_cash_went_back_and_nobody_else(books, owner):
    order = make_order(books, make_product(books, price="12.50"), fulfilment="pickup")
    receive_cash(retailer=books, order=order.uuid, actor=owner)
    close(books)
    cancel_order(uuid=order.uuid, order_token=make_order_token(order.purchase))
    manager, browser = market(make_member(books, "manager")), market(owner)
    path, form = "/seller/shops/books/paid-back", {"order": str(order.uuid)}

    assert order.number not in text_of(manager.get("/seller/shops/books"))
    proof = {"step_up": "1", "step_up-password": PASSWORD}
    assert manager.post(path, form | proof).status_code == 403
    assert Refund.objects.get().status == "due"

    page = text_of(browser.get("/seller/shops/books"))
    assert order.number in page
    assert "€12.50" in page
    browser.post(path, form | proof)
    refund = Refund.objects.get()
    assert (refund.status, refund.paid_by) == ("paid", owner.uuid)
    assert "Cash to hand back" not in text_of(browser.get("/seller/shops/books"))


def test_its_owner_takes_products_orders_and_customers_along(books, owner):
    make_offer(books, given=terms(percent="50"))
    product = make_product(books, title="=Dune", price="10.00")
    order = make_order(books, product, quantity=2)
    cancelled = make_order(books, product)
    cancel_order(uuid=cancelled.uuid, order_token=make_order_token(cancelled.purchase))
    in_vain = make_order(books, product, user=make_customer("eve@mail.example"))
    cancel_order(uuid=in_vain.uuid, order_token=make_order_token(in_vain.purchase))
    close(books)
    browser = market(owner)

    page = browser.get("/seller/shops/books")
    assert "no-store" in page["Cache-Control"]
    answer = browser.post("/seller/shops/books/data")

    assert "Gone fishing." in text_of(page)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="books.zip"'
    sheets = read(b"".join(answer.streaming_content))
    goods = next(row for row in sheets["products.csv"] if row["id"] == str(product.uuid))
    assert (goods["title"], goods["price"], goods["status"]) == ("'=Dune", "10.00", "active")
    line, gone, _ = sheets["orders.csv"]
    assert (gone["order"], gone["status"]) == (cancelled.number, "cancelled")
    assert (line["order"], line["email"], line["quantity"]) == (
        order.number,
        "guest@mail.example",
        "2",
    )
    assert (line["line_before_discounts"], line["line"]) == ("20.00", "10.00")
    nobody, buyer = sheets["customers.csv"]
    assert (nobody["email"], nobody["orders"], nobody["total"]) == ("eve@mail.example", "0", "0.00")
    assert (buyer["email"], buyer["orders"], buyer["total"]) == (
        "guest@mail.example",
        "1",
        line["order_total"],
    )
    with use_retailer(books):
        entry = Entry.objects.get(what="shop.data-taken")
    assert entry.who_id == owner.pk


def read(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


def test_a_shop_that_wants_a_second_factor_gives_nothing_to_staff_without(books, owner):
    Retailer.objects.filter(pk=books.pk).update(requires_second_factor=True)
    close(books)
    browser = market(owner)

    answers = [browser.get("/seller/shops/books"), browser.post("/seller/shops/books/data")]

    led = "/profile/second-factor?next=%2Fseller%2Fshops%2Fbooks"
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, led)] * 2
    with use_retailer(books):
        assert not Entry.objects.filter(what="shop.data-taken").exists()
    assert market(enrol(owner)).post("/seller/shops/books/data").status_code == 200
    assert market(make_customer()).get("/seller/shops/books").status_code == 404


def test_nobody_elses_orders_are_in_it(books, coffee, owner):
    make_order(coffee, make_product(coffee))
    close(books)

    sheets = read(b"".join(market(owner).post("/seller/shops/books/data").streaming_content))

    assert (sheets["orders.csv"], sheets["customers.csv"]) == ([], [])


@pytest.mark.parametrize("role", ["editor", "fulfilment", "support", "analyst"])
def test_who_does_not_manage_the_shop_takes_nothing(role, books):
    clerk = make_member(books, role)
    close(books)

    assert "owner and managers" in text_of(market(clerk).get("/seller/shops/books"))
    assert market(clerk).post("/seller/shops/books/data").status_code == 403


def test_an_open_shops_data_stays(books, owner):
    assert market(owner).post("/seller/shops/books/data").status_code == 403


@pytest.mark.parametrize("state", [suspend, close])
def test_a_stranger_sees_no_page_of_a_shop(state, books, coffee):
    state(books)
    stranger = make_member(coffee, "owner")

    assert market(stranger).get("/seller/shops/books").status_code == 404
    assert market(stranger).post("/seller/shops/books/data").status_code == 404
    assert market().get("/seller/shops/books").status_code == 302


def test_a_closed_shop_is_gone_for_its_staff_on_its_own_host(books):
    desk = open_staff_browser(books, "owner")
    close(books)

    answer = desk.get("/seller/orders")

    assert answer.status_code == 410
    assert "http://localhost:8000/seller/shops/books" in answer.content.decode()
