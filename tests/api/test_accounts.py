"""Registering and logging in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import authenticate, hashers
from django.db import connection

from marketplace.accounts import services
from marketplace.accounts.models import Profile, TokenFamily, User
from marketplace.requests.models import ThrottleCount
from tenants.registry.context import use_market
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer

GOOD = {"email": "Ada@Mail.example", "password": "a long enough password"}


def people():
    """All but the shops' owners, whom every test database has."""
    return User.objects.exclude(email__startswith="owner@")


def test_registering_makes_an_account_with_a_profile_and_logs_in(api):
    answer = api.post("auth/register/", GOOD | {"first_name": "Ada", "phone": "+49 30 123456"})

    assert answer.status_code == 201
    user = User.objects.get(email="ada@mail.example")
    body = answer.json()
    assert body["user"] == {
        "id": str(user.uuid),
        "email": "ada@mail.example",
        "phone": "+4930123456",
        "first_name": "Ada",
        "last_name": "",
        "email_verified": False,
        "phone_verified": False,
    }
    assert body["cart"] is None
    assert Profile.objects.filter(user=user).count() == 1
    assert user.check_password(GOOD["password"])
    assert not user.is_superuser
    api.access = body["access"]
    assert api.get("orders/").status_code == 200
    assert api.post("auth/refresh/", {"refresh": body["refresh"]}).status_code == 200


BAD = {
    "no address": ({"email": "ada"}, "email"),
    "an empty address": ({"email": ""}, "email"),
    "a short password": ({"password": "short"}, "password"),
    "a common password": ({"password": "password123"}, "password"),
    "digits alone": ({"password": "8315530921"}, "password"),
    "like the address": ({"password": "ada@mail.example"}, "password"),
    "a local number": ({"phone": "030 123456"}, "phone"),
}


