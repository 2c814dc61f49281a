"""Older names of the operations below auth/."""

import pytest

from tests.api.conftest import Api
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


def assert_older(answer, successor):
    assert answer.headers["Deprecation"].startswith("@")
    assert answer.headers["Link"] == f'</api/v1/{successor}>; rel="successor-version"'


@pytest.mark.parametrize("slash", ["", "/"])
def test_tokens_come_by_their_older_names_too(customer, slash):
    body = {"identifier": customer.email, "password": PASSWORD}
    given = Api().post(f"auth/token{slash}", body)
    assert given.status_code == 200
    assert_older(given, "auth/login/")

    changed = Api().post(f"auth/token/refresh{slash}", {"refresh": given.json()["refresh"]})
    assert changed.status_code == 200
    assert_older(changed, "auth/refresh/")


def test_passwords_are_reset_by_their_older_names_too(customer):
    asked = Api().post("auth/forgot-password/", {"identifier": customer.email})
    assert asked.status_code == 202
    assert_older(asked, "auth/password/reset/")

    body = {"token": "x", "password": "looms count in cards"}
    refused = Api().post("auth/reset-password/", body)
    assert refused.status_code == 422
    assert_older(refused, "auth/password/reset/confirm/")


def test_an_older_name_is_throttled_with_its_successor(customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-account": (2, 10**9)}
    guess = {"identifier": customer.email, "password": "wrong"}
    paths = ["auth/token/", "auth/login/", "auth/token/"]

    assert [Api().post(path, guess).status_code for path in paths] == [401, 401, 429]
