"""Applying for a shop, and the operators' desk."""

import pytest

from tenants.registry.context import use_retailer
from tenants.registry.directory import directory
from tenants.registry.models import Retailer
from tenants.registry.services import apply_for_shop
from tenants.staff.models import Membership
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.second_factor import log_in
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db
APPLICATION = {
    "name": "Green Door",
    "slug": "green-door",
    "contact_name": "Mo",
    "owner_email": "mo@green.example",
    "city": "Gent",
    "country": "BE",
    "currency": "EUR",
    "language": "en",
    "offers_delivery": "on",
}


@pytest.fixture
def operator():
    return make_operator()


def logged_in(user, slug=""):
    browser = Browser()
    if user.operates and not slug:
        log_in(browser, user, PASSWORD)
    else:
        browser.post(slug, "/auth/login", {"identifier": user.email, "password": PASSWORD})
    return browser


def application():
    return apply_for_shop(name="Green Door", slug="green-door", owner_email="mo@green.example")


def status_of(slug="green-door"):
    return Retailer.objects.values_list("status", "status_reason").get(slug=slug)


def test_an_application_waits_for_an_operator():
    browser = Browser()

    answer = browser.post("", "/seller/register", APPLICATION)

    assert "Your application is here" in text_of(browser.follow(answer))
    made = Retailer.objects.get(slug="green-door")
    assert (made.status, made.name, made.owner_email) == (
        "applied",
        "Green Door",
        "mo@green.example",
    )
    assert (made.offers_delivery, made.offers_pickup) == (True, False)
    assert browser.get("green-door", "/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "Green Door"}, "slug"),
        ({"slug": "books"}, "slug"),
        ({"slug": "admin"}, "slug"),
        ({"owner_email": "mo"}, "owner_email"),
        ({"country": "XX"}, "country"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"street": "Kai 1", "country": "DE", "postcode": ""}, "postcode"),
        ({"currency": "ABC"}, "currency"),
        ({"offers_delivery": ""}, "offers_delivery"),
    ],
)
def test_what_is_wrong_stands_at_its_field(changes, field):
    before = Retailer.objects.count()

    answer = Browser().post("", "/seller/register", APPLICATION | changes)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Retailer.objects.count() == before


def test_an_operator_approves_a_shop_by_one_click(operator):
    application()
    browser = logged_in(operator)
    assert "Green Door" in text_of(browser.get("", "/admin-panel/?status=applied"))

    answer = browser.post("", "/admin-panel/shops/green-door/approve/")

    assert "The shop is approved" in text_of(browser.follow(answer))
    assert status_of() == ("approved", "")
    assert Browser().get("green-door", "/").status_code == 200


def test_an_application_is_declined_with_a_reason_only(operator):
    application()
    browser = logged_in(operator)

    without = browser.post("", "/admin-panel/shops/green-door/decline/", {"reason": ""})
    assert (without.status_code, status_of()) == (422, ("applied", ""))

    browser.post("", "/admin-panel/shops/green-door/decline/", {"reason": "no goods"})
    assert status_of() == ("closed", "no goods")


def test_a_shop_is_suspended_and_resumed_and_closed(books, operator):
    browser = logged_in(operator)

    browser.post("", "/admin-panel/shops/books/suspend/", {"reason": "late"})
    assert status_of("books") == ("suspended", "late")
    assert browser.get("books", "/").status_code == 503

    browser.post("", "/admin-panel/shops/books/resume/")
    directory.forget()  # as the commit would
    assert status_of("books") == ("active", "")
    assert browser.get("books", "/").status_code == 200

    browser.post("", "/admin-panel/shops/books/suspend/", {"reason": "late"})
    browser.post("", "/admin-panel/shops/books/close/", {"reason": "gone"})
    assert status_of("books") == ("closed", "gone")


def test_an_illegal_step_is_told_and_changes_nothing(books, operator):
    browser = logged_in(operator)

    answer = browser.post("", "/admin-panel/shops/books/approve/")

    assert "cannot go from where it stands" in text_of(browser.follow(answer))
    assert status_of("books") == ("active", "")


