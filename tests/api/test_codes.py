"""One-time codes: to prove an address or number, to log in, to reset a password."""

import hmac
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from marketplace.accounts.models import Challenge, TokenFamily, User
from marketplace.accounts.proofs import challenges
from marketplace.notifications.channels import sms
from tests.api.codes import answer, ask, challenge, wrong
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.messages import codes_by_mail, codes_by_sms
from tests.factories.threads import at_once
from tests.tenants.jobs import meet_a_held_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_messages")]
PHONE = "+4930123456"


def test_a_code_that_nobody_waits_for_any_more_is_not_sent(api, customer):
    """The worker was down for longer than a code lives."""
    late = ask(api, "login", customer.email).json()["challenge"]
    Challenge.objects.update(created_at=timezone.now() - challenges.LIFE - timedelta(seconds=1))
    ask(api, "login", customer.email)

    assert len(codes_by_mail(customer.email)) == 1
    assert_problem(answer(api, late, "123456"), status=422, code="code-refused")


def test_a_code_by_mail_logs_in_and_proves_the_address(api, customer):
    asked = ask(api, "login", customer.email.upper())
    assert asked.json() | {"challenge": ""} == {
        "challenge": "",
        "channel": "email",
        "expires_in": 300,
    }
    (code,) = codes_by_mail(customer.email)

    body = answer(api, asked.json()["challenge"], code, device="Ada's phone").json()

    assert body["purpose"] == "login"
    assert body["reset_token"] is None
    assert body["user"]["email_verified"] is True
    api.access = body["login"]["access"]
    assert api.get("orders/").status_code == 200
    assert TokenFamily.objects.get().device == "Ada's phone"


def test_a_code_by_sms_proves_the_number_and_then_logs_in(api):
    user = make_customer(phone=PHONE)
    api.login(user)
    body = answer(api, challenge(api, "verify", channel="sms"), codes_by_sms(PHONE)[-1]).json()
    assert (body["user"]["phone_verified"], body["login"]) == (True, None)

    guest = Api()
    asked = challenge(guest, "login", "+49 (30) 123-456")
    assert answer(guest, asked, codes_by_sms(PHONE)[-1]).json()["login"]["access"]
    assert len(codes_by_sms(PHONE)) == 2
    assert "Give it to nobody" in sms.outbox[-1][1]


@pytest.mark.parametrize("purpose", ["login", "reset"])
def test_a_number_that_nobody_has_proven_opens_no_account(api, purpose):
    make_customer(phone=PHONE)
    asked = challenge(api, purpose, PHONE)

    assert codes_by_sms(PHONE) == []
    assert Challenge.objects.get(uuid=asked).user is None


def test_another_number_is_not_proven_by_the_code_of_the_one_before(api):
    user = make_customer(phone=PHONE)
    asked = challenge(api.login(user), "verify", channel="sms")
    (code,) = codes_by_sms(PHONE)
    User.objects.filter(pk=user.pk).update(phone="+4930999999")

    assert_problem(answer(api, asked, code), status=422, code="code-refused")
    user.refresh_from_db()
    assert not user.is_phone_verified


def test_proving_my_own_needs_no_name_but_a_login_or_a_number(api, customer):
    assert_problem(ask(api, "verify"), status=400, code="validation-error")
    api.login(customer)
    document = assert_problem(
        ask(api, "verify", channel="sms"), status=400, code="validation-error"
    )
    assert list(document["errors"]) == ["channel"]
    assert ask(api, "verify").json()["channel"] == "email"


def test_a_code_resets_the_password_once_and_ends_every_login(api, customer):
    other = Api().login(customer)
    asked = challenge(api, "reset", customer.email)
    token = answer(api, asked, codes_by_mail(customer.email)[-1]).json()["reset_token"]
    assert api.get(f"auth/validate-reset-token/{token}/").json() == {"valid": True}

    body = {"token": token, "password": "looms count in cards"}
    assert api.post("auth/password/reset/confirm/", body).status_code == 204

    customer.refresh_from_db()
    assert customer.check_password("looms count in cards")
    assert other.get("orders/").status_code == 401
    assert_problem(api.post("auth/password/reset/confirm/", body), status=422, code="link-refused")


