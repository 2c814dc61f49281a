"""Registering by a letter: the page says nothing of who has an account, the mailbox all."""

import re
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.accounts import services
from marketplace.accounts.models import User
from marketplace.accounts.people.profiles import change_profile
from marketplace.accounts.proofs import registration
from marketplace.accounts.proofs.verification import LinkRefused
from marketplace.cart.queries import read_cart
from marketplace.cart.shopper import Shopper
from marketplace.notifications import channels
from marketplace.purchases.models import Purchase
from marketplace.requests.throttles import TooManyTries
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.factories.messages import last_mail, links_by_mail
from tests.factories.second_factor import enrol
from tests.factories.statements import count_statements
from tests.factories.threads import at_once
from tests.pages.browser import Browser, text_of
from tests.pages.checkout import order_on_page, with_cart

pytestmark = pytest.mark.django_db
NEW = "new@mail.example"


def ask(browser, email=NEW, slug="", **data):
    return browser.post(slug, "/auth/register", {"email": email} | data)


def link_to(email=NEW):
    return links_by_mail(email, "/auth/register/")[-1]


def is_logged_in(browser, slug=""):
    return browser.get(slug, "/auth/login").status_code == 302


# --- the same for everybody ---------------------------------------------------------------------


def unproven():
    return make_customer("known@mail.example")


def proven():
    return make_customer("known@mail.example", email_verified_at=timezone.now())


def with_second_factor():
    return enrol(proven())


def closed():
    return make_customer("known@mail.example", is_active=False)


def what_shows(slug, email):
    """All that a stranger's browser learns: answer, cookies, and how much was done for it."""
    browser = Browser()
    browser.get(slug, "/auth/register")
    with count_statements() as statements, patch.object(User, "check_password") as hashing:
        answer = ask(browser, email, slug)
    jar = browser.at(slug).cookies
    body = re.sub(r"\b[0-9A-Za-z]{64}\b", "token", answer.content.decode())
    return {
        "status": answer.status_code,
        "headers": sorted(set(answer.headers) - {"Content-Security-Policy"}),
        "body": body.replace(email, "x").splitlines(),
        "cookies": sorted((name, one["max-age"], one["path"]) for name, one in jar.items()),
        "session": browser.cookie(slug, "sessionid") and "one",
        "work": [re.sub(r"'[^']*'|\d+", "?", text) for text in statements.data],
        "hashes": hashing.call_count,
    }


@pytest.mark.parametrize("slug", ["", "books"])
@pytest.mark.parametrize("account", [unproven, proven, with_second_factor, closed])
def test_nothing_tells_a_known_address_from_a_free_one(books, account, slug):
    user = account()

    known, free = what_shows(slug, user.email), what_shows(slug, "other@mail.example")

    assert known["status"] == 200
    assert known == free
    assert "accounts_user" not in " ".join(known["work"])


