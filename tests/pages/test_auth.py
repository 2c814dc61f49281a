"""Logging in, registering, forgotten passwords."""

import re
from urllib.parse import quote

import pytest
from django.core import mail

from marketplace.accounts.logins.passwords import reset_path
from marketplace.accounts.models import WebSession
from tests.factories.accounts import PASSWORD, make_customer, make_operator
from tests.factories.second_factor import log_in as two_steps
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db


def log_in(browser, user, slug="", password=PASSWORD, **data):
    return browser.post(
        slug, "/auth/login", {"identifier": user.email, "password": password} | data
    )


def is_logged_in(browser, slug=""):
    return browser.get(slug, "/auth/login").status_code == 302


@pytest.mark.parametrize("slug", ["", "books"])
def test_logging_in_leads_to_the_account_of_that_host(books, slug):
    browser = Browser()

    answer = log_in(browser, make_customer(), slug)

    assert (answer.status_code, answer["Location"]) == (302, "/account" if slug else "/profile")
    assert is_logged_in(browser, slug)
    assert not is_logged_in(browser, "" if slug else "books")


def test_an_operators_login_leads_to_the_desk_and_at_a_shop_to_the_account(books):
    operator = make_operator()

    assert two_steps(Browser(), operator, PASSWORD)["Location"] == "/admin-panel/"
    assert two_steps(Browser(), operator, PASSWORD, "books")["Location"] == "/account"


def test_the_session_knows_its_account_device_and_schema(books):
    ada = make_customer()
    log_in(Browser(), ada, "books")

    session = WebSession.objects.get(user=ada)
    assert session.schema_name == "shop_books"


def test_a_phone_number_is_as_good_as_an_address():
    make_customer(phone="+49301234567")
    browser = Browser()

    browser.post("", "/auth/login", {"identifier": "+49 30 1234567", "password": PASSWORD})

    assert is_logged_in(browser)


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_login_is_told_in_the_same_words_for_strangers(known):
    email = make_customer().email if known else "nobody@mail.example"
    browser = Browser()

    answer = browser.post("", "/auth/login", {"identifier": email, "password": "wrong password"})

    assert answer.status_code == 422
    assert "This login and password do not fit together." in text_of(answer)
    assert not is_logged_in(browser)


def test_guessing_is_slowed_down():
    ada, browser = make_customer(), Browser()
    for _ in range(10):
        log_in(browser, ada, password="wrong password")

    answer = log_in(browser, ada)

    assert "Too many tries." in text_of(answer)
    assert not is_logged_in(browser)


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/cart", "/cart"),
        ("https://evil.example/", "/profile"),
        ("//evil.example", "/profile"),
        ("/\\evil.example", "/profile"),
        ("cart", "/profile"),
    ],
)
def test_the_way_on_stays_on_the_site(wanted, led):
    assert log_in(Browser(), make_customer(), next=wanted)["Location"] == led


def test_logging_out_takes_a_post(books):
    browser = Browser()
    log_in(browser, make_customer())

    assert browser.get("", "/auth/logout").status_code == 405
    assert is_logged_in(browser)
    browser.post("", "/auth/logout")
    assert not is_logged_in(browser)


def test_the_login_form_needs_its_token():
    ada, browser = make_customer(), Browser()

    answer = browser.post_bare("", "/auth/login", {"identifier": ada.email, "password": PASSWORD})

    assert answer.status_code == 403


# --- forgotten passwords ----------------------------------------------------------------------


def ask_for_link(email, slug=""):
    return Browser().post(slug, "/auth/forgot-password", {"email": email})


def test_the_answer_is_the_same_for_strangers():
    ada = make_customer()
    known, unknown = (text_of(ask_for_link(email)) for email in (ada.email, "no@mail.example"))

    assert known.replace(ada.email, "no@mail.example") == unknown


def test_a_mailbox_is_not_flooded():
    ada = make_customer()
    for _ in range(5):
        ask_for_link(ada.email)

    assert "Too many tries." in text_of(ask_for_link(ada.email))


def test_the_mails_link_sets_a_password_on_that_host_and_logs_in(books):
    from tenants.tasks.runner import run_all

    ada, browser = make_customer(), Browser()
    ask_for_link(ada.email, "books")
    run_all()

    (letter,) = [each for each in mail.outbox if each.to == [ada.email]]
    link = re.search(r"http://books\.localhost\S*(/auth/reset-password/\S+)", letter.body)
    answer = browser.post("books", link[1], {"password": "a whole new sentence"})

    assert (answer.status_code, answer["Location"]) == (302, "/account")
    ada.refresh_from_db()
    assert ada.check_password("a whole new sentence")
    assert ada.email_verified_at is not None
    assert is_logged_in(browser, "books")