def test_who_resets_by_a_code_to_an_unproven_mailbox_takes_the_account_over(api):
    user = make_customer(phone=PHONE, proven_phone=PHONE)
    user.identities.create(provider="google", subject="stranger")
    asked = challenge(api, "reset", user.email)

    assert answer(api, asked, codes_by_mail(user.email)[-1]).status_code == 200

    user.refresh_from_db()
    assert (user.phone, user.proven_phone, user.identities.count()) == (None, "", 0)
    assert user.email_verified_at is not None


def test_who_logs_in_by_a_code_to_an_unproven_mailbox_takes_the_account_over(api):
    """Whoever registered the address may be a stranger, who waits with password and login."""
    stranger = make_customer(phone=PHONE, proven_phone=PHONE)
    stranger.identities.create(provider="facebook", subject="stranger")
    waiting = Api().login(stranger)
    challenged = challenge(api, "login", stranger.email)

    tokens = answer(api, challenged, codes_by_mail(stranger.email)[-1]).json()

    stranger.refresh_from_db()
    assert (stranger.phone, stranger.identities.count()) == (None, 0)
    assert not stranger.check_password(PASSWORD)
    assert waiting.get("orders/").status_code == 401
    api.access = tokens["login"]["access"]
    assert api.get("users/me/").json()["email_verified"] is True


def test_an_outage_in_the_middle_leaves_the_code_as_good_as_it_was(api, customer, monkeypatch):
    asked = challenge(api, "login", customer.email)
    [code] = codes_by_mail(customer.email)
    with monkeypatch.context() as patch:
        patch.setattr(challenges, "_prove", lambda *args: meet_a_held_shop())
        assert answer(api, asked, code).status_code == 503

    assert answer(api, asked, code).status_code == 200


def test_nobody_waits_for_a_code_that_was_cleared_away(customer):
    challenges.deliver_code(challenge=uuid4(), identifier=customer.email, language="")
    assert codes_by_mail(customer.email) == []


def test_the_right_to_set_a_password_after_a_code_ends_with_fifteen_minutes(
    api, customer, monkeypatch
):
    from marketplace.accounts.logins import passwords

    token = passwords.token_after_code(customer)
    later = timezone.now().replace(tzinfo=None) + timedelta(minutes=16)
    monkeypatch.setattr(passwords.after_code, "_now", lambda: later)

    assert api.get(f"auth/validate-reset-token/{token}/").json() == {"valid": False}


def test_a_code_works_once(api, customer):
    asked = challenge(api, "login", customer.email)
    (code,) = codes_by_mail(customer.email)

    assert answer(api, asked, code).status_code == 200
    assert_problem(answer(api, asked, code), status=422, code="code-refused")
    assert TokenFamily.objects.count() == 1


def test_after_five_wrong_answers_the_right_one_is_refused_too(api, customer):
    asked = challenge(api, "login", customer.email)
    (code,) = codes_by_mail(customer.email)
    for _ in range(5):
        assert_problem(answer(api, asked, wrong(code)), status=422, code="code-refused")

    assert_problem(answer(api, asked, code), status=422, code="code-refused")
    assert not TokenFamily.objects.exists()


def test_the_fifth_try_may_still_be_right(api, customer):
    asked = challenge(api, "login", customer.email)
    (code,) = codes_by_mail(customer.email)
    for _ in range(4):
        answer(api, asked, wrong(code))

    assert answer(api, asked, code).status_code == 200


def test_a_code_ends_with_five_minutes(api, customer):
    asked = challenge(api, "login", customer.email)
    (code,) = codes_by_mail(customer.email)
    left = Challenge.objects.get(uuid=asked).expires_at - timezone.now()
    assert timedelta(minutes=4, seconds=50) < left <= timedelta(minutes=5)
    Challenge.objects.update(expires_at=timezone.now())

    assert_problem(answer(api, asked, code), status=422, code="code-refused")


