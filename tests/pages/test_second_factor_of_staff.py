"""An owner requires a second factor of whoever works in the shop."""

import pytest
from django.test import Client

from marketplace.accounts.logins import tokens
from marketplace.audit.models import Entry
from tenants.registry.context import use_retailer
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tenants.staff.services import add_member, require_second_factor
from tests.factories.accounts import make_customer
from tests.factories.staff import make_member
from tests.pages.browser import Browser
from tests.pages.logins import enter, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def forgetful():
    yield
    directory.forget()


STAFF_PAGES = ["/seller/orders", "/seller/staff", "/cms/", "/dashboard/", "/admin/"]


def test_an_owner_requires_it_of_her_staff_and_of_nobody_else(
    books, forgetful, django_capture_on_commit_callbacks
):
    owner, shopper = make_member(books, "owner"), make_customer()
    desk, window = Browser(), Browser()
    enter(desk, owner, "books")
    enter(window, shopper, "books")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("books", "/seller/staff/second-factor", {"required": "yes"})

    assert Retailer.objects.get(pk=books.pk).requires_second_factor
    for path in STAFF_PAGES:
        location = desk.get("books", path)["Location"]
        assert location.startswith("/account/second-factor?next="), path
    for browser in (desk, window):
        assert browser.get("books", "/account/orders").status_code == 200
        assert browser.get("books", "/catalogue/").status_code == 200
    set_up(desk, "books", "/account/second-factor")
    assert desk.get("books", "/seller/orders").status_code == 200
    with use_retailer(books):
        assert Entry.objects.filter(what="second_factor.required").count() == 1


def test_the_api_asks_the_same_of_staff(books, forgetful):
    owner = make_member(books, "owner")
    with use_retailer(books):
        require_second_factor(retailer=books, required=True, actor=owner)
        access = tokens.issue(user=owner).access
    directory.forget()
    client = Client(headers={"host": books.host, "authorization": f"Bearer {access}"})

    answer = client.get(f"/api/v1/retailers/{books.slug}/returns/")

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/second-factor-required")
    assert client.get("/api/v1/orders/").status_code == 200


def test_a_lesser_role_requires_nothing(books):
    user = make_customer()
    with use_retailer(books):
        add_member(user=user, role="fulfilment")
    browser = Browser()
    enter(browser, user, "books")

    answer = browser.post("books", "/seller/staff/second-factor", {"required": "yes"})

    assert answer.status_code == 403
    assert not Retailer.objects.get(pk=books.pk).requires_second_factor
