"""Accounts over REST: operators read all of them, everybody else her own."""

import uuid

import pytest
from django.utils import timezone

from marketplace.accounts.models import User
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer, make_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(db):
    return Api().login(make_operator())


def emails(answer):
    assert answer.status_code == 200, answer.content
    return [account["email"] for account in answer.json()["results"]]


@pytest.mark.parametrize("path", ["users/", "auth/users/"])
def test_operators_page_through_all_accounts_the_newest_first(operator, path):
    older, newer = make_customer(), make_customer()

    first = operator.get(f"{path}?page_size=1")
    second = operator.get(first.json()["next"].partition("/api/v1/")[2])

    assert emails(first) == [newer.email]
    assert emails(second) == [older.email]


def test_accounts_are_narrowed(operator):
    ada = make_customer(email="ada@mail.example", first_name="Ada", last_name="Lovelace")
    make_customer(email="bob@mail.example", is_active=False)
    User.objects.filter(pk=ada.pk).update(email_verified_at=timezone.now())

    assert emails(operator.get("users/?search=lovel+ADA@")) == ["ada@mail.example"]
    assert emails(operator.get("users/?active=false")) == ["bob@mail.example"]
    assert "bob@mail.example" not in emails(operator.get("users/?email_verified=true"))


def test_who_was_erased_is_nobody(operator):
    ada = make_customer()
    User.objects.filter(pk=ada.pk).update(anonymised_at=timezone.now())

    assert ada.email not in emails(operator.get("users/"))
    assert_problem(operator.get(f"users/{ada.uuid}/"), status=404, code="not-found")


def test_a_customer_reads_herself_and_learns_of_nobody_else(customer):
    ada, other = Api().login(customer), make_customer()

    mine = ada.get(f"auth/users/{customer.uuid}/")
    theirs = ada.get(f"users/{other.uuid}/")
    nobodys = ada.get(f"users/{uuid.uuid4()}/")

    assert mine.json()["email"] == customer.email
    refusals = [
        assert_problem(answer, status=404, code="not-found") for answer in (theirs, nobodys)
    ]
    assert refusals[0]["detail"] == refusals[1]["detail"]
    assert_problem(ada.get("users/"), status=403, code="not-allowed")


def test_an_operator_without_a_second_factor_lists_nobody_by_the_older_address_either(api):
    api.login(make_customer(is_superuser=True))

    for path in ("users/", "auth/users/"):
        assert_problem(api.get(path), status=403, code="second-factor-required")


def test_an_operator_is_a_stranger_on_a_shops_host(books):
    api = Api(host=books.host).login(make_operator())

    assert_problem(api.get("users/"), status=403, code="not-allowed")
    assert_problem(api.get(f"users/{make_customer().uuid}/"), status=404, code="not-found")
