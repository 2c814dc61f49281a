"""Where an account is logged in; browsers by cookie and CSRF token; applying for a shop."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from marketplace.accounts.logins.devices import device_name
from marketplace.accounts.models import TokenFamily, User, WebSession
from tenants.registry.context import use_market
from tenants.registry.models import Retailer
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product

pytestmark = pytest.mark.django_db


def web(user, **headers):
    """A browser that is logged in on the marketplace's host."""
    browser = Api()
    with use_market():
        browser.client.force_login(user)
    return browser


def listed(api, path="auth/sessions/"):
    answer = api.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


@pytest.mark.parametrize("path", ["auth/sessions/", "users/me/sessions/"])
def test_logins_are_listed_with_names_and_places(api, at, books, customer, path):
    web(customer)
    shop = at(books)
    shop.post("auth/login/", {"identifier": customer.email, "password": PASSWORD})
    body = {"identifier": customer.email, "password": PASSWORD, "device": "Ada's phone"}
    api.access = api.post("auth/login/", body, user_agent="Galleria/2 (iPhone)").json()["access"]

    first, *others = listed(api, path)

    assert (first["kind"], first["name"], first["place"]) == ("app", "Ada's phone", "Galleria")
    assert first["is_current"]
    assert {(one["kind"], one["place"]) for one in others} == {
        ("browser", "Galleria"),
        ("app", "Northgate Books"),
    }
    assert not any(one["is_current"] for one in others)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Ada's iPhone", "Ada's iPhone"),
        ("Galleria/2 (iPhone)", "Galleria on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Firefox on Linux"),
        ("curl/8.5", "curl"),
        ("/1 (Windows)", "Windows"),
    ],
)
def test_a_device_is_named_by_what_its_browser_says_of_itself(agent, name):
    assert device_name(agent) == name


def test_no_key_and_no_token_is_shown(api, customer):
    web(customer)
    api.login(customer)
    shown = api.get("auth/sessions/").content.decode()

    for secret in (
        *WebSession.objects.values_list("session_key", flat=True),
        *TokenFamily.objects.values_list("current_jti", flat=True),
    ):
        assert secret not in shown


@pytest.mark.parametrize("path", ["auth/sessions/", "users/me/sessions/"])
def test_one_app_or_browser_is_logged_out(api, customer, path):
    api.login(customer)
    app, browser = Api().login(customer), web(customer)
    others = {one["kind"]: one["id"] for one in listed(api) if not one["is_current"]}

    assert api.delete(f"{path}{others['app']}/").status_code == 204
    assert (app.get("orders/").status_code, browser.get("orders/").status_code) == (401, 200)
    assert app.post("auth/refresh/", {"refresh": app.refresh}).status_code == 401
    assert api.delete(f"{path}{others['browser']}/").status_code == 204
    assert browser.get("orders/").status_code == 401
    assert api.get("orders/").status_code == 200
    assert_problem(api.delete(f"{path}{others['app']}/"), status=404, code="not-found")


def test_anothers_login_is_not_found_and_stays(api, customer):
    eve = make_customer()
    hers, browser = Api().login(eve), web(eve)
    api.login(customer)
    for one in listed(hers):
        assert_problem(api.delete(f"auth/sessions/{one['id']}/"), status=404, code="not-found")

    assert hers.get("orders/").status_code == 200
    assert browser.get("orders/").status_code == 200


def test_all_others_are_logged_out_on_every_host(api, at, books, customer):
    api.login(customer)
    others = [Api().login(customer), at(books).login(customer), web(customer)]

    assert api.delete("auth/sessions/others/").status_code == 204
    assert [one.get("orders/").status_code for one in others] == [401] * 3
    assert api.get("orders/").status_code == 200


@pytest.mark.parametrize("path", ["auth/sessions/", "users/me/sessions/"])
def test_all_are_logged_out(api, customer, path):
    api.login(customer)
    others = [Api().login(customer), web(customer)]

    assert api.delete(path).status_code == 204
    assert [one.get("orders/").status_code for one in (api, *others)] == [401] * 3


def test_a_browser_ends_its_own_session_by_its_id(customer):
    browser = web(customer)
    (own,) = listed(browser)

    assert own["is_current"]
    assert browser.delete(f"auth/sessions/{own['id']}/").status_code == 204
    assert not WebSession.objects.filter(user=customer).exists()
    assert browser.get("orders/").status_code == 401


def test_a_browser_ends_all_others_but_not_itself(customer):
    browser, other = web(customer), web(customer)
    browser.delete("auth/sessions/others/")

    assert browser.get("orders/").status_code == 200
    assert other.get("orders/").status_code == 401


def test_a_browsers_login_keeps_its_beginning_and_tells_when_it_was_seen(customer):
    browser = web(customer)
    begun = timezone.now().replace(microsecond=0) - timedelta(days=3)
    WebSession.objects.update(created_at=begun, seen_at=begun)
    session = browser.client.session
    with use_market():
        session["cart"] = "changed"
        session.save()

    (own,) = listed(browser)
    assert own["created_at"] == f"{begun:%Y-%m-%dT%H:%M:%SZ}"
    assert own["seen_at"] > own["created_at"]


# --- browsers ----------------------------------------------------------------------------------


class Browser(Api):
    """Checks CSRF as in production; sends the token it fetched, as a page's script would."""

    def __init__(self, host="localhost"):
        super().__init__(host, enforce_csrf_checks=True)
        self.csrf = self.get("auth/csrf-token/").json()["csrf_token"]

    def send(self, method, path, body, headers):
        if getattr(self, "csrf", None):
            headers = {"x_csrftoken": self.csrf, **headers}
        return super().send(method, path, body, headers)

    def open(self, user, **headers):
        body = {"identifier": user.email, "password": PASSWORD}
        return self.post("auth/sessions/", body, **headers)


