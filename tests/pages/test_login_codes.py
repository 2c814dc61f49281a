"""Logging in by a one-time code, on the marketplace's host and on a shop's."""

import pytest
from django.core import mail
from django.utils.timezone import now

from marketplace.accounts.models import Challenge
from marketplace.accounts.proofs import challenges
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.messages import codes_by_mail, codes_by_sms
from tests.factories.second_factor import app_code, enrol
from tests.pages.browser import Browser, hidden, text_of
from tests.pages.test_auth import is_logged_in

pytestmark = pytest.mark.django_db


def ask(browser, identifier, slug="", **data):
    return browser.post(slug, "/auth/code", {"identifier": identifier} | data)


def answer(browser, page, code, slug="", **data):
    challenge = hidden(page, "challenge")
    return browser.post(slug, "/auth/code/answer", {"challenge": challenge, "code": code} | data)


@pytest.mark.parametrize("slug", ["", "books"])
def test_a_code_by_mail_logs_in_and_leads_on(books, slug):
    ada, browser = make_customer(), Browser()
    page = ask(browser, ada.email, slug, next="/cart")
    assert hidden(page, "next") == "/cart"

    [code] = codes_by_mail(ada.email)
    response = answer(browser, page, code, slug, next="/cart")

    assert (response.status_code, response["Location"]) == (302, "/cart")
    assert is_logged_in(browser, slug)


def test_a_code_to_a_confirmed_number_logs_in():
    make_customer(phone="+49301234567", proven_phone="+49301234567")
    browser = Browser()
    page = ask(browser, "+49 30 1234567")

    [code] = codes_by_sms("+49301234567")

    assert answer(browser, page, f" {code[:3]} {code[3:]} ").status_code == 302
    assert is_logged_in(browser)


def test_a_stranger_is_told_the_same_and_gets_nothing():
    browser, ada = Browser(), make_customer()
    of_ada, of_nobody = ask(browser, ada.email), ask(browser, "nobody@mail.example")
    run_all()

    assert text_of(of_ada).replace(ada.email, "") == text_of(of_nobody).replace(
        "nobody@mail.example", ""
    )
    assert [letter.to for letter in mail.outbox] == [[ada.email]]


def test_a_wrong_code_is_told_next_to_its_field_and_the_page_goes_on():
    ada, browser = make_customer(), Browser()
    page = ask(browser, ada.email)
    [code] = codes_by_mail(ada.email)
    wrong = answer(browser, page, "000000" if code != "000000" else "111111")

    assert wrong.status_code == 422
    assert "It is wrong, used, or older than five minutes." in text_of(wrong)
    assert not is_logged_in(browser)
    assert answer(browser, wrong, code).status_code == 302


def test_a_code_that_was_asked_for_a_new_password_does_not_log_in():
    ada, browser = make_customer(), Browser()
    challenge = challenges.request_code(
        identifier=ada.email, purpose=Challenge.Purpose.RESET, channel="", address="192.0.2.1"
    )
    [code] = codes_by_mail(ada.email)
    data = {"challenge": str(challenge.uuid), "code": code}

    assert browser.post("", "/auth/code/answer", data).status_code == 422
    assert not is_logged_in(browser)


def test_a_second_factor_is_asked_for_after_the_code():
    ada, browser = make_customer(email_verified_at=now()), Browser()
    enrol(ada)
    page = ask(browser, ada.email)
    second = answer(browser, page, codes_by_mail(ada.email)[0], next="/cart")

    assert "Your account asks for a code as well." in text_of(second)
    assert not is_logged_in(browser)
    data = {"challenge": hidden(second, "challenge"), "code": app_code(ada)}
    response = browser.post("", "/auth/second-step", data | {"next": hidden(second, "next")})
    assert (response.status_code, response["Location"]) == (302, "/cart")


def test_the_sixth_code_in_an_hour_is_refused_on_the_page():
    ada, browser = make_customer(), Browser()
    for _ in range(5):
        assert ask(browser, ada.email).status_code == 200

    refused = ask(browser, ada.email)

    assert refused.status_code == 422
    assert "At most 5 codes an hour" in text_of(refused)
    assert ada.email in refused.content.decode()


def test_the_address_of_an_answer_opened_by_itself_begins_again():
    response = Browser().get("", "/auth/code/answer", {"next": "/cart"})
    assert response["Location"] == "/auth/code?next=%2Fcart"


def test_the_login_page_leads_to_codes_with_where_to_go(books):
    page = Browser().get("books", "/auth/login", {"next": "/cart"}).content.decode()
    assert "/auth/code?next=/cart" in page
    assert PASSWORD not in page
