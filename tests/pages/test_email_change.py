"""The pages that change an account's e-mail address."""

import pytest
from django.core import mail

from marketplace.accounts.proofs import email_change
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.messages import links_by_mail
from tests.pages.browser import Browser, text_of
from tests.pages.test_account import logged_in

pytestmark = pytest.mark.django_db
NEW = "new@mail.example"


@pytest.mark.parametrize(("slug", "prefix"), [("", "profile"), ("books", "account")])
def test_asked_for_confirmed_and_still_logged_in(books, slug, prefix):
    ada = make_customer()
    browser = logged_in(ada, slug)
    assert "Change the e-mail address" in text_of(browser.get(slug, f"/{prefix}"))
    told = browser.post(slug, f"/{prefix}/email", {"email": NEW, "password": PASSWORD})
    assert told["Location"] == f"/{prefix}"
    (path,) = links_by_mail(NEW, "/auth/change-email/")
    assert f"{NEW} shall be the address of your account" in text_of(browser.get(slug, path))
    ada.refresh_from_db()
    assert ada.email != NEW

    assert browser.post(slug, path)["Location"] == f"/{prefix}"
    assert NEW in text_of(browser.get(slug, f"/{prefix}"))
    assert browser.get(slug, path).status_code == 410


def test_errors_stand_at_their_fields():
    browser = logged_in(make_customer())
    answer = browser.post("", "/profile/email", {"email": NEW, "password": "wrong"})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    assert NEW not in [to for one in mail.outbox for to in one.to]


def test_a_click_of_somebody_else_changes_nothing():
    ada = make_customer()
    path = f"/auth/change-email/{email_change.make_token(ada, NEW)}"
    other = logged_in(make_customer())
    assert "this link is for another account" in text_of(other.post("", path))
    assert "Log in to use" in text_of(Browser().post("", path))
    ada.refresh_from_db()
    assert ada.email != NEW
