"""Before what is dangerous a page asks once more who one is, and loses nothing that was sent."""

import re

import pytest

from marketplace.accounts.models import SecondFactor
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer
from tenants.staff.models import Invitation, Membership
from tests.factories.accounts import PASSWORD, make_operator
from tests.factories.second_factor import app_code, log_in
from tests.factories.staff import make_member
from tests.pages.browser import Browser, hidden
from tests.pages.logins import enter

pytestmark = pytest.mark.django_db


def grow_old(browser, slug=""):
    shop = Retailer.objects.get(slug=slug) if slug else None
    with use_retailer(shop) if shop else use_market():
        session = browser.at(slug).session
        for name in ("logged_in_at", "confirmed_at"):
            if name in session:
                session[name] -= 11 * 60
        session.save()


def test_access_for_support_asks_for_the_code_again_and_loses_nothing(books):
    operator, browser = make_operator(), Browser()
    log_in(browser, operator, PASSWORD)
    grow_old(browser)
    path, given = "/admin-panel/shops/books/support/", {"hours": "4", "reason": "a lost order"}

    page = browser.post("", path, given)
    assert (page.status_code, hidden(page, "hours")) == (403, "4")
    with use_retailer(books):
        assert not Membership.objects.filter(user_id=operator.pk).exists()
    wrong = browser.post("", path, given | {"step_up": "1", "step_up-code": "000000"})
    assert wrong.status_code == 403
    by_password = browser.post("", path, given | {"step_up": "1", "step_up-password": PASSWORD})
    assert by_password.status_code == 403
    right = browser.post("", path, given | {"step_up": "1", "step_up-code": app_code(operator)})

    assert right.status_code == 302
    with use_retailer(books):
        assert Membership.objects.get(user_id=operator.pk).reason == "a lost order"


@pytest.mark.parametrize("verb", ["suspend", "close"])
def test_shutting_a_shop_asks_again(books, verb):
    operator, browser = make_operator(), Browser()
    log_in(browser, operator, PASSWORD)
    grow_old(browser)

    answer = browser.post("", f"/admin-panel/shops/books/{verb}/", {"reason": "fraud"})

    assert answer.status_code == 403
    assert Retailer.objects.get(pk=books.pk).status == "active"


def is_invited(shop, email):
    with use_retailer(shop):
        return Invitation.objects.filter(email=email).exists()


def test_a_change_of_staff_asks_for_the_password_of_whoever_has_no_second_factor(books):
    owner, browser = make_member(books, "owner"), Browser()
    enter(browser, owner, "books")
    grow_old(browser, "books")
    given = {"email": "new@mail.example", "role": "editor"}

    page = browser.post("books", "/seller/staff", given)
    assert (page.status_code, hidden(page, "email")) == (403, "new@mail.example")
    assert not is_invited(books, "new@mail.example")
    again = given | {"step_up": "1", "step_up-password": PASSWORD}
    assert browser.post("books", "/seller/staff", again).status_code == 302
    assert is_invited(books, "new@mail.example")
    # fresh now: not asked twice within ten minutes
    more = {"email": "other@mail.example", "role": "editor"}
    assert browser.post("books", "/seller/staff", more).status_code == 302


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://books.localhost/seller/staff?x=1", "/seller/staff"),
        ("http://evil.example/seller/staff", ""),
        ("", ""),
    ],
)
def test_whoever_does_not_want_to_goes_back_to_the_page_before(books, referer, back):
    owner, browser = make_member(books, "owner"), Browser()
    enter(browser, owner, "books")
    grow_old(browser, "books")
    given = {"email": "new@mail.example", "role": "editor"}

    page = browser.post("books", "/seller/staff", given, referer=referer)
    wrong = {"step_up": "1", "step_up-password": "wrong", "step_up-back": back}
    again = browser.post(
        "books", "/seller/staff", given | wrong, referer="http://books.localhost/x"
    )

    assert [bool(shown_page.context["form"].errors) for shown_page in (page, again)] == [
        False,
        True,
    ]
    for shown_page in (page, again):
        assert hidden(shown_page, "step_up-back") == back
        assert shown_page.content.decode().count('name="step_up-back"') == 1
        link = re.search(rf'href="{re.escape(back)}">\s*Leave it', shown_page.content.decode())
        assert bool(link) is bool(back)
    assert not is_invited(books, "new@mail.example")


def test_setting_it_up_a_refund_and_an_invitation_that_ends_ask_again(books):
    owner, browser = make_member(books, "owner"), Browser()
    enter(browser, owner, "books")
    grow_old(browser, "books")
    some = "7b1b1c8e-0000-4000-8000-000000000000"

    assert browser.post("books", "/account/second-factor/start").status_code == 403
    assert browser.post("books", f"/seller/returns/{some}", {"to": "refunded"}).status_code == 403
    ends = browser.post("books", f"/seller/staff/invitations/{some}/withdraw")
    assert ends.status_code == 403
    assert SecondFactor.objects.count() == 0


def test_withdrawing_an_invitation_asks_again(books):
    owner, browser = make_member(books, "owner"), Browser()
    enter(browser, owner, "books")
    given = {"email": "new@mail.example", "role": "editor"}
    assert browser.post("books", "/seller/staff", given).status_code == 302
    with use_retailer(books):
        path = f"/seller/staff/invitations/{Invitation.objects.get().uuid}/withdraw"
    grow_old(browser, "books")

    assert browser.post("books", path).status_code == 403
    assert is_invited(books, "new@mail.example")
    again = {"step_up": "1", "step_up-password": PASSWORD}
    assert browser.post("books", path, again).status_code == 302
    assert not is_invited(books, "new@mail.example")
