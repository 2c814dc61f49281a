"""The account of whoever asks is erased: by a fresh login, or by the password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import TokenFamily
from marketplace.activities.models import Activity
from tenants.registry.context import use_market
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD


@pytest.fixture
def ada(customer):
    return Api().login(customer)


def erase(api, **body):
    return api.post("users/me/erase/", {"confirm": "erase", **body})


def old_login(api, user):
    """As if it had been an hour ago."""
    api.login(user)
    hour = timezone.now() - timedelta(hours=1)
    TokenFamily.objects.filter(user=user).update(created_at=hour)
    return api


def test_a_fresh_login_is_enough_to_erase(ada, customer):
    assert erase(ada).status_code == 204

    customer.refresh_from_db()
    assert customer.anonymised_at is not None
    assert_problem(ada.get("users/me/"), status=401, code="token-invalid")
    again = Api().post("auth/login/", {"identifier": customer.email, "password": PASSWORD})
    assert again.status_code == 401


def test_after_a_while_the_password_is_asked_for(api, customer):
    old_login(api, customer)

    assert_problem(erase(api), status=403, code="confirmation-needed")
    assert_problem(erase(api, password="wrong"), status=403, code="confirmation-needed")
    customer.refresh_from_db()
    assert customer.anonymised_at is None
    assert erase(api, password=PASSWORD).status_code == 204


def test_a_wrong_password_is_not_made_good_by_a_fresh_login(ada, customer):
    assert_problem(erase(ada, password="wrong"), status=403, code="confirmation-needed")

    customer.refresh_from_db()
    assert customer.anonymised_at is None


def test_the_password_cannot_be_guessed_there(api, customer):
    old_login(api, customer)
    told = [erase(api, password=f"guess {number}").status_code for number in range(12)]

    assert told == [403] * 10 + [429] * 2
    assert_problem(erase(api, password=PASSWORD), status=429, code="too-many-requests")


def test_it_must_be_said_what_is_meant(ada, customer):
    for body in ({}, {"confirm": True}, {"confirm": "yes", "password": PASSWORD}):
        answer = ada.post("users/me/erase/", body)
        assert "confirm" in assert_problem(answer, status=400, code="validation-error")["errors"]

    customer.refresh_from_db()
    assert customer.anonymised_at is None


def test_a_browser_that_has_just_logged_in_may_erase_and_is_logged_out(customer):
    browser = Client(headers={"host": "localhost"})
    browser.post("/auth/login", {"identifier": customer.email, "password": PASSWORD})
    path, body = "/api/v1/users/me/erase/", {"confirm": "erase"}

    answer = browser.post(path, body, content_type="application/json")

    assert answer.status_code == 204
    assert browser.get("/profile").status_code == 302


def test_a_browser_that_logged_in_long_ago_may_not(customer):
    browser = Client(headers={"host": "localhost"})
    browser.post("/auth/login", {"identifier": customer.email, "password": PASSWORD})
    with use_market():
        session = browser.session
        session["logged_in_at"] -= 3600
        session.save()

    answer = browser.post(
        "/api/v1/users/me/erase/", {"confirm": "erase"}, content_type="application/json"
    )

    assert answer.status_code == 403
    assert not Activity.objects.exclude(kind="logged_in").exists()
