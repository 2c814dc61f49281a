"""What an outage ends is nobody's try: it is repeated as the 503 says, and counted nowhere."""

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from marketplace.accounts import services as accounts
from marketplace.accounts.logins import passwords
from marketplace.accounts.proofs import verification
from marketplace.privacy import exports
from marketplace.privacy.models import PersonalExport
from marketplace.requests import throttles
from marketplace.requests.models import ThrottleCount
from tests.factories.accounts import PASSWORD, make_customer
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db


def fail(*arguments, **named):
    raise OperationalError("server closed the connection unexpectedly")


def wrong(*arguments, **named):
    raise IntegrityError("a fault of ours")


def post(path, body):
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


REQUESTS = {
    "reset": ("auth/forgot-password/", {"identifier": "a@mail.example"}, passwords, "enqueue"),
    "verification": (
        "auth/resend-verification/",
        {"email": "a@mail.example"},
        verification,
        "enqueue",
    ),
    "login": (
        "auth/login/",
        {"identifier": "a@mail.example", "password": "x"},
        accounts.credentials,
        "fits",
    ),
    "register": (
        "auth/register/",
        {"email": "a@mail.example", "password": PASSWORD},
        accounts,
        "register",
    ),
}


ANSWERS = {"reset": 202, "verification": 202, "login": 401, "register": 201}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_api_counts_nothing_that_an_outage_ended(name, monkeypatch):
    path, body, module, function = REQUESTS[name]
    with monkeypatch.context() as patch:
        patch.setattr(module, function, fail)
        answers = [post(path, body) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [503] * 6
    assert not ThrottleCount.objects.exists()
    assert post(path, body).status_code == ANSWERS[name]


def test_a_fault_of_ours_stays_counted(monkeypatch):
    path, body, module, function = REQUESTS["reset"]
    monkeypatch.setattr(module, function, wrong)

    assert post(path, body).status_code == 500
    assert ThrottleCount.objects.count() == 2


def test_the_pages_count_nothing_that_an_outage_ended(monkeypatch):
    browser = Browser()
    browser.at("").raise_request_exception = False
    form = {"email": "a@mail.example"}
    with monkeypatch.context() as patch:
        patch.setattr(passwords, "enqueue", fail)
        answers = [browser.post("", "/auth/forgot-password", form) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [503] * 6
    assert not ThrottleCount.objects.exists()
    assert browser.post("", "/auth/forgot-password", form).status_code in (200, 302)


def test_what_was_given_back_before_is_not_given_back_twice(monkeypatch):
    """Another's try of the same address stays counted."""
    throttles.hit("link-address", "127.0.0.1")
    user = make_customer()

    def fail_after(**named):
        throttles.hit("link-address", "127.0.0.1").give_back()
        fail()

    monkeypatch.setattr(accounts, "register", fail_after)
    body = {"email": user.email, "password": PASSWORD}
    assert post("auth/register/", body).status_code == 503
    (row,) = ThrottleCount.objects.all()
    assert sum(row.tries) == 1


def test_outside_of_a_request_nothing_is_noted():
    throttles.hit("link-address", "127.0.0.1")
    throttles.give_back_after(OperationalError("gone"))
    assert ThrottleCount.objects.count() == 1


def test_of_two_copies_asked_for_at_once_one_counts(monkeypatch):
    user = make_customer()

    def begin_after_another(user, moment, *, stale):
        PersonalExport.objects.create(user=user, status=exports.Status.PENDING)
        raise IntegrityError("one is pending")

    monkeypatch.setattr(exports, "_begin_export", begin_after_another)
    assert exports.request_export(user=user) == PersonalExport.objects.get()
    assert not ThrottleCount.objects.exists()
