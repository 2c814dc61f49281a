"""Who opens which page of a shop's desk."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tenants.registry.context import use_retailer
from tenants.registry.hosts import market_url
from tenants.registry.models import Retailer
from tenants.registry.services import suspend
from tenants.staff.gates import ShopNotActive, require_active
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.staff import make_member, open_browser, open_staff_browser

READ = {"owner": 200, "manager": 200, "fulfilment": 200, "support": 200, "analyst": 200}
ORDERS = READ | {"editor": 403, "author": 403}
MANAGED = dict.fromkeys(READ, 403) | {"owner": 200, "manager": 200, "editor": 403, "author": 403}
PAGES = {
    "/seller/dashboard": READ | {"editor": 302, "author": 302},
    "/seller/orders": ORDERS,
    "/seller/products": ORDERS,
    "/seller/categories": MANAGED,
    "/seller/profile": MANAGED,
    "/seller/delivery": MANAGED,
    "/seller/hours": MANAGED,
    "/seller/hours/special": MANAGED,
    "/seller/hours/holidays": MANAGED,
    "/seller/staff": MANAGED,
    "/dashboard/catalogue/products/create/": MANAGED,
    "/dashboard/catalogue/categories/create/": MANAGED,
    "/admin/catalogue/product/": dict.fromkeys([*READ, "editor", "author"], 302)
    | {"owner": 200, "manager": 200},
}


@pytest.mark.parametrize(
    "role", ["owner", "manager", "editor", "author", "fulfilment", "support", "analyst"]
)
def test_each_role_opens_what_is_its(books, role):
    client = open_staff_browser(books, role)
    got = {path: client.get(path).status_code for path in PAGES}
    assert got == {path: roles[role] for path, roles in PAGES.items()}


def test_the_right_decides_where_a_login_leads_and_what_the_desk_shows_and_no_name(books):
    with use_retailer(books):
        rights = Group.objects.get(name="editor").permissions
        rights.add(Permission.objects.get(codename="view_order", content_type__app_label="order"))
        rights.remove(Permission.objects.get(codename="access_admin"))
    user, client = make_member(books, "editor"), open_browser(books)

    answer = client.post("/auth/login", {"identifier": user.email, "password": PASSWORD})

    assert answer["Location"] == "/seller/orders"
    page = client.get("/account").content.decode()
    assert 'href="/seller/orders"' in page
    assert 'href="/cms/"' not in page


def test_a_visitor_is_asked_to_log_in(books):
    answer = open_browser(books).get("/seller/orders?status=new")
    assert answer.status_code == 302
    assert answer["Location"] == "/auth/login?next=/seller/orders%3Fstatus%3Dnew"


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/admin")])
def test_for_a_stranger_there_is_no_such_page(books, coffee, path):
    for stranger in (make_customer(), make_member(coffee, "owner")):
        assert open_browser(books, stranger).get(path).status_code == 404


def test_the_pages_are_not_on_the_markets_host(books):
    from django.test import Client

    market = Client(headers={"host": "localhost"})
    assert market.get("/seller/orders")["Location"] == "/auth/login?next=/seller/orders"
    assert market.get("/dashboard/orders/").status_code == 404
    assert market.get("/admin/").status_code == 404


def test_nothing_is_kept_by_a_cache(books):
    assert (
        open_staff_browser(books, "owner").get("/seller/orders")["Cache-Control"]
        == "private, no-store"
    )


def test_the_navigation_offers_what_opens(books):
    def titles(role):
        page = open_staff_browser(books, role).get("/seller/orders").content.decode()
        return [title for title in ("Products", "Categories", "Website", "Staff") if title in page]

    assert titles("owner") == ["Products", "Categories", "Website", "Staff"]
    assert titles("fulfilment") == ["Products"]


def test_oscars_sections_that_make_no_sense_are_gone(books):
    owner = open_staff_browser(books, "owner")
    for section in (
        "partners",
        "offers",
        "vouchers",
        "ranges",
        "users",
        "pages",
        "comms",
        "reports",
    ):
        assert owner.get(f"/dashboard/{section}/").status_code == 404


def test_each_entry_of_oscars_navigation_has_an_address(settings):
    urlconf = settings.RETAILER_URLCONF
    addresses = [reverse(item["url_name"], urlconf) for item in settings.OSCAR_DASHBOARD_NAVIGATION]
    assert addresses == [
        "/dashboard/orders/",
        "/dashboard/catalogue/",
        "/dashboard/catalogue/categories/",
    ]


@pytest.mark.parametrize("status", Retailer.Status.values)
@pytest.mark.parametrize(
    ("permissions", "reads", "open_to"),
    [
        ((), True, {"approved", "active", "suspended"}),
        ((), False, {"approved", "active"}),
        (("catalogue.change_product",), True, {"approved", "active", "suspended"}),
        (("catalogue.change_product",), False, {"approved", "active"}),
        (("order.change_order",), False, {"approved", "active", "suspended"}),
        (("order.view_order", "order.change_order"), False, {"approved", "active", "suspended"}),
    ],
)
def test_what_is_left_to_do_in_a_shop_that_is_not_open(status, permissions, reads, open_to):
    shop = Retailer(slug="books", name="Northgate Books", status=status)
    if status in open_to:
        assert require_active(shop, *permissions, reads=reads) is None
        return
    with pytest.raises(
        ShopNotActive, match=f"of Northgate Books is {status.capitalize()}"
    ) as refusal:
        require_active(shop, *permissions, reads=reads)
    assert refusal.value.extra == {"url": f"{market_url()}/seller/shops/books"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/seller/orders", 200),
        ("head", "/seller/orders", 200),
        ("get", "/seller/profile", 200),
        ("post", "/seller/profile", 403),
    ],
)
def test_the_staff_of_a_suspended_shop_read(books, method, path, status):
    client = open_staff_browser(books, "owner")
    suspend(retailer=books, reason="A test.")

    assert getattr(client, method)(path).status_code == status
