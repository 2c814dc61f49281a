"""Every time that a shop's staff and customers see is that of the shop's clock."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.promotions.models import Promotion
from marketplace.purchases.archive import write_archive
from marketplace.purchases.invoices import invoice_of
from marketplace.purchases.models import Invoice, Purchase
from tenants.kernel.errors import Invalid
from tenants.registry.context import use_market, use_retailer
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tenants.registry.services import apply_for_shop, change_profile
from tenants.shop.order.models import Order, OrderStatusChange
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.orders import hand_over, make_order
from tests.factories.staff import make_member, open_browser, open_staff_browser
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # 00:30 of July 2 in Berlin, 07:30 in Tokyo


@pytest.fixture
def berlin(books):
    Retailer.objects.filter(pk=books.pk).update(timezone="Europe/Berlin")
    books.refresh_from_db()
    directory.forget()
    return books


@pytest.fixture
def buyer():
    return make_customer()


@pytest.fixture
def late_order(berlin, buyer):
    order = hand_over(make_order(berlin, make_product(berlin), user=buyer))
    Purchase.objects.filter(pk=order.purchase_id).update(placed_at=LATE)
    with use_retailer(berlin):
        Order.objects.update(date_placed=LATE)
        OrderStatusChange.objects.update(date_created=LATE)
    order.purchase.placed_at = LATE
    return order


def test_the_desk_shows_the_shops_time(berlin, late_order):
    browser = open_staff_browser(berlin, "owner")
    assert "2 Jul, 00:30" in text_of(browser.get("/seller/orders"))
    with use_retailer(berlin):
        number = Order.objects.get().number
    assert "July 2, 2026, 12:30 a.m." in text_of(browser.get(f"/seller/orders/{number}"))


def test_the_customer_reads_it_on_every_host(berlin, late_order, buyer):
    at_shop = open_browser(berlin, buyer)
    client = Client(headers={"host": "localhost"})
    with use_market():
        client.force_login(buyer)
    for browser, prefix in ((at_shop, "/account"), (client, "/profile")):
        words = text_of(browser.get(f"{prefix}/orders/{late_order.uuid}"))
        assert "July 2, 2026, 12:30 a.m." in words
        assert "July 1" not in words
        assert "July 2, 2026" in text_of(browser.get(f"{prefix}/orders"))
    assert "July 2, 2026, 12:30" in text_of(client.get(f"/orders/{late_order.purchase.uuid}"))


def test_an_invoice_has_the_days_of_the_shop(berlin, late_order, monkeypatch):
    monkeypatch.setattr("marketplace.purchases.invoices.now", lambda: LATE)
    content = invoice_of(late_order).content
    assert (content["ordered_on"], content["issued_on"]) == ("2026-07-02", "2026-07-02")
    assert Invoice.objects.count() == 1


def test_what_a_shop_takes_along_has_its_times(berlin, late_order):
    file = io.BytesIO()
    write_archive(file, retailer=berlin)
    rows = csv.DictReader(io.StringIO(zipfile.ZipFile(file).read("orders.csv").decode("utf-8-sig")))
    assert "2026-07-02T00:30:00+02:00" in next(rows).values()


def test_an_offers_time_without_a_zone_is_meant_as_the_shops(berlin):
    member = open_browser(berlin, make_member(berlin, "owner"))
    answer = member.post(
        "/api/v1/promotions/",
        {
            "name": "Summer",
            "benefit": "percentage",
            "percent": "10",
            "starts_at": "2027-07-02T00:30",
        },
        content_type="application/json",
    )
    assert answer.status_code == 201, answer.content
    assert Promotion.objects.get().starts_at == datetime(2027, 7, 1, 22, 30, tzinfo=UTC)


def test_one_request_leaves_no_zone_to_the_next(berlin):
    open_browser(berlin).get("/catalogue/")
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_shop_has_the_zone_of_its_place_until_it_chooses():
    values = {"name": "Toys", "slug": "toys", "owner_email": "ada@toys.example"}
    shop = apply_for_shop(**values, country="US", city="Chicago")
    assert shop.timezone == "America/Chicago"
    shop = change_profile(retailer=shop, country="JP", city="Kyoto")
    assert shop.timezone == "Asia/Tokyo"
    shop = change_profile(retailer=shop, timezone="Asia/Seoul")
    assert change_profile(retailer=shop, country="DE").timezone == "Asia/Seoul"
    with pytest.raises(Invalid) as refused:
        change_profile(retailer=shop, timezone="Mars/Olympus")
    assert list(refused.value.fields) == ["timezone"]


def test_the_zone_is_chosen_at_the_desk(berlin):
    page = open_staff_browser(berlin, "owner").get("/seller/profile").content.decode()
    assert '<option value="Europe/Berlin" selected>' in page
