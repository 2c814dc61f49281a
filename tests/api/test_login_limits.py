"""Whose wrong passwords count against whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.accounts.logins import known_devices
from marketplace.accounts.models import Challenge
from marketplace.requests.models import ThrottleCount
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.pages.browser import Browser

PHONE = "+4930111333"
COOKIE = known_devices.COOKIE


@pytest.fixture
def ada(db):
    return make_customer(phone=PHONE, proven_phone=PHONE)


def attempt(name, password="wrong", *, address="10.1.1.1", api=None):
    return (api or Api()).client.post(
        "/api/v1/auth/login/",
        {"identifier": name, "password": password},
        content_type="application/json",
        REMOTE_ADDR=address,
    )


def statuses(*names, address="10.1.1.1"):
    return [attempt(name, address=address).status_code for name in names]


SPELLINGS = [
    "+4930111333",
    "+49 30 111333",
    "+49(0)30111333",
    "0049 30 111333",
    "＋４９30111333",
    "tel:+4930111333",
    "+4930111333x1",
    "+4930111333 ext 2",
]


def test_no_spelling_of_a_number_is_a_fresh_account(ada):
    assert statuses(*(SPELLINGS * 2)) == [401] * 10 + [429] * 6


def test_the_numbers_of_nobody_are_counted_by_their_digits(db):
    names = [f"+999{'x' * number}123" for number in range(12)]
    assert statuses(*names) == [401] * 10 + [429] * 2


def test_no_spelling_of_an_address_is_a_fresh_account(db):
    make_customer("ada@mail.example")
    names = ["ada@mail.example", "ADA@mail.example", " ada@Mail.Example ", "ada＠mail.example"]
    assert statuses(*(names * 3)) == [401] * 10 + [429] * 2


def test_the_address_and_the_number_are_one_account(ada):
    assert statuses(*([ada.email, PHONE] * 6)) == [401] * 10 + [429] * 2


@pytest.mark.parametrize("path", ["auth/password/reset/", "auth/request-otp/"])
def test_asking_in_other_spellings_is_counted(ada, path, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"reset-account": (2, 3600)}
    body = {"purpose": "login"} if "otp" in path else {}
    answers = [Api().post(path, body | {"identifier": name}).status_code for name in SPELLINGS]
    most = 5 if "otp" in path else 2
    assert answers.count(429) == len(SPELLINGS) - most


def test_codes_are_five_an_hour(ada):
    """The oldest of them is an hour and a minute old when the sixth is asked for."""
    body = {"purpose": "login", "identifier": ada.email}
    first = [Api().post("auth/request-otp/", body).status_code for _ in range(6)]
    Challenge.objects.update(created_at=timezone.now() - timedelta(minutes=61))

    assert first == [202] * 5 + [429]
    assert Api().post("auth/request-otp/", body).status_code == 202


def test_ten_wrong_passwords_of_a_stranger_do_not_lock_the_owner_out(ada):
    stranger = [attempt(ada.email, address="10.6.6.6").status_code for _ in range(11)]

    assert stranger == [401] * 10 + [429]
    assert attempt(ada.email, PASSWORD, address="10.1.1.1").status_code == 200


def test_a_known_device_gets_in_while_many_strangers_guess(ada):
    home = Api()
    assert attempt(ada.email, PASSWORD, api=home).status_code == 200
    guesses = [attempt(ada.email, address=f"10.6.{n}.6").status_code for n in range(40)]

    assert guesses == [401] * 20 + [429] * 20
    refused = attempt(ada.email, PASSWORD, address="10.7.7.7")
    assert_problem(refused, status=429, code="too-many-requests")
    assert int(refused.headers["Retry-After"]) in range(1, 32)
    assert attempt(ada.email, PASSWORD, address="10.7.7.7", api=home).status_code == 200


def test_a_known_device_has_ten_tries_as_well(ada):
    home = Api()
    attempt(ada.email, PASSWORD, api=home)
    tries = [attempt(ada.email, address=f"10.6.{n}.6", api=home).status_code for n in range(11)]

    assert tries == [401] * 10 + [429]


def test_a_device_is_known_for_who_logged_in_there_alone(ada):
    other, tablet = make_customer(), Api()
    attempt(other.email, PASSWORD, api=tablet)
    attempt(ada.email, api=tablet)

    scopes = {row.key.partition(":")[0] for row in ThrottleCount.objects.all() if sum(row.tries)}
    assert scopes == {"login-address", "login-account", "login-everywhere"}


def test_a_familys_tablet_knows_all_of_them(ada):
    other, tablet = make_customer(), Api()
    for user in (ada, other, ada):
        assert attempt(user.email, PASSWORD, api=tablet).status_code == 200
    attempt(ada.email, api=tablet)
    attempt(other.email, api=tablet)

    rows = [row for row in ThrottleCount.objects.all() if sum(row.tries)]
    assert [row.key.partition(":")[0] for row in rows] == ["login-device"] * 2


def test_the_cookie_of_one_host_says_nothing_on_another(ada, books):
    home = Api()
    attempt(ada.email, PASSWORD, api=home)
    shop = Api(host=books.host)
    shop.client.cookies[COOKIE] = home.client.cookies[COOKIE].value
    answer = shop.post("auth/login/", {"identifier": ada.email, "password": "wrong"})

    assert '"login-account"' in answer.headers["RateLimit"]


@pytest.mark.parametrize("value", ["", "x", "a:b:c", '["x", ["y"]]'])
def test_a_made_up_cookie_says_nothing(ada, value):
    home = Api()
    home.client.cookies[COOKIE] = value
    assert '"login-account"' in attempt(ada.email, api=home).headers["RateLimit"]


def test_the_cookie_names_nobody_and_no_script_reads_it(ada):
    home = Api()
    attempt(ada.email, PASSWORD, api=home)
    cookie = home.client.cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert ada.email not in cookie.value


def test_a_browsers_form_makes_its_device_known(ada):
    browser = Browser()
    browser.post("", "/auth/login", {"identifier": ada.email, "password": PASSWORD})
    assert COOKIE in browser.at("").cookies
