"""Another e-mail address for an account: asked for with the password, true once it is proven."""

import time

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import User
from marketplace.accounts.proofs import email_change
from marketplace.activities.models import Activity
from tenants.tasks.runner import run_all
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.messages import links_by_mail
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_messages")]
NEW = "new@mail.example"


@pytest.fixture
def ada(customer):
    return Api().login(customer)


def ask(api, email=NEW, password=PASSWORD):
    return api.post("users/me/email/", {"email": email, "password": password})


def confirm(api, token):
    return api.post("users/me/email/confirm/", {"token": token})


def token_sent(address=NEW):
    (path,) = links_by_mail(address, "/auth/change-email/")
    return path.rsplit("/", 1)[-1]


def subjects(address):
    run_all()
    return [one.subject for one in mail.outbox if one.to == [address]]


def test_the_address_changes_with_the_link_and_logins_stay(ada, customer):
    old, phone = customer.email, Api().login(customer)
    assert ask(ada, " New@Mail.example ").status_code == 202
    assert ada.get("users/me/").json()["email"] == old
    assert subjects(old) == ["Somebody wants to change your e-mail address"]

    changed = confirm(ada, token_sent())

    assert (changed.status_code, changed.json()["email"]) == (200, NEW)
    assert changed.json()["email_verified"] is True
    assert phone.get("users/me/").json()["email"] == NEW
    assert subjects(old)[1:] == ["Your e-mail address is changed"]
    assert Activity.objects.filter(user=customer, kind="email_changed").count() == 1
    customer.refresh_from_db()
    assert Api().login(customer).get("users/me/").status_code == 200


def test_a_taken_address_is_answered_alike_and_gets_no_mail(ada, customer):
    taken = make_customer().email
    free, used = ask(ada), ask(ada, taken)
    assert (free.status_code, free.content) == (used.status_code, used.content) == (202, b"")
    assert [row.task_path for row in DBTaskResult.objects.filter(status="READY")] == [
        "marketplace.accounts.tasks.send_email_change"
    ] * 2
    assert subjects(taken) == []
    assert len(subjects(customer.email)) == 2


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        (NEW, "wrong", "password"),
        ("own", PASSWORD, "email"),
        ("no address", PASSWORD, "email"),
        ("", PASSWORD, "email"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(ada, customer, email, password, field):
    answer = ask(ada, customer.email.upper() if email == "own" else email, password)
    document = assert_problem(answer, status=400, code="validation-error")
    assert list(document["errors"]) == [field]
    run_all()
    assert mail.outbox == []


def test_a_link_works_once_and_not_again_after_a_way_back(ada, customer):
    old = customer.email
    ask(ada)
    token = token_sent()
    assert confirm(ada, token).status_code == 200
    assert_problem(confirm(ada, token), status=422, code="link-refused")
    mail.outbox.clear()
    ask(ada, old)
    assert confirm(ada, token_sent(old)).status_code == 200
    assert_problem(confirm(ada, token), status=422, code="link-refused")
    customer.refresh_from_db()
    assert customer.email == old


def test_another_accounts_login_a_new_password_and_a_day_end_a_link(ada, customer, monkeypatch):
    ask(ada)
    token = token_sent()
    for refused in (Api().login(make_customer()), ada):
        if refused is ada:
            customer.set_password("looms count in cards")
            customer.save()
        assert_problem(confirm(refused, token), status=422, code="link-refused")
    fresh = email_change.make_token(customer, NEW)
    assert_problem(confirm(ada, fresh[:-1]), status=422, code="link-refused")
    assert email_change.read_token(fresh).email == NEW
    later = time.time() + 25 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    assert email_change.read_token(fresh) is None
    assert not User.objects.filter(email=NEW).exists()


def test_whoever_takes_the_address_meanwhile_keeps_it(ada, customer):
    ask(ada)
    token = token_sent()
    make_customer(NEW)
    assert_problem(confirm(ada, token), status=422, code="link-refused")
    customer.refresh_from_db()
    assert customer.email != NEW


@pytest.mark.parametrize("scope", ["email-change-account", "email-change-address"])
def test_asking_is_counted(settings, ada, scope):
    settings.API_THROTTLES = settings.API_THROTTLES | {scope: (1, 10**9)}
    assert ask(ada).status_code == 202
    assert_problem(ask(ada), status=429, code="too-many-requests")


def test_the_password_cannot_be_guessed_here(settings, ada):
    settings.API_THROTTLES = settings.API_THROTTLES | {"password-account": (2, 10**9)}
    for _ in range(2):
        assert ask(ada, password="wrong").status_code == 400
    assert_problem(ask(ada), status=429, code="too-many-requests")


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_at_once_one_gets_the_address():
    accounts = [make_customer(), make_customer()]
    tokens = [email_change.make_token(user, NEW) for user in accounts]

    def use(place):
        user, token = accounts[place], tokens[place]
        try:
            return email_change.confirm_change(user=user, token=token, address="127.0.0.1").email
        except email_change.LinkRefused:
            return None

    found = at_once(lambda: use(0), lambda: use(1))
    assert sorted(found, key=str) == [None, NEW]
