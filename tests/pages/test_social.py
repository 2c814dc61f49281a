"""Social logins on pages, against a provider on this machine with real keys."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.timezone import now

from marketplace.accounts.models import User
from marketplace.accounts.social import authorizations, id_tokens
from tests.factories.accounts import make_customer
from tests.factories.goods import make_product
from tests.factories.oidc import CLIENT, Provider
from tests.factories.second_factor import enrol
from tests.pages.browser import Browser, text_of
from tests.pages.test_auth import is_logged_in

pytestmark = pytest.mark.django_db
EMAIL = "ada@mail.example"
START = "/auth/social/google"


@pytest.fixture(scope="module")
def service():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(service, settings):
    id_tokens._keys.cache_clear()
    service.failing = False
    settings.SOCIAL_PROVIDERS = {"google": service.settings(), "apple": {"client_ids": []}}
    yield service
    id_tokens._keys.cache_clear()


def begin(browser, next_path="/cart"):
    """What the provider is asked, by name."""
    response = browser.get("", START, {"next": next_path})
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def consent(provider, question, **claims):
    """The person agrees: a code for whoever has the verifier of this challenge."""
    provider.codes["consented"] = (
        question["code_challenge"],
        {"nonce": question["nonce"]} | claims,
    )
    return {"code": "consented", "state": question["state"]}


def test_it_logs_in_makes_the_account_and_leads_on(provider):
    browser = Browser()
    question = begin(browser)
    assert question["client_id"] == CLIENT
    assert question["redirect_uri"].endswith("/auth/social/google/done")

    response = browser.get("", f"{START}/done", consent(provider, question))

    assert (response.status_code, response["Location"]) == (302, "/cart")
    assert is_logged_in(browser)
    assert User.objects.get(email=EMAIL).first_name == "Ada"
    assert browser.cookie("", "galleria_social") == ""


def test_an_answer_by_a_form_is_asked_once_more_with_the_cookie(provider):
    browser = Browser()
    answer = consent(provider, begin(browser))
    posted = browser.post_bare("", f"{START}/done", answer)

    assert posted.status_code == 302
    assert browser.follow(posted)["Location"] == "/cart"
    assert is_logged_in(browser)


def test_a_guests_cart_comes_along(books, provider):
    browser, product = Browser(), make_product(books, stock=5)
    browser.post("", "/cart/items", {"product": str(product.uuid), "quantity": "2"})
    browser.get("", f"{START}/done", consent(provider, begin(browser)))
    assert product.title in text_of(browser.get("", "/cart"))


@pytest.mark.parametrize("change", [{"state": "planted"}, {"state": ""}])
def test_an_answer_that_this_browser_did_not_ask_for_logs_nobody_in(provider, change):
    browser = Browser()
    answer = consent(provider, begin(browser)) | change
    refused = browser.get("", f"{START}/done", answer)

    assert refused["Location"].startswith("/auth/login")
    assert "did not begin in this browser" in text_of(browser.follow(refused))
    assert "consented" in provider.codes  # nobody was asked


def test_the_answer_of_another_provider_than_was_asked_is_none():
    asked = authorizations.Authorization("google", "/", "state", "nonce", "verifier")
    assert asked.is_answered_by(provider="google", state=asked.state)
    assert not asked.is_answered_by(provider="facebook", state=asked.state)


def test_a_planted_code_of_another_browser_is_refused(provider):
    victim, attacker = Browser(), Browser()
    answer = consent(provider, begin(attacker))
    refused = victim.get("", f"{START}/done", answer)
    assert "did not begin in this browser" in text_of(victim.follow(refused))
    assert not is_logged_in(victim)


def test_a_token_with_another_nonce_is_refused(provider):
    browser = Browser()
    answer = consent(provider, begin(browser), nonce="another")
    page = browser.follow(browser.get("", f"{START}/done", answer))
    assert "The nonce is not the one of this token." in text_of(page)
    assert not is_logged_in(browser)


def test_who_says_no_comes_back_to_the_login_and_keeps_where_to_go(provider):
    browser = Browser()
    question = begin(browser)
    query = {"error": "access_denied", "state": question["state"]}
    response = browser.get("", f"{START}/done", query)

    assert response["Location"] == "/auth/login?next=%2Fcart"
    assert "Google did not confirm it" in text_of(browser.follow(response))


def test_a_silent_provider_is_told_on_the_login_page(provider):
    browser = Browser()
    answer = consent(provider, begin(browser))
    provider.failing = True
    page = browser.follow(browser.get("", f"{START}/done", answer))
    assert "The provider of this login does not answer." in text_of(page)


def test_what_began_too_long_ago_begins_again(provider, monkeypatch):
    browser = Browser()
    answer = consent(provider, begin(browser))
    monkeypatch.setattr(authorizations, "SECONDS", -1)
    page = browser.follow(browser.get("", f"{START}/done", answer))
    assert "too long ago" in text_of(page)


def test_a_second_factor_is_asked_for_and_leads_on(provider):
    browser, ada = Browser(), make_customer(EMAIL, email_verified_at=now())
    enrol(ada)
    page = browser.get("", f"{START}/done", consent(provider, begin(browser)))
    assert "Your account asks for a code as well." in text_of(page)
    assert 'name="next" value="/cart"' in page.content.decode()


def test_where_to_go_is_on_this_host(provider):
    browser = Browser()
    question = begin(browser, next_path="https://elsewhere.example/")
    response = browser.get("", f"{START}/done", consent(provider, question))
    assert response["Location"] == "/profile"


def test_only_what_is_configured_is_offered(books, provider):
    page = Browser().get("", "/auth/login", {"next": "/cart"})
    assert "Continue with Google" in text_of(page)
    assert "/auth/social/google?next=/cart" in page.content.decode()
    assert "Apple" not in text_of(page)
    assert "Continue with Google" not in text_of(Browser().get("books", "/auth/login"))
    assert Browser().get("", "/auth/social/apple").status_code == 404
    assert Browser().get("", "/auth/social/apple/done").status_code == 404