def test_a_link_works_once(books):
    ada, browser = make_customer(), Browser()
    path = reset_path(ada)
    browser.post("", path, {"password": "a whole new sentence"})

    answer = Browser().post("", path, {"password": "another new sentence"})

    assert answer.status_code == 410
    ada.refresh_from_db()
    assert ada.check_password("a whole new sentence")


def test_a_link_of_somebody_else_is_nothing():
    ada, eve = make_customer(), make_customer()
    path = reset_path(eve).replace(str(eve.uuid), str(ada.uuid))

    assert Browser().get("", path).status_code == 410


def test_a_weak_password_is_told_at_the_field():
    ada = make_customer()

    answer = Browser().post("", reset_path(ada), {"password": "12345"})

    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_setting_a_password_logs_other_devices_out():
    ada, other = make_customer(), Browser()
    log_in(other, ada)
    ada.refresh_from_db()  # a login makes older links void

    Browser().post("", reset_path(ada), {"password": "a whole new sentence"})

    assert not is_logged_in(other)


def test_a_new_owner_comes_from_the_link_into_her_shop(books):
    from tenants.registry.context import use_retailer
    from tenants.staff.services import add_member

    owner = make_customer()
    with use_retailer(books):
        add_member(user=owner, role="owner")

    answer = Browser().post("books", reset_path(owner), {"password": "a whole new sentence"})

    assert answer["Location"] == "/seller/orders"


# --- proving the address ------------------------------------------------------------------------


def link_of(user):
    from marketplace.accounts.proofs.verification import verification_path

    return verification_path(user)


def test_the_link_asks_first_since_programs_open_links_too(books):
    ada, browser = make_customer(), Browser()
    log_in(browser, ada)
    log_in(browser, ada, "books")

    for slug in ("", "books"):
        assert f"Is {ada.email} the address of your account?" in text_of(
            browser.get(slug, link_of(ada))
        )
        ada.refresh_from_db()
        assert ada.email_verified_at is None


@pytest.mark.parametrize("who", ["nobody", "another"])
def test_a_link_confirms_nothing_for_whoever_is_not_logged_in_as_its_account(who):
    """Who owns the mailbox may not be who registered it: his click must not help a stranger."""
    ada, browser = make_customer(), Browser()
    if who == "another":
        log_in(browser, make_customer())
    path = link_of(ada)

    page = browser.get("", path)
    answer = browser.post("", path)

    assert "Yes, confirm it" not in text_of(page) + text_of(answer)
    assert (f'href="/auth/login?next={quote(path)}"' in page.content.decode()) is (who == "nobody")
    ada.refresh_from_db()
    assert ada.email_verified_at is None


def test_who_is_logged_in_comes_back_to_the_account():
    ada, browser = make_customer(), Browser()
    log_in(browser, ada)
    assert "Send the link again" in text_of(browser.get("", "/profile"))

    answer = browser.post("", link_of(ada))

    assert answer["Location"] == "/profile"
    page = text_of(browser.follow(answer))
    assert "your address is confirmed" in page
    assert "Send the link again" not in page


def test_a_link_that_was_altered_is_told():
    ada, browser = make_customer(), Browser()
    path = link_of(ada)[:-2] + "xx"

    assert browser.get("", path).status_code == 410
    assert browser.post("", path).status_code == 410
    ada.refresh_from_db()
    assert ada.email_verified_at is None


def test_another_sites_page_confirms_nothing():
    ada, browser = make_customer(), Browser()

    assert browser.post_bare("", link_of(ada)).status_code == 403
    ada.refresh_from_db()
    assert ada.email_verified_at is None


def test_the_link_is_sent_again_from_the_account(books):
    from tenants.tasks.runner import run_all

    ada, browser = make_customer(), Browser()
    log_in(browser, ada, "books")
    run_all()
    mail.outbox.clear()

    answer = browser.post("books", "/auth/verify-email")
    assert "The link is on its way." in text_of(browser.follow(answer))
    run_all()

    assert mail.outbox[-1].to == [ada.email]
    assert "http://books.localhost" in mail.outbox[-1].body
    for _ in range(4):
        browser.post("books", "/auth/verify-email")
    answer = browser.post("books", "/auth/verify-email")
    assert "Too many tries." in text_of(browser.follow(answer))
