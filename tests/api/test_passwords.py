"""Passwords changed and reset, and e-mail addresses proven by a link."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.logins.passwords import reset_path
from marketplace.accounts.models import Identity, TokenFamily, User, WebSession
from marketplace.accounts.proofs import verification
from tenants.registry.context import use_market
from tenants.tasks.runner import run_all
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.messages import links_by_mail
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_messages")]
NEW = "looms count in cards"


def token_of(path):
    return "-".join(path.rstrip("/").split("/")[-2:])


# --- changed -----------------------------------------------------------------------------------


def test_a_change_ends_every_login_but_the_one_that_asks(api, at, books, customer):
    api.login(customer)
    app, shop = Api().login(customer), at(books).login(customer)
    with use_market():
        Api().client.force_login(customer)
    body = {"current_password": PASSWORD, "new_password": NEW}

    assert api.post("auth/password/change/", body).status_code == 204

    customer.refresh_from_db()
    assert customer.check_password(NEW)
    assert api.get("orders/").status_code == 200
    assert api.post("auth/refresh/", {"refresh": api.refresh}).status_code == 200
    assert [one.get("orders/").status_code for one in (app, shop)] == [401, 401]
    assert not WebSession.objects.filter(user=customer).exists()


def test_a_change_in_a_browser_keeps_its_session(customer):
    browser, other = Api(), Api()
    with use_market():
        browser.client.force_login(customer)
        other.client.force_login(customer)
    body = {"current_password": PASSWORD, "new_password": NEW}

    assert browser.post("auth/password/change/", body).status_code == 204
    assert browser.get("orders/").status_code == 200
    assert other.get("orders/").status_code == 401


REFUSED = {
    "another's password": ({"current_password": "wrong"}, "current_password"),
    "a weak one": ({"new_password": "12345"}, "new_password"),
}


@pytest.mark.parametrize(("change", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_changed(api, customer, change, field):
    api.login(customer)
    other = Api().login(customer)
    body = {"current_password": PASSWORD, "new_password": NEW} | change

    document = assert_problem(
        api.post("auth/password/change/", body), status=400, code="validation-error"
    )
    assert list(document["errors"]) == [field]
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)
    assert other.get("orders/").status_code == 200


def test_a_guest_has_no_password_to_change(api):
    body = {"current_password": PASSWORD, "new_password": NEW}
    assert_problem(api.post("auth/password/change/", body), status=401, code="not-authenticated")


def test_the_current_password_cannot_be_guessed_with_a_stolen_token(api, customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"password-account": (3, 10**9)}
    api.login(customer)
    guess = {"current_password": "wrong", "new_password": NEW}
    statuses = [api.post("auth/password/change/", guess).status_code for _ in range(3)]
    right = api.post("auth/password/change/", guess | {"current_password": PASSWORD})

    assert statuses == [400] * 3
    assert_problem(right, status=429, code="too-many-requests")
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)


# --- reset -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["email", "phone"])
def test_a_link_comes_to_the_mailbox_and_sets_a_password_once(api, name):
    user = make_customer(phone="+4930123456")
    other = Api().login(user)
    assert api.post("auth/password/reset/", {"identifier": getattr(user, name)}).content == b""
    (path,) = links_by_mail(user.email, "/auth/reset-password/")
    body = {"token": token_of(path), "password": NEW}
    assert api.get(f"auth/validate-reset-token/{body['token']}/").json() == {"valid": True}

    assert api.post("auth/password/reset/confirm/", body).status_code == 204

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert user.email_verified_at is not None
    assert other.get("orders/").status_code == 401
    assert api.get(f"auth/validate-reset-token/{body['token']}/").json() == {"valid": False}
    assert_problem(api.post("auth/password/reset/confirm/", body), status=422, code="link-refused")


def test_the_link_leads_to_the_host_that_was_asked(at, books, customer):
    at(books).post("auth/password/reset/", {"identifier": customer.email})
    run_all()

    assert f"{books.url}/auth/reset-password/" in mail.outbox[-1].body


def what_was_done(api, monkeypatch, statements, path, body):
    """Status and body, kinds of statements, password hashes, tasks."""
    hashed = []
    kind = type(hashers.get_hasher())
    real = kind.encode

    def count(self, password, salt, *args, **kwargs):
        hashed.append(password)
        return real(self, password, salt, *args, **kwargs)

    before = DBTaskResult.objects.count()
    with monkeypatch.context() as patch, statements() as seen:
        patch.setattr(kind, "encode", count)
        answer = api.post(path, body)
    tasks = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)
    kinds = [sql.split()[0] for sql in seen.data]
    return answer.status_code, answer.content, kinds, len(hashed), list(tasks)[before:]


ASKED = {
    "reset": ("auth/password/reset/", "identifier", "send_reset_link"),
    "verification": ("auth/resend-verification/", "email", "send_verification"),
}


@pytest.mark.parametrize(("path", "field", "task"), ASKED.values(), ids=ASKED.keys())
def test_asking_is_the_same_for_strangers(
    api, customer, monkeypatch, statements, path, field, task
):
    known, unknown = (
        what_was_done(api, monkeypatch, statements, path, {field: email})
        for email in (customer.email, "nobody@mail.example")
    )
    assert known == unknown
    assert (known[0], known[3]) == (202, 0)
    assert known[-1] == [f"marketplace.accounts.tasks.{task}"]
    run_all()
    assert {address for one in mail.outbox for address in one.to} == {customer.email}


@pytest.mark.parametrize(("path", "field", "task"), ASKED.values(), ids=ASKED.keys())
def test_a_mailbox_is_not_flooded_nor_told_to_exist(api, customer, path, field, task):
    for email in (customer.email, "nobody@mail.example"):
        statuses = [api.post(path, {field: email}).status_code for _ in range(6)]
        assert statuses == [202] * 5 + [429]


BAD_TOKENS = {
    "nothing": lambda user: "x",
    "no secret": lambda user: str(user.uuid),
    "another's": lambda user: f"{user.uuid}-{reset_path(make_customer()).rpartition('/')[2]}",
    "altered": lambda user: token_of(reset_path(user))[:-1] + "!",
    "after a login": lambda user: _then(
        token_of(reset_path(user)),
        lambda: User.objects.filter(pk=user.pk).update(last_login=timezone.now()),
    ),
    "of a closed account": lambda user: _then(
        token_of(reset_path(user)),
        lambda: User.objects.filter(pk=user.pk).update(is_active=False),
    ),
}


def _then(value, call):
    call()
    return value


@pytest.mark.parametrize("make", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
def test_tokens_that_set_no_password(api, customer, make):
    token = make(customer)

    assert api.get(f"auth/validate-reset-token/{token}/").json() == {"valid": False}
    answer = api.post("auth/password/reset/confirm/", {"token": token, "password": NEW})
    assert_problem(answer, status=422, code="link-refused")
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)


def test_a_weak_password_is_told_at_the_field_and_the_token_still_works(api, customer):
    token = token_of(reset_path(customer))
    weak = api.post("auth/password/reset/confirm/", {"token": token, "password": "12345"})

    document = assert_problem(weak, status=400, code="validation-error")
    assert list(document["errors"]) == ["password"]
    good = api.post("auth/password/reset/confirm/", {"token": token, "password": NEW})
    assert good.status_code == 204


@pytest.mark.django_db(transaction=True)
def test_of_two_that_use_a_link_at_once_one_gets_through():
    user = make_customer()
    token = token_of(reset_path(user))
    calls = [
        lambda n=n: (
            Api()
            .post("auth/password/reset/confirm/", {"token": token, "password": f"{NEW} {n}"})
            .status_code
        )
        for n in range(4)
    ]
    assert sorted(at_once(*calls)) == [204, 422, 422, 422]


def test_tokens_cannot_be_tried_without_end(api, customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"link-address": (2, 10**9)}
    api.login(customer)
    statuses = [
        api.post("auth/password/reset/confirm/", {"token": "x", "password": NEW}).status_code,
        api.get("auth/validate-reset-token/x/").status_code,
        api.get("auth/validate-reset-token/y/").status_code,
        api.post("auth/verify-email/x/").status_code,
    ]
    assert statuses == [422, 200, 429, 429]


def test_who_resets_by_a_mailbox_that_nobody_had_proven_takes_the_account_over(api):
    """Whoever registered it may have left a number and a social login of his own."""
    user = make_customer(phone="+4930123456", proven_phone="+4930123456")
    Identity.objects.create(user=user, provider="facebook", subject="stranger")
    token = token_of(reset_path(user))
    api.post("auth/password/reset/confirm/", {"token": token, "password": NEW})

    user.refresh_from_db()
    assert (user.phone, user.proven_phone) == (None, "")
    assert not user.identities.exists()


def test_a_proven_accounts_number_outlives_a_reset(api):
    user = make_customer(phone="+4930123456", email_verified_at=timezone.now())
    body = {"token": token_of(reset_path(user)), "password": NEW}
    api.post("auth/password/reset/confirm/", body)

    user.refresh_from_db()
    assert user.phone == "+4930123456"


# --- addresses ---------------------------------------------------------------------------------


def test_registering_sends_a_link_that_proves_the_address(api):
    api.post("auth/register/", {"email": "ada@mail.example", "password": PASSWORD})
    (path,) = links_by_mail("ada@mail.example", "/auth/verify-email/")
    token = path.rpartition("/")[2]
    user = User.objects.get(email="ada@mail.example")
    api.login(user)
    logins = TokenFamily.objects.count()
    for _ in range(2):  # a link may be opened twice
        body = api.post(f"auth/verify-email/{token}/").json()
        assert body["email_verified"] is True
    user.refresh_from_db()
    assert user.email_verified_at is not None
    assert TokenFamily.objects.count() == logins  # it opens nothing


def test_who_has_the_mail_alone_proves_nothing(api, customer):
    """The password of a stranger who registered her address would stay in her account."""
    path = f"auth/verify-email/{verification.link_token(customer)}/"

    assert_problem(api.post(path), status=401, code="not-authenticated")
    assert_problem(api.login(make_customer()).post(path), status=422, code="link-refused")
    customer.refresh_from_db()
    assert customer.email_verified_at is None


BAD_LINKS = {
    "made up": lambda user: "x",
    "altered": lambda user: verification.link_token(user)[:-2] + "xx",
    "for the address before": lambda user: _then(
        verification.link_token(user),
        lambda: User.objects.filter(pk=user.pk).update(email="new@mail.example"),
    ),
    "of another purpose": lambda user: token_of(reset_path(user)),
}


@pytest.mark.parametrize("make", BAD_LINKS.values(), ids=BAD_LINKS.keys())
def test_links_that_prove_nothing(api, customer, make):
    answer = api.login(customer).post(f"auth/verify-email/{make(customer)}/")

    assert_problem(answer, status=422, code="link-refused")
    customer.refresh_from_db()
    assert customer.email_verified_at is None


def test_a_link_is_good_for_three_days(api, customer, monkeypatch):
    token = verification.link_token(customer)
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

    assert verification.user_for_token(token) is None


def test_my_own_link_is_sent_again_until_the_address_is_proven(api, customer):
    api.login(customer)
    assert api.post("auth/resend-verification/", {}).status_code == 202
    (path,) = links_by_mail(customer.email, "/auth/verify-email/")
    api.post(f"auth/verify-email/{path.rpartition('/')[2]}/")
    api.post("auth/resend-verification/", {})

    assert len(links_by_mail(customer.email, "/auth/verify-email/")) == 1


def test_a_guest_names_the_address(api):
    assert_problem(api.post("auth/resend-verification/", {}), status=400, code="validation-error")
