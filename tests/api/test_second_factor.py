"""A second factor over the API: logging in, setting up, confirming; replays, races, clocks."""

from datetime import timedelta

import pyotp
import pytest
from django.utils import timezone

from marketplace.accounts.logins import keys, second_factor
from marketplace.accounts.models import (
    Challenge,
    RecoveryCode,
    SecondFactor,
    TokenFamily,
    User,
    WebSession,
)
from marketplace.accounts.proofs.challenges import CodeRefused
from marketplace.requests.throttles import TooManyTries
from tenants.registry.context import use_market
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, grow_old, make_customer
from tests.factories.messages import codes_by_mail
from tests.factories.second_factor import SECRET, app_code, enrol, recovery_code
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    return enrol(make_customer())


def fresh(user):
    return User.objects.get(pk=user.pk)


def begin(api, user, **more):
    """The challenge of a login by the password."""
    body = {"identifier": user.email, "password": PASSWORD} | more
    answer = api.post("auth/login/", body)
    document = assert_problem(answer, status=401, code="second-factor-needed")
    assert document["expires_in"] == 300
    return document["challenge"]


def answer(api, challenge, code):
    return api.post("auth/verify-otp/", {"challenge": challenge, "code": code})


# --- logging in ---------------------------------------------------------------------------------


def test_a_login_takes_two_steps(api, ada):
    challenge = begin(api, ada)
    assert not TokenFamily.objects.exists()

    opened = answer(api, challenge, app_code(ada))

    assert opened.status_code == 200
    body = opened.json()
    assert (body["purpose"], body["user"]["email"]) == ("login", ada.email)
    api.access = body["login"]["access"]
    assert api.get("orders/").status_code == 200


ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f"\u200e{code}\u202c",
        lambda code: code.translate(ARABIC),
        lambda code: f"{code[:3]}\u00a0{code[3:]}".translate(WIDE),
    ],
)
def test_a_code_is_right_however_a_keyboard_or_a_copy_writes_it(api, ada, typed):
    assert answer(api, begin(api, ada), typed(app_code(ada))).status_code == 200


def test_a_recovery_code_may_have_capitals_and_other_dashes(api, ada):
    typed = recovery_code(ada).upper().replace("-", "\u2013")

    assert answer(api, begin(api, ada), typed).status_code == 200


def test_a_recovery_code_does_as_well_and_once(api, ada):
    code = recovery_code(ada)

    assert answer(api, begin(api, ada), code).status_code == 200
    assert_problem(answer(api, begin(api, ada), code), status=422, code="code-refused")


def test_a_challenge_is_good_once_and_for_five_tries(api, ada):
    challenge = begin(api, ada)
    for _ in range(5):
        assert answer(api, challenge, "000000").status_code == 422
    assert answer(api, challenge, app_code(ada)).status_code == 422

    challenge = begin(api, ada)
    assert answer(api, challenge, app_code(ada)).status_code == 200
    assert answer(api, challenge, recovery_code(ada)).status_code == 422
    assert TokenFamily.objects.count() == 1


def test_a_challenge_ends_after_five_minutes_and_with_the_password(api, ada):
    late, changed = begin(api, ada), begin(api, ada)
    Challenge.objects.filter(uuid=late).update(expires_at=timezone.now())
    assert answer(api, late, app_code(ada)).status_code == 422

    user = fresh(ada)
    user.set_password("another garden behind it")
    user.save()
    assert answer(api, changed, app_code(ada)).status_code == 422