def test_a_code_answers_its_own_challenge_only(api, customer):
    first, second = (challenge(api, "login", customer.email) for _ in range(2))
    codes = codes_by_mail(customer.email)
    if codes[0] == codes[1]:
        pytest.skip("one in a million")

    assert answer(api, first, codes[1]).status_code == 422
    assert answer(api, second, codes[1]).status_code == 200


def test_neither_the_code_nor_the_name_is_kept(api, customer):
    asked = challenge(api, "login", customer.email)
    (code,) = codes_by_mail(customer.email)
    row = Challenge.objects.values().get(uuid=asked)

    assert code not in str(row)
    assert customer.email not in str(row)
    assert code not in str(list(DBTaskResult.objects.values_list("args_kwargs", "return_value")))
    assert customer.email not in str(list(DBTaskResult.objects.values_list("args_kwargs")))


def test_codes_are_six_digits_of_all_kinds(api):
    made = {challenges.pyotp.HOTP(challenges.pyotp.random_base32()).at(0) for _ in range(300)}

    assert all(len(code) == 6 and code.isdigit() for code in made)
    assert len(made) > 290


# --- strangers ---------------------------------------------------------------------------------


class Calls:
    """What a request made the server do: statements, keyed hashes, queued tasks."""

    def __init__(self, monkeypatch):
        self.hashes = 0
        real = hmac.new

        def count(*args, **kwargs):
            self.hashes += 1
            return real(*args, **kwargs)

        monkeypatch.setattr(hmac, "new", count)

    def of(self, call, statements):
        self.hashes = 0
        before = DBTaskResult.objects.count()
        with statements() as seen:
            given = call()
        shown = given.json() | {"challenge": "", "trace_id": ""}
        kinds = [sql.split()[0] for sql in seen.data]
        tasks = list(
            DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)
        )[before:]
        return given.status_code, shown, kinds, self.hashes, tasks


@pytest.mark.parametrize("purpose", ["login", "reset", "verify"])
def test_asking_is_the_same_for_strangers(api, customer, monkeypatch, statements, purpose):
    calls = Calls(monkeypatch)
    known = calls.of(lambda: ask(api, purpose, customer.email), statements)
    unknown = calls.of(lambda: ask(api, purpose, "nobody@mail.example"), statements)

    assert known == unknown
    assert known[0] == 202
    assert known[-1] == ["marketplace.accounts.tasks.send_code"]


def test_answering_is_the_same_for_strangers(api, customer, monkeypatch, statements):
    asked = [challenge(api, "login", who) for who in (customer.email, "nobody@mail.example")]
    asked.append("2f1c7d58-3b0a-4f0e-9c61-0d5a7e1b9c44")
    (code,) = codes_by_mail(customer.email)
    calls = Calls(monkeypatch)
    for _ in range(6):  # the sixth is not looked at any more
        seen = [
            calls.of(lambda one=one: answer(api, one, wrong(code)), statements) for one in asked
        ]

        assert seen[0] == seen[1] == seen[2]
        assert seen[0][0] == 422


def test_the_sixth_code_of_an_hour_is_refused_for_strangers_too(api, customer):
    for who in (customer.email, "nobody@mail.example"):
        for _ in range(5):
            assert ask(api, "login", who).status_code == 202
        refused = ask(api, "login", f" {who.upper()}")
        assert_problem(refused, status=429, code="too-many-requests")
        assert 3590 < int(refused.headers["Retry-After"]) <= 3601
    assert len(codes_by_mail(customer.email)) == 5
    Challenge.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert ask(api, "login", customer.email).status_code == 202