@pytest.mark.parametrize("email", [NEW, "known@mail.example"])
def test_a_second_try_and_a_sixth_tell_nothing_either(email):
    unproven()
    answers = [ask(Browser(), email) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [422]
    assert re.search(r"Too many tries\. Wait 6\d minutes, then try again", text_of(answers[-1]))
    assert not is_logged_in(Browser())


# 231 letters, and more than a mailbox may have as the DNS writes them.
UMLAUTS = "a" * 64 + "@" + ".".join(["ü" * 40] * 4) + ".de"


@pytest.mark.parametrize("email", ["no address", "", "a" * 250 + "@mail.example", UMLAUTS])
def test_what_is_no_address_is_told_at_the_field(email):
    answer = ask(Browser(), email)
    run_all()

    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
    assert [letter for letter in mail.outbox if letter.to == [email]] == []


def test_asking_makes_no_account_and_logs_nobody_in():
    browser, before = Browser(), User.objects.count()

    page = text_of(ask(browser, "New@Mail.example"))
    run_all()

    assert "We sent a letter to New@Mail.example" in page
    assert User.objects.count() == before
    assert not is_logged_in(browser)


# --- the letter of a free address ---------------------------------------------------------------


@pytest.mark.parametrize("slug", ["", "books"])
def test_the_link_makes_the_account_and_logs_in_on_its_host(books, slug):
    browser = Browser()
    ask(browser, "New@Mail.example", slug)
    link = link_to()
    assert f"http://{slug + '.' if slug else ''}localhost" in last_mail(NEW).body

    answer = browser.post(slug, link, {"password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/account" if slug else "/profile")
    user = User.objects.get(email=NEW)
    assert user.check_password(PASSWORD)
    assert (user.is_superuser, user.phone) == (False, None)
    assert user.email_verified_at is not None
    assert is_logged_in(browser, slug)
    assert not is_logged_in(browser, "" if slug else "books")


def test_programs_that_open_links_make_no_account():
    ask(Browser())
    link, browser = link_to(), Browser()

    assert NEW in text_of(browser.get("", link))
    assert browser.at("").head(link, headers={"host": "localhost"}).status_code == 200
    assert browser.post_bare("", link, {"password": PASSWORD}).status_code == 403
    assert not User.objects.filter(email=NEW).exists()


def test_a_weak_password_is_told_at_the_field():
    ask(Browser())
    answer = Browser().post("", link_to(), {"password": "12345"})

    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_a_link_works_once():
    browser = Browser()
    ask(browser)
    ask(browser)
    first, second = links_by_mail(NEW, "/auth/register/")
    browser.post("", first, {"password": PASSWORD})

    for link in (first, second):
        assert Browser().get("", link).status_code == 410
        assert Browser().post("", link, {"password": "a stranger's password"}).status_code == 410
    assert User.objects.get(email=NEW).check_password(PASSWORD)


def test_a_link_works_for_a_day():
    token = registration.make_token(NEW)
    now = timezone.now().timestamp()
    with patch("django.core.signing.time.time", return_value=now + 24 * 3600 + 60):
        assert registration.read_token(token) is None
    with patch("django.core.signing.time.time", return_value=now + 23 * 3600):
        assert registration.read_token(token).email == NEW


def test_an_altered_link_opens_nothing():
    token = registration.make_token(NEW)
    for made_up in (token[:-2] + "xx", "x", "x:y:z"):
        assert Browser().get("", f"/auth/register/{made_up}").status_code == 410
        with pytest.raises(LinkRefused):
            registration.finish(token=made_up, password=PASSWORD, address="203.0.113.9")


@pytest.mark.django_db(transaction=True)
def test_of_links_opened_at_once_one_makes_the_account():
    link = f"/auth/register/{registration.make_token(NEW)}"
    browsers = [Browser() for _ in range(3)]
    for browser in browsers:
        browser.get("", link)
    posts = [lambda b=b: b.post("", link, {"password": PASSWORD}).status_code for b in browsers]

    assert sorted(at_once(*posts)) == [302, 410, 410]
    assert User.objects.filter(email=NEW).count() == 1


def test_somebody_else_who_is_logged_in_is_asked_to_log_out(books):
    browser, other = Browser(), make_customer()
    browser.post("", "/auth/login", {"identifier": other.email, "password": PASSWORD})
    link = f"/auth/register/{registration.make_token(NEW)}"

    for page in (browser.get("", link), browser.post("", link, {"password": PASSWORD})):
        assert f"You are logged in as {other.email}" in text_of(page)
    assert not User.objects.filter(email=NEW).exists()


def test_what_the_address_ordered_as_a_guest_is_in_the_account(books):
    email = "ada@mail.example"
    order_on_page(with_cart(make_product(books, "Novel")))
    assert Purchase.objects.get().user is None

    Browser().post("", f"/auth/register/{registration.make_token(email)}", {"password": PASSWORD})

    assert Purchase.objects.get().user.email == email


# --- on the way to something --------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["", "books"])
def test_a_shopper_comes_back_to_the_checkout_with_her_cart(books, slug):
    browser = Browser()
    browser.post(slug, "/cart/items", {"product": make_product(books, "Novel").uuid, "quantity": 2})
    ask(browser, slug=slug, next="/checkout")

    answer = browser.post(slug, link_to(), {"password": PASSWORD})

    assert answer["Location"] == "/checkout"
    assert "Novel" in text_of(browser.follow(answer))
    assert read_cart(Shopper(user=User.objects.get(email=NEW))).count == 2


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_on_stays_on_the_site(way):
    ask(Browser(), next=way)
    forged = f"/auth/register/{registration.make_token('b@mail.example', way)}"

    for link in (link_to(), forged):
        assert Browser().post("", link, {"password": PASSWORD})["Location"] == "/profile"


def test_a_passage_from_a_shop_goes_on_after_the_letter(books):
    browser = Browser()
    started = browser.get("books", "/handoff/start", {"from": "localhost", "login": 1})
    login = browser.follow(started)
    way = browser.follow(login).context["next"]
    ask(browser, next=way)

    sent = browser.follow(browser.post("", link_to(), {"password": PASSWORD}))
    code = re.search(r'name="code"\s+value="([^"]*)"', sent.content.decode())[1]
    received = browser.post_bare("books", "/handoff/receive", {"code": code})
    browser.follow(received)

    assert is_logged_in(browser, "books")
    nonce = browser.at("books").cookies["galleria_browser"]
    assert nonce["max-age"] >= timedelta(seconds=registration.LINK_SECONDS).total_seconds()


# --- the letter of a known address --------------------------------------------------------------


@pytest.mark.parametrize("account", [unproven, proven])
def test_a_known_address_is_told_in_its_mailbox_alone(books, account):
    user = account()
    ask(Browser(), user.email, "books", next="/checkout")

    letter = last_mail(user.email)
    assert letter.subject == "You have an account already"
    assert (
        f"http://books.localhost:8000/auth/login?next={quote('/checkout', safe='')}" in letter.body
    )
    (reset,) = re.findall(r"http://books\.localhost\S*?(/auth/reset-password/\S+)", letter.body)
    answer = Browser().post("books", reset, {"password": "a whole new sentence"})
    assert answer["Location"] == "/checkout"
    user.refresh_from_db()
    assert user.check_password("a whole new sentence")


@pytest.mark.parametrize(("own", "language"), [("de", "de"), ("", "fr")])
def test_the_letter_to_a_known_address_speaks_its_owners_language(monkeypatch, own, language):
    """Else that of the page on which somebody asked."""
    user, messages = proven(), []
    change_profile(user=user, language=own)
    monkeypatch.setattr(channels, "send", lambda name, message: messages.append(message))

    registration.deliver_letter(email=user.email, next_path="", language="fr")

    assert [message.language for message in messages] == [language]


def test_guessed_links_are_counted(settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"link-address": (2, 3600)}

    def guess():
        registration.finish(token="made up", password=PASSWORD, address="10.6.6.6")

    for _ in range(2):
        with pytest.raises(LinkRefused):
            guess()
    with pytest.raises(TooManyTries):
        guess()


def test_a_stranger_who_registered_it_before_is_out_once_its_owner_takes_it():
    services.register(email=NEW, password="a stranger's password", phone="+4930111222")
    ask(Browser(), NEW)

    (reset,) = links_by_mail(NEW, "/auth/reset-password/")
    Browser().post("", reset, {"password": PASSWORD})

    user = User.objects.get(email=NEW)
    assert (user.check_password(PASSWORD), user.phone) == (True, None)


def test_the_owner_of_a_closed_account_is_told_what_to_do():
    user = closed()
    ask(Browser(), user.email)

    letter = last_mail(user.email)
    assert "Its account is closed." in letter.body
    assert "/auth/" not in letter.body