def test_a_challenge_ends_with_the_account(api, ada):
    challenge = begin(api, ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert answer(api, challenge, app_code(ada)).status_code == 422
    assert not TokenFamily.objects.exists()


def test_a_code_by_mail_is_no_second_factor(api, ada, no_messages):
    User.objects.filter(pk=ada.pk).update(email_verified_at=timezone.now())
    asked = api.post("auth/request-otp/", {"identifier": ada.email, "purpose": "login"}).json()
    sent = answer(api, asked["challenge"], codes_by_mail(ada.email)[0])

    document = assert_problem(sent, status=401, code="second-factor-needed")
    assert not TokenFamily.objects.exists()
    assert answer(api, document["challenge"], app_code(ada)).status_code == 200


@pytest.mark.parametrize("purpose", ["second", "verify"])
def test_nobody_asks_for_a_challenge_without_the_first_factor(api, ada, purpose):
    body = {"identifier": ada.email, "purpose": purpose}
    assert api.post("auth/request-otp/", body).status_code == (400 if purpose == "second" else 202)
    asked = api.post("auth/request-otp/", {"identifier": ada.email, "purpose": "login"}).json()
    assert answer(api, asked["challenge"], app_code(ada)).status_code == 422


def test_a_browser_logs_in_by_two_steps_too(ada):
    browser = Api(enforce_csrf_checks=True)
    token = browser.get("auth/csrf-token/").json()["csrf_token"]

    first = browser.post(
        "auth/sessions/", {"identifier": ada.email, "password": PASSWORD}, x_csrftoken=token
    )
    document = assert_problem(first, status=401, code="second-factor-needed")
    assert not WebSession.objects.exists()
    second = {"challenge": document["challenge"], "code": app_code(ada)}
    opened = browser.post("auth/sessions/", second, x_csrftoken=token)

    assert opened.status_code == 201
    assert browser.get("orders/").status_code == 200


def test_oscars_door_asks_too(at, books, ada):
    client = at(books)
    token = client.get("auth/csrf-token/").json()["csrf_token"]

    body = {"username": ada.email, "password": PASSWORD}
    refused = client.post("oscar/login/", body, x_csrftoken=token)

    assert_problem(refused, status=401, code="second-factor-needed")
    assert not WebSession.objects.exists()


def test_the_older_name_of_the_door_asks_too(api, ada):
    body = {"identifier": ada.email, "password": PASSWORD}
    assert_problem(api.post("auth/token/", body), status=401, code="second-factor-needed")


# --- codes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [-2, -1, 0, 1, 2])
def test_a_clock_may_be_one_step_wrong(ada, step):
    code = app_code(ada, step=step)
    if abs(step) == 2:
        with pytest.raises(CodeRefused):
            second_factor.check(user=fresh(ada), code=code, address="192.0.2.1")
    else:
        second_factor.check(user=fresh(ada), code=code, address="192.0.2.1")


def test_codes_may_be_typed_as_they_are_shown(ada):
    code = app_code(ada)
    second_factor.check(user=fresh(ada), code=f" {code[:3]} {code[3:]}", address="192.0.2.1")
    words = recovery_code(ada).replace("-", " ").upper()
    second_factor.check(user=fresh(ada), code=words, address="192.0.2.1")


def test_a_code_is_taken_once_and_none_before_it(ada):
    second_factor.check(user=fresh(ada), code=app_code(ada), address="192.0.2.1")

    for step in (0, -1):
        with pytest.raises(CodeRefused):
            second_factor.check(user=fresh(ada), code=app_code(ada, step=step), address="192.0.2.1")
    second_factor.check(user=fresh(ada), code=app_code(ada, step=1), address="192.0.2.1")


def test_a_code_of_a_secret_that_was_replaced_at_the_same_moment_is_refused(ada, monkeypatch):
    step_of = second_factor._step_of

    def replace_secret(secret, code):
        SecondFactor.objects.filter(user=ada).update(secret=keys.seal(pyotp.random_base32()))
        return step_of(secret, code)

    monkeypatch.setattr(second_factor, "_step_of", replace_secret)
    with pytest.raises(CodeRefused):
        second_factor.check(user=fresh(ada), code=app_code(ada), address="192.0.2.1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [app_code, recovery_code])
def test_of_many_with_one_code_at_once_one_gets_through(kind):
    ada = enrol(make_customer())
    challenges = [begin(Api(), ada) for _ in range(4)]
    code = kind(ada)

    answers = at_once(
        *[lambda challenge=challenge: answer(Api(), challenge, code) for challenge in challenges]
    )

    assert sorted(one.status_code for one in answers) == [200, 422, 422, 422]
    assert TokenFamily.objects.filter(user=ada).count() == 1


def test_tries_are_counted_for_the_client_and_lock_nobody_else_out(ada):
    for _ in range(10):
        with pytest.raises(CodeRefused):
            second_factor.check(user=fresh(ada), code="000000", address="203.0.113.7")
    with pytest.raises(TooManyTries):
        second_factor.check(user=fresh(ada), code=app_code(ada), address="203.0.113.7")

    second_factor.check(user=fresh(ada), code=app_code(ada), address="198.51.100.4")


def test_tries_of_many_clients_are_counted_for_the_account_together(ada, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"second-factor-account": (3, 3600)}
    for number in range(3):
        with pytest.raises(CodeRefused):
            second_factor.check(user=fresh(ada), code="000000", address=f"203.0.113.{number}")

    with pytest.raises(TooManyTries):
        second_factor.check(user=fresh(ada), code=app_code(ada), address="198.51.100.4")


def test_a_stranger_without_the_password_costs_the_owner_no_try(api, ada):
    for _ in range(9):
        api.post("auth/login/", {"identifier": ada.email, "password": "wrong password"})

    assert answer(api, begin(api, ada), app_code(ada)).status_code == 200


def test_the_secret_is_sealed_and_sealed_anew_under_a_new_key(ada, settings):
    row = SecondFactor.objects.get(user=ada)
    assert SECRET not in row.secret
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-tests-" + "n" * 40
    assert keys.open_sealed(row.secret) == SECRET

    assert (second_factor.seal_anew(), second_factor.seal_anew()) == (1, 0)

    settings.SECRET_KEY_FALLBACKS = []
    assert keys.open_sealed(SecondFactor.objects.get(user=ada).secret) == SECRET
    second_factor.check(user=fresh(ada), code=app_code(ada), address="192.0.2.1")


# --- setting it up ------------------------------------------------------------------------------


def test_it_is_set_up_and_ends_the_other_logins(api, customer):
    with use_market():
        other = Api().login(customer)
    api.login(customer)
    begun = api.post("auth/second-factor/").json()
    assert begun["secret"] in begun["uri"]
    assert api.get("auth/second-factor/").json()["is_on"] is False

    done = api.post("auth/second-factor/confirm/", {"code": app_code(customer)})

    assert len(set(done.json()["recovery_codes"])) == 10
    assert api.get("auth/second-factor/").json() == {
        "is_on": True,
        "is_required": False,
        "recovery_codes_left": 10,
    }
    assert other.get("orders/").status_code == 401
    assert_problem(api.post("auth/second-factor/"), status=409, code="second-factor-on")


def test_confirming_again_shows_no_other_recovery_codes(api, customer):
    with use_market():
        api.login(customer)
    api.post("auth/second-factor/")
    shown = api.post("auth/second-factor/confirm/", {"code": app_code(customer)}).json()

    again = api.post("auth/second-factor/confirm/", {"code": app_code(customer, step=1)})

    assert_problem(again, status=409, code="second-factor-on")
    code = shown["recovery_codes"][0]
    second_factor.check(user=fresh(customer), code=code, address="192.0.2.1")
    assert RecoveryCode.objects.filter(user=customer, used_at=None).count() == 9


def test_codes_are_renewed_and_it_is_switched_off_by_a_code(api, customer):
    api.login(customer)
    api.post("auth/second-factor/")
    wrong = api.post("auth/second-factor/confirm/", {"code": "000000"})
    assert_problem(wrong, status=422, code="code-refused")
    first = api.post("auth/second-factor/confirm/", {"code": app_code(customer)}).json()

    one, two, *_ = first["recovery_codes"]
    second = api.post("auth/second-factor/recovery-codes/", {"code": one}).json()
    assert not set(first["recovery_codes"]) & set(second["recovery_codes"])
    refused = api.post("auth/second-factor/off/", {"code": two})
    assert_problem(refused, status=422, code="code-refused")
    off = api.post("auth/second-factor/off/", {"code": second["recovery_codes"][0]})

    assert off.status_code == 204
    assert RecoveryCode.objects.count() == 0
    assert api.get("auth/second-factor/").json()["is_on"] is False


def test_an_operator_without_one_may_set_it_up_and_nothing_else(api):
    operator = make_customer(is_superuser=True)
    api.login(operator)

    refused = api.get("orders/")
    assert_problem(refused, status=403, code="second-factor-required")
    api.post("auth/second-factor/")
    done = api.post("auth/second-factor/confirm/", {"code": app_code(operator)})
    assert done.status_code == 200
    assert api.get("orders/").status_code == 200
    off = api.post("auth/second-factor/off/", {"code": done.json()["recovery_codes"][0]})
    assert_problem(off, status=403, code="second-factor-required")


# --- step-up ------------------------------------------------------------------------------------


def test_what_is_dangerous_wants_a_fresh_login_by_the_password(api, customer):
    api.login(customer)
    grow_old(customer)

    refused = api.post("auth/second-factor/")
    document = assert_problem(refused, status=403, code="step-up-needed")
    assert "auth/confirm/" in document["detail"]
    wrong = api.post("auth/confirm/", {"password": "wrong password"})
    assert_problem(wrong, status=403, code="confirmation-needed")
    assert api.post("auth/confirm/", {"password": PASSWORD}).status_code == 204
    assert api.post("auth/second-factor/").status_code == 201
    TokenFamily.objects.update(confirmed_at=timezone.now() - timedelta(minutes=11))
    assert api.post("auth/second-factor/").status_code == 403


def test_whoever_has_a_second_factor_confirms_by_it_alone(api, ada):
    opened = answer(api, begin(api, ada), app_code(ada)).json()
    api.access = opened["login"]["access"]
    grow_old(ada)

    by_password = api.post("auth/confirm/", {"password": PASSWORD})
    assert_problem(by_password, status=403, code="confirmation-needed")
    erased = api.post("users/me/erase/", {"confirm": "erase", "password": PASSWORD})
    assert_problem(erased, status=403, code="step-up-needed")
    assert fresh(ada).anonymised_at is None
    assert api.post("auth/confirm/", {"code": recovery_code(ada)}).status_code == 204
    assert TokenFamily.objects.get(user=ada).confirmed_at is not None


def test_a_refund_over_the_api_asks_first(at, books):
    from tests.factories.staff import make_member

    owner = make_member(books, "owner")
    client = at(books).login(owner) if owner.check_password(PASSWORD) else None
    assert client is not None
    grow_old(owner)
    some = "7b1b1c8e-0000-4000-8000-000000000000"

    refused = client.post(f"retailers/{books.slug}/returns/{some}/transitions/", {"to": "refunded"})

    assert_problem(refused, status=403, code="step-up-needed")
    answered = client.post(f"retailers/{books.slug}/returns/{some}/transitions/", {"to": "refused"})
    assert answered.status_code == 404