def test_codes_take_as_many_statements_for_a_thousand_rows_as_for_ten(api, customer, statements):
    counts = []
    for number in (10, 1000):
        Challenge.objects.bulk_create(
            Challenge(
                subject=f"{n:064}",
                purpose="login",
                channel="email",
                user=customer,
                created_at=timezone.now() - timedelta(hours=2),
            )
            for n in range(number)
        )
        with statements() as seen:
            asked = challenge(api, "verify", customer.email)
        code = codes_by_mail(customer.email)[-1]
        with statements() as answered:
            assert answer(api, asked, code).status_code == 200
        counts.append((len(seen.data), len(answered.data)))
        User.objects.update(email_verified_at=None)
    assert counts == [(5, 6)] * 2  # counting, the factor, and the activity log


def test_an_account_gets_five_an_hour_by_all_its_names_together(api):
    user = make_customer(phone=PHONE, proven_phone=PHONE)
    for _ in range(4):
        assert ask(api, "login", user.email).status_code == 202
    for _ in range(3):
        assert ask(api, "login", PHONE).status_code == 202

    assert len(codes_by_mail(user.email)) + len(codes_by_sms(PHONE)) == 5


def test_a_closed_account_gets_no_code(api, customer):
    User.objects.filter(pk=customer.pk).update(is_active=False)
    challenge(api, "login", customer.email)

    assert codes_by_mail(customer.email) == []


def test_an_account_closed_meanwhile_is_not_opened(api, customer):
    asked = challenge(api, "login", customer.email)
    (code,) = codes_by_mail(customer.email)
    User.objects.filter(pk=customer.pk).update(is_active=False)

    assert_problem(answer(api, asked, code), status=422, code="code-refused")


def test_asking_for_many_accounts_from_one_address_is_stopped(api, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"code-address": (3, 3600)}
    statuses = [ask(api, "login", f"n{n}@mail.example").status_code for n in range(4)]

    assert statuses == [202, 202, 202, 429]


# --- what text messages cost -------------------------------------------------------------------


SMS_SCOPES = ["sms-number", "sms-account", "sms-address", "sms-country", "sms-market"]


@pytest.mark.parametrize("scope", SMS_SCOPES)
def test_beyond_the_budget_no_text_message_goes_out_and_nobody_is_told(
    api, settings, caplog, scope
):
    """The log names what is used up, and no number."""
    settings.API_THROTTLES = settings.API_THROTTLES | {scope: (1, 3600)}
    make_customer(phone=PHONE, proven_phone=PHONE)
    first, second = ask(api, "login", PHONE), ask(api, "login", PHONE)
    stranger = ask(api, "login", "+4930999999")

    assert len(codes_by_sms(PHONE)) == 1
    assert [one.status_code for one in (first, second, stranger)] == [202] * 3
    assert set(second.json()) == set(stranger.json())
    assert f"No text message to +49: {scope} used up" in caplog.text
    assert PHONE not in caplog.text


def test_codes_by_mail_cost_no_text_message(api, customer, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | dict.fromkeys(SMS_SCOPES, (0, 3600))
    ask(api, "login", customer.email)
    assert len(codes_by_mail(customer.email)) == 1


# --- at once -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_wrong_answers_at_once_five_are_looked_at():
    user, api = make_customer(), Api()
    asked = challenge(api, "login", user.email)
    code = codes_by_mail(user.email)[-1]
    guesses = [lambda n=n: answer(Api(), asked, wrong(code)).status_code for n in range(12)]

    assert at_once(*guesses) == [422] * 12
    assert Challenge.objects.get(uuid=asked).tries == 5
    assert answer(api, asked, code).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_many_right_answers_at_once_one_logs_in():
    user, api = make_customer(), Api()
    asked = challenge(api, "login", user.email)
    code = codes_by_mail(user.email)[-1]
    tries = [lambda: answer(Api(), asked, code).status_code for _ in range(5)]

    assert sorted(at_once(*tries)) == [200, 422, 422, 422, 422]
    assert TokenFamily.objects.filter(user=user).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_five_are_taken():
    user = make_customer()
    asks = [lambda: ask(Api(), "login", user.email).status_code for _ in range(9)]

    assert sorted(at_once(*asks)) == [202] * 5 + [429] * 4
    assert Challenge.objects.count() == 5