@pytest.mark.parametrize(("change", "field"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_registered(api, change, field):
    answer = api.post("auth/register/", GOOD | change)

    document = assert_problem(answer, status=400, code="validation-error")
    assert list(document["errors"]) == [field]
    assert not people().exists()


@pytest.mark.parametrize("email", ["ada@mail.example", "ADA@mail.EXAMPLE", " ada@mail.example "])
def test_a_taken_address_is_refused_next_to_the_field(api, email):
    make_customer("ada@mail.example")
    answer = api.post("auth/register/", GOOD | {"email": email})

    assert_problem(
        answer, status=400, code="validation-error", errors={"email": [services.TAKEN_EMAIL]}
    )
    assert people().count() == 1


def test_a_taken_number_is_refused_next_to_the_field(api):
    make_customer(phone="+4930123456")
    answer = api.post("auth/register/", GOOD | {"phone": "+49 30 123456"})

    assert_problem(
        answer, status=400, code="validation-error", errors={"phone": [services.TAKEN_PHONE]}
    )


def test_who_was_told_of_five_taken_addresses_learns_no_more(api):
    """Not by the difference between a taken and a free one either; mistakes do not count."""
    make_customer("ada@mail.example")
    taken = GOOD | {"email": "ada@mail.example"}
    for number in range(5):
        weak = GOOD | {"email": f"weak{number}@mail.example", "password": "12345"}
        assert api.post("auth/register/", weak).status_code == 400
        other = taken | {"email": f"other{number}@mail.example", "phone": "+4930123456"}
        if number == 0:
            assert api.post("auth/register/", other).status_code == 201
        else:
            assert api.post("auth/register/", other).status_code == 400
    assert api.post("auth/register/", taken).status_code == 400
    before = people().count()

    for email in ("ada@mail.example", "free@mail.example"):
        answer = api.post("auth/register/", GOOD | {"email": email})
        assert_problem(answer, status=429, code="too-many-requests")
    assert people().count() == before


def test_a_role_cannot_be_registered(api):
    before = people().count()
    answer = api.post("auth/register/", GOOD | {"is_superuser": True, "role": "owner"})

    document = assert_problem(answer, status=400, code="validation-error")
    assert sorted(document["errors"]) == ["is_superuser", "role"]
    assert people().count() == before


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_with_one_address_one_is_registered():
    def register(_):
        try:
            return Api().post("auth/register/", GOOD).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(register, range(4)))
    assert statuses == [201, 400, 400, 400]
    user = people().get()
    assert Profile.objects.filter(user=user).count() == 1
    assert TokenFamily.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("identifier", ["ada@mail.example", "ADA@mail.example", "+4930123456"])
def test_login_by_address_or_number(api, identifier):
    user = make_customer("ada@mail.example", phone="+4930123456")
    answer = api.post("auth/login/", {"identifier": identifier, "password": PASSWORD})

    assert answer.status_code == 200
    assert answer.json()["user"]["id"] == str(user.uuid)
    api.access = answer.json()["access"]
    assert api.get("orders/").status_code == 200


def test_login_remembers_the_device(api, customer):
    api.post(
        "auth/login/",
        {"identifier": customer.email, "password": PASSWORD},
        user_agent="Galleria/1.0 (iPhone)",
    )
    assert TokenFamily.objects.get().device == "Galleria/1.0 (iPhone)"


def test_a_wrong_password_and_an_unknown_person_get_the_same_answer(api, customer, monkeypatch):
    hashed = []
    real = hashers.PBKDF2PasswordHasher.encode
    for hasher in hashers.get_hashers():
        kind = type(hasher)
        real = kind.encode

        def count(self, password, salt, *args, real=real, **kwargs):
            hashed.append(password)
            return real(self, password, salt, *args, **kwargs)

        monkeypatch.setattr(kind, "encode", count)

    def answer(identifier):
        hashed.clear()
        answer = api.post("auth/login/", {"identifier": identifier, "password": "wrong"})
        document = assert_problem(answer, status=401, code="bad-credentials")
        return {**document, "trace_id": ""}, len(hashed)

    assert answer(customer.email) == answer("nobody@mail.example")
    assert not TokenFamily.objects.exists()


def test_a_closed_account_cannot_log_in(api, customer):
    User.objects.update(is_active=False)
    answer = api.post("auth/login/", {"identifier": customer.email, "password": PASSWORD})

    assert_problem(answer, status=401, code="bad-credentials")


def test_guessing_one_account_is_stopped_on_every_host(api, at, books, customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-account": (3, 900)}
    guess = {"identifier": customer.email, "password": "wrong"}
    for client in (api, at(books), api):
        assert client.post("auth/login/", guess).status_code == 401
    answer = at(books).post("auth/login/", guess | {"password": PASSWORD})

    assert_problem(answer, status=429, code="too-many-requests")
    assert 0 < int(answer.headers["Retry-After"]) <= 991  # a step of the window longer than it
    assert not TokenFamily.objects.exists()


def test_other_login_forms_count_too(customer, settings, rf):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-account": (2, 900)}

    def attempt(password):
        return authenticate(rf.post("/cms/login/"), username=customer.email, password=password)

    assert attempt(PASSWORD) == customer
    assert [attempt("wrong"), attempt("wrong")] == [None, None]
    assert attempt(PASSWORD) is None  # this request brings no cookie of a device
    assert authenticate(None, username=customer.email, password=PASSWORD) == customer


def test_guessing_many_accounts_from_one_address_is_stopped(api, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-address": (3, 900)}
    statuses = [
        api.post("auth/login/", {"identifier": f"n{n}@mail.example", "password": "x"}).status_code
        for n in range(4)
    ]
    assert statuses == [401, 401, 401, 429]


def test_right_logins_are_not_counted(api, customer, settings):
    rates = {"login-account": (1, 900), "login-address": (1, 900)}
    settings.API_THROTTLES = settings.API_THROTTLES | rates
    body = {"identifier": customer.email, "password": PASSWORD}

    assert [api.post("auth/login/", body).status_code for _ in range(3)] == [200] * 3


def test_throttles_are_kept_for_all_schemas_together(at, books, customer):
    at(books).post("auth/login/", {"identifier": customer.email, "password": "wrong"})

    keys = list(ThrottleCount.objects.order_by("key").values_list("key", flat=True))
    scopes = ["login-account", "login-address", "login-everywhere"]
    assert [key.partition(":")[0] for key in keys] == scopes
    assert not any(customer.email in key for key in keys)


def test_an_invented_forwarded_address_does_not_help(api, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"login-address": (1, 900)}
    body = {"identifier": "n@mail.example", "password": "x"}
    statuses = [
        api.post("auth/login/", body, x_forwarded_for=f"10.0.0.{n}").status_code for n in range(2)
    ]
    assert statuses == [401, 429]


def test_a_web_session_of_this_host_needs_the_csrf_token(api, customer):
    strict = Api(enforce_csrf_checks=True)
    with use_market():
        strict.client.force_login(customer)
    answer = strict.delete("cart/")

    assert_problem(answer, status=403, code="not-allowed")
    assert strict.get("orders/").status_code == 200


def queued_mail():
    from django_tasks_db.models import DBTaskResult

    results = DBTaskResult.objects.filter(task_path__endswith="deliver_mail").order_by(
        "enqueued_at"
    )
    mails = [result.args_kwargs["kwargs"] for result in results]
    return [mail for mail in mails if not mail["to"].startswith("owner@")]


def test_registering_queues_one_welcome_mail_and_a_refusal_none(api):
    assert api.post("auth/register/", GOOD).status_code == 201
    assert api.post("auth/register/", GOOD).status_code == 400

    (mail,) = queued_mail()
    assert (mail["to"], mail["template"]) == ("ada@mail.example", "welcome")


def test_registering_computes_one_hash(api, monkeypatch):
    hashed = []
    kind = type(hashers.get_hasher())
    real = kind.encode

    def count(self, password, salt, *args, **kwargs):
        hashed.append(password)
        return real(self, password, salt, *args, **kwargs)

    monkeypatch.setattr(kind, "encode", count)
    api.post("auth/register/", GOOD)

    assert hashed == [GOOD["password"]]
