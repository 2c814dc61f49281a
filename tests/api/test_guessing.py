"""Guessing codes and passwords from ever so many addresses does not get through."""

import pytest

from marketplace.accounts.models import Challenge, TokenFamily
from marketplace.requests import throttles
from tests.api.codes import challenge, wrong
from tests.api.conftest import Api
from tests.factories.accounts import PASSWORD
from tests.factories.messages import codes_by_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_messages")]


def guess_from(number, path, body):
    """As a client of its own address would."""
    address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
    return Api().client.post(
        f"/api/v1/{path}", body, content_type="application/json", REMOTE_ADDR=address
    )


GUESSES = [
    60,
    pytest.param(500, marks=pytest.mark.world),
    pytest.param(10_000, marks=pytest.mark.slow),
]


@pytest.mark.parametrize("count", GUESSES)
def test_guessing_codes_from_many_addresses_does_not_get_through(count, customer):
    """After the first tries every other guess is a right code."""
    asked = [challenge(Api(), "login", customer.email) for _ in range(5)]
    codes = codes_by_mail(customer.email)
    statuses = set()
    for number in range(count):
        place = number % 5
        code = codes[place] if number >= 25 and number % 2 else wrong(codes[place])
        body = {"challenge": asked[place], "code": code}
        statuses.add(guess_from(number, "auth/verify-otp/", body).status_code)

    assert statuses == {422}
    assert list(Challenge.objects.values_list("tries", flat=True)) == [5] * 5
    assert not TokenFamily.objects.exists()


@pytest.mark.parametrize("count", GUESSES)
def test_guessing_passwords_from_many_addresses_does_not_get_through(count, customer, settings):
    """In one window; a stranger's noise does not push the count out of the cache."""
    pace = {"login-everywhere": (10**6, 10**9, 10, 10**8, 10**8)}
    settings.API_THROTTLES = settings.API_THROTTLES | pace
    statuses = []
    for number in range(count):
        right = number >= 30 and number % 2
        name = customer.email if number % 3 else f"noise{number}@mail.example"
        body = {"identifier": name, "password": PASSWORD if right else f"guess {number}"}
        status = guess_from(number, "auth/login/", body).status_code
        statuses += [status] if number % 3 else []

    assert statuses[:6] == [401] * 6
    assert set(statuses) == {401, 429}
    assert statuses.count(401) == 10
    assert not TokenFamily.objects.exists()


def test_other_requests_do_not_push_a_count_out(customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-account": (1, 10**9)}
    throttles.hit("login-account", customer.email)
    for number in range(2_000):
        throttles.hit("login-address", f"noise {number}")

    with pytest.raises(throttles.TooManyTries):
        throttles.hit("login-account", customer.email)