def test_a_browser_logs_in_by_a_cookie_that_no_script_reads_and_no_other_site_sends(customer):
    browser = Browser()
    answer = browser.open(customer)

    assert answer.status_code == 201
    assert answer.json()["user"]["email"] == customer.email
    assert "access" not in answer.json()
    cookie = browser.client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert browser.client.cookies["csrftoken"]["samesite"] == "Lax"
    assert browser.get("orders/").status_code == 200


def test_cookies_go_over_https_only_in_production():
    from tests.runtime.test_settings import PRODUCTION, values

    secure = values(
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        **PRODUCTION,
        DATABASE_URL="postgres://nobody@/none",
    )
    assert secure == [True, True]


def test_without_its_csrf_token_a_browser_neither_logs_in_nor_writes(customer):
    browser = Browser()
    refused = browser.open(customer, x_csrftoken=None)
    assert_problem(refused, status=403, code="not-allowed")
    assert not WebSession.objects.filter(user=customer).exists()

    browser.open(customer)
    assert browser.delete("cart/", x_csrftoken=None).status_code == 403
    browser.csrf = browser.get("auth/csrf-token/").json()["csrf_token"]  # a login makes a new one
    assert browser.delete("cart/").status_code == 200


def test_an_app_needs_no_csrf_token(customer):
    app = Api(enforce_csrf_checks=True).login(customer)

    assert app.delete("cart/").status_code == 200


def test_logging_in_makes_a_new_key(customer):
    """Who planted the key before the login has nothing after it."""
    browser = Browser()
    with use_market():
        session = browser.client.session
        session["planted"] = True
        session.save()
    planted = session.session_key
    browser.client.cookies[settings.SESSION_COOKIE_NAME] = planted
    browser.open(customer)

    assert browser.client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not WebSession.objects.filter(session_key=planted).exists()


def test_a_wrong_password_opens_no_session_and_is_counted(customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-account": (2, 10**9)}
    browser = Browser()
    body = {"identifier": customer.email, "password": "wrong"}
    statuses = [browser.post("auth/sessions/", body).status_code for _ in range(2)]

    assert statuses == [401, 401]
    assert_problem(browser.open(customer), status=429, code="too-many-requests")
    assert not WebSession.objects.filter(user=customer).exists()


def test_a_guests_cart_comes_along(api, books, customer):
    api.add(make_product(books))
    answer = Browser().open(customer, x_cart_token=api.cart)

    assert answer.json()["cart"]["moved"] == 1


def test_a_session_of_one_host_is_none_on_another(books, customer):
    browser = Browser()
    browser.open(customer)
    thief = Api(host=books.host)
    thief.client.cookies = browser.client.cookies

    assert thief.get("orders/").status_code == 401


# --- applying for a shop -----------------------------------------------------------------------

SHOP = {
    "name": "Lind Lamps",
    "slug": "lind-lamps",
    "owner_email": "Ada@mail.example",
    "contact_name": "Ada Lind",
    "city": "Kiel",
    "country": "DE",
    "currency": "EUR",
    "contact_phone": "(0431) 123 45 67",
}


def test_registering_as_a_retailer_makes_an_application_and_no_role(api, customer):
    answer = api.login(customer).post("auth/register/retailer/", SHOP)

    assert answer.status_code == 201
    shop = Retailer.objects.get(slug="lind-lamps")
    assert answer.json() == {
        "id": str(shop.uuid),
        "slug": "lind-lamps",
        "name": "Lind Lamps",
        "status": "applied",
    }
    assert shop.owner_email == "ada@mail.example"
    assert shop.contact_phone == "+494311234567"
    assert not User.objects.filter(is_superuser=True).exists()
    assert api.get("retailers/lind-lamps/").status_code == 404


def test_the_owner_is_whoever_applies_unless_named(api, customer):
    body = {name: value for name, value in SHOP.items() if name != "owner_email"}
    assert_problem(api.post("auth/register/retailer/", body), status=400, code="validation-error")
    api.login(customer).post("auth/register/retailer/", body)

    assert Retailer.objects.get(slug="lind-lamps").owner_email == customer.email


BAD = {
    "no country of this world": ({"country": "XX"}, "country", 400),
    "no currency": ({"currency": "EURO"}, "currency", 400),
    "no way to get the goods": (
        {"offers_delivery": False, "offers_pickup": False},
        "offers_delivery",
        400,
    ),
    "no number of the country": ({"contact_phone": "12"}, "contact_phone", 400),
    "an address that is not whole": ({"street": "Kai 1"}, "postcode", 422),
    "a reserved name": ({"slug": "admin"}, "slug", 422),
    "a taken name": ({"slug": "books"}, "slug", 422),
    "no host name": ({"slug": "Lind Lamps"}, "slug", 400),
}


@pytest.mark.parametrize(("change", "field", "status"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_applied_for(api, change, field, status):
    before = Retailer.objects.count()
    answer = api.post("auth/register/retailer/", SHOP | change)

    assert answer.status_code == status, answer.content
    assert list(answer.json()["errors"]) == [field]
    assert Retailer.objects.count() == before


def test_shops_are_applied_for_at_the_marketplace(at, books):
    assert_problem(at(books).post("auth/register/retailer/", SHOP), status=404, code="not-found")


def test_applications_from_one_address_are_counted(api, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"apply-address": (1, 10**9)}
    statuses = [
        api.post("auth/register/retailer/", SHOP | {"slug": slug}).status_code
        for slug in ("lind-one", "lind-two")
    ]
    assert statuses == [201, 429]