def test_support_is_lent_for_hours_with_a_reason_and_audited(books, operator):
    browser = logged_in(operator)

    browser.post("", "/admin-panel/shops/books/support/", {"hours": 1, "reason": ""})
    with use_retailer(books):
        assert not Membership.objects.filter(user=operator).exists()

    browser.post("", "/admin-panel/shops/books/support/", {"hours": 1, "reason": "a call"})
    with use_retailer(books):
        lent = Membership.objects.get(user=operator)
        assert (lent.role, lent.reason) == ("support", "a call")
        assert lent.expires_at is not None


PAGES = ["", "shops/books/", "db/", "db/tenants/retailer/"]
STEPS = ["approve", "decline", "suspend", "resume", "close", "support"]


@pytest.mark.parametrize("path", PAGES)
def test_customers_and_owners_find_no_desk(books, path):
    from tenants.staff.services import add_member

    owner = make_customer()
    with use_retailer(books):
        add_member(user=owner, role="owner")

    for user in (make_customer(), owner):
        answer = logged_in(user).get("", f"/admin-panel/{path}")
        assert answer.status_code == (302 if path.startswith("db") else 404)


@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_moves_a_shop(books, step):
    browser = logged_in(make_customer())

    answer = browser.post("", f"/admin-panel/shops/books/{step}/", {"reason": "x", "hours": 1})

    assert answer.status_code == 404
    assert status_of("books") == ("active", "")


def test_strangers_log_in_first(books):
    answer = Browser().get("", "/admin-panel/")

    assert (answer.status_code, answer["Location"]) == (302, "/auth/login?next=/admin-panel/")


def test_there_is_no_desk_on_a_shops_host(books, operator):
    assert logged_in(operator, "books").get("books", "/admin-panel/").status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_a_step_takes_a_post_with_the_forms_token(books, operator, step):
    browser = logged_in(operator)

    assert browser.get("", f"/admin-panel/shops/books/{step}/").status_code == 405
    assert browser.post_bare("", f"/admin-panel/shops/books/{step}/").status_code == 403
    assert status_of("books") == ("active", "")


def test_a_row_by_a_column_that_is_none_is_a_bad_request(books, operator):
    row = f"/admin-panel/db/tenants/retailer/{books.pk}/change/"

    for column in ("", "nothing"):
        assert logged_in(operator).get("", f"{row}?_to_field={column}").status_code == 400


def test_the_shared_tables_can_be_looked_at_and_not_changed(books, operator):
    browser = logged_in(operator)

    index = browser.get("", "/admin-panel/db/").content.decode()
    assert 'href="/admin-panel/db/tenants/retailer/"' in index
    assert browser.get("", "/admin-panel/db/tenants/retailer/").status_code == 200
    page = browser.get("", f"/admin-panel/db/tenants/retailer/{books.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert browser.get("", "/admin-panel/db/tenants/retailer/add/").status_code == 403
    hers = browser.get("", f"/admin-panel/db/accounts/user/{operator.pk}/change/")
    assert operator.password not in hers.content.decode()


@pytest.mark.parametrize(
    ("words", "slugs"),
    [("", {"books", "coffee"}), ("NORTHGATE", {"books"}), ("coff", {"coffee"}), ("nobody", set())],
)
def test_the_desk_finds_shops_by_name_and_address(books, coffee, operator, words, slugs):
    page = logged_in(operator).get("", "/admin-panel/", {"q": words})

    assert {shop.slug for shop in page.context["page"]} & {"books", "coffee"} == slugs


def test_access_for_support_leads_to_the_shops_desk_while_it_lasts(operator, books):
    browser = logged_in(operator)
    before = text_of(browser.get("", "/admin-panel/shops/books/"))

    given = {"hours": "1", "reason": "Their pictures."}
    page = browser.follow(browser.post("", "/admin-panel/shops/books/support/", given))

    assert "To the shop's desk" not in before
    assert "You have access until" in text_of(page)
    way = "/handoff/go?to=books.localhost"
    assert f'href="{way}&amp;next=%2Fseller%2Fdashboard"' in page.content.decode()


def test_nobody_is_promised_to_the_applicant_who_is_declined(operator):
    application()

    page = text_of(logged_in(operator).get("", "/admin-panel/shops/green-door/"))

    assert "Write to the applicant yourself." in page
    assert "owner can read it" not in page


def test_a_page_that_a_button_reaches_says_so_to_who_opens_its_address(operator, books):
    answer = logged_in(operator).get("", "/admin-panel/shops/books/suspend/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This page opens by its button" in text_of(answer)
