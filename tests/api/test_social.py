"""Social logins, against a provider on this machine with real keys."""

import hashlib
import hmac
import json

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.utils import timezone
from jwt.utils import base64url_encode

from marketplace.accounts.models import Identity, TokenFamily, User
from marketplace.accounts.social import id_tokens
from tenants.tasks.runner import run_all
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.goods import make_product
from tests.factories.oidc import CLIENT, VERIFIER, Provider, elliptic_key
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
EMAIL = "ada@mail.example"
PATH = "auth/social/google/"


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running, settings):
    """Its keys are unknown at the start of each test, as in a new process."""
    id_tokens._keys.cache_clear()
    running.failing, running.fetched = False, 0
    running.forms.clear()
    offer(settings, google=running.settings())
    yield running
    id_tokens._keys.cache_clear()


def offer(settings, **providers):
    settings.SOCIAL_PROVIDERS = settings.SOCIAL_PROVIDERS | providers


def by_token(api, token, path=PATH, **more):
    return api.post(path, {"id_token": token} | more)


def test_the_first_login_makes_an_account_and_the_second_finds_it(api, provider):
    first = by_token(api, provider.token(), device="Ada's phone")

    assert first.status_code == 200
    user = User.objects.get(email=EMAIL)
    assert first.json()["user"] == {
        "id": str(user.uuid),
        "email": EMAIL,
        "phone": None,
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email_verified": True,
        "phone_verified": False,
    }
    assert not user.has_usable_password()
    api.access = first.json()["access"]
    assert api.get("orders/").status_code == 200
    assert by_token(Api(), provider.token(email="other@mail.example")).json()["user"]["id"] == str(
        user.uuid
    )  # the subject tells who it is, not the address
    assert Identity.objects.count() == 1
    assert list(TokenFamily.objects.order_by("id").values_list("device", flat=True)[:1]) == [
        "Ada's phone"
    ]


def test_each_subject_has_an_account_of_its_own(api, provider):
    users = [
        by_token(Api(), provider.token(sub=name, email=f"{name}@mail.example")).json()["user"]["id"]
        for name in ("ada", "bob", "ada")
    ]

    assert users[0] == users[2] != users[1]


def test_a_guests_cart_comes_along(api, books, provider):
    api.add(make_product(books))

    assert by_token(api, provider.token()).json()["cart"]["moved"] == 1


def test_nothing_is_offered_until_it_is_configured(api):
    for name in ("google", "apple", "facebook", "nobody"):
        answer = by_token(api, "a.b.c", f"auth/social/{name}/")
        assert_problem(answer, status=404, code="not-found")


# --- the account that is there -----------------------------------------------------------------


def test_a_proven_account_is_joined_and_keeps_its_password(api, provider):
    user = make_customer(EMAIL, email_verified_at=timezone.now())
    other = Api().login(user)

    assert by_token(api, provider.token()).json()["user"]["id"] == str(user.uuid)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert other.get("orders/").status_code == 200


def test_an_account_that_nobody_had_proven_is_taken_from_whoever_made_it(api, provider):
    """A stranger may have registered the address and wait for its owner."""
    user = make_customer(EMAIL, phone="+4930123456", proven_phone="+4930123456")
    Identity.objects.create(user=user, provider="facebook", subject="stranger")
    stranger = Api().login(user)

    assert by_token(api, provider.token()).status_code == 200

    user.refresh_from_db()
    assert not user.has_usable_password()
    assert user.email_verified_at is not None
    assert (user.phone, user.proven_phone) == (None, "")
    assert list(user.identities.values_list("provider", flat=True)) == ["google"]
    assert stranger.get("orders/").status_code == 401
    assert stranger.post("auth/refresh/", {"refresh": stranger.refresh}).status_code == 401


UNPROVEN = {
    "says no": ({"email_verified": False}, {}),
    "says nothing": ({"email_verified": None}, {}),
    "cannot be believed": ({}, {"trusts_email": False}),
}


@pytest.mark.parametrize(("claims", "changes"), UNPROVEN.values(), ids=UNPROVEN.keys())
def test_an_address_that_the_provider_did_not_prove_opens_no_account(
    api, provider, settings, claims, changes
):
    make_customer(EMAIL, email_verified_at=timezone.now())
    offer(settings, google=provider.settings(**changes))

    answer = by_token(api, provider.token(**claims))

    assert_problem(answer, status=422, code="social-email-needed")
    assert not Identity.objects.exists()
    assert not TokenFamily.objects.exists()


def test_a_new_account_with_such_an_address_is_asked_to_prove_it(api, provider):
    run_all()
    mail.outbox.clear()
    body = by_token(api, provider.token(email_verified=False)).json()
    run_all()

    assert body["user"]["email_verified"] is False
    assert "/auth/verify-email/" in mail.outbox[-1].body


@pytest.mark.parametrize("email", [None, "", "no address"])
def test_without_an_address_there_is_no_account(api, provider, email):
    answer = by_token(api, provider.token(email=email))

    assert_problem(answer, status=422, code="social-email-needed")
    assert not User.objects.filter(first_name="Ada").exists()


def test_a_closed_account_is_not_opened(api, provider):
    by_token(api, provider.token())
    User.objects.filter(email=EMAIL).update(is_active=False)

    assert_problem(by_token(api, provider.token()), status=401, code="social-login-refused")


@pytest.mark.django_db(transaction=True)
def test_of_many_first_logins_at_once_one_makes_the_account(provider):
    logins = [lambda: by_token(Api(), provider.token()).status_code for _ in range(4)]

    assert at_once(*logins) == [200] * 4
    assert User.objects.filter(email=EMAIL).count() == 1
    assert Identity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_first_logins_by_two_providers_at_once_meet_in_one_account(provider, settings):
    offer(settings, apple=provider.settings())
    paths = [PATH, "auth/social/apple/"] * 2
    logins = [
        lambda path=path: by_token(Api(), provider.token(), path).status_code for path in paths
    ]
    assert at_once(*logins) == [200] * 4
    user = User.objects.get(email=EMAIL)
    assert sorted(user.identities.values_list("provider", flat=True)) == ["apple", "google"]


# --- tokens ------------------------------------------------------------------------------------


def _public_text(provider):
    return (
        provider.keys["first"]
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def _hmac_with_the_public_key(provider):
    """What a careless library takes for a signature: the public key as the secret of HS256."""
    head = jwt.encode({}, "k" * 32, "HS256", headers={"kid": "first"}).split(".")[0]
    body = base64url_encode(json.dumps(provider.claims()).encode()).decode()
    signature = hmac.new(_public_text(provider), f"{head}.{body}".encode(), "sha256").digest()
    return f"{head}.{body}.{base64url_encode(signature).decode()}"


def _unsigned(provider):
    return jwt.encode(provider.claims(), None, "none", headers={"kid": "first"})


def _other_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


FORGED = {
    "nothing": lambda p: "x",
    "no signature": _unsigned,
    "our own signature": lambda p: jwt.encode(
        p.claims(), "k" * 64, "HS256", headers={"kid": "first"}
    ),
    "the public key as a secret": _hmac_with_the_public_key,
    "another key": lambda p: p.token(key=_other_key()),
    "a key of another kind": lambda p: p.token(key=elliptic_key(), algorithm="ES256"),
    "a key that the provider has not": lambda p: jwt.encode(
        p.claims(), _other_key(), "RS256", headers={"kid": "second"}
    ),
    "no key named": lambda p: jwt.encode(p.claims(), p.keys["first"], "RS256"),
    "altered": lambda p: p.token()[:-6] + "AAAAAA",
    "another app's": lambda p: p.token(aud="someone.else"),
    "no audience": lambda p: p.token(aud=None),
    "another issuer": lambda p: p.token(iss="https://evil.example"),
    "no issuer": lambda p: p.token(iss=None),
    "expired": lambda p: p.token(exp=1_700_000_000),
    "without expiry": lambda p: p.token(exp=None),
    "from the future": lambda p: p.token(iat=4_000_000_000, exp=4_000_003_600),
    "nobody": lambda p: p.token(sub=None),
    "a name that no column holds": lambda p: p.token(sub="ada\0"),
    "a name without end": lambda p: p.token(sub="a" * 256),
}


@pytest.mark.parametrize("make", FORGED.values(), ids=FORGED.keys())
def test_tokens_that_open_nothing(api, provider, make):
    answer = by_token(api, make(provider))

    assert_problem(answer, status=401, code="social-login-refused")
    assert not User.objects.filter(email=EMAIL).exists()
    assert not Identity.objects.exists()


def test_a_token_for_another_of_our_apps_is_taken(api, provider):
    assert by_token(api, provider.token(aud="phone.galleria.example")).status_code == 200


@pytest.mark.parametrize("hashed", [False, True])
def test_a_token_with_a_nonce_needs_the_nonce(api, provider, hashed):
    nonce = "n-0S6_WzA2Mj"
    said = hashlib.sha256(nonce.encode()).hexdigest() if hashed else nonce
    for wrong in ({}, {"nonce": "another"}):
        answer = by_token(api, provider.token(nonce=said), **wrong)
        assert_problem(answer, status=401, code="social-login-refused")

    assert by_token(api, provider.token(nonce=said), nonce=nonce).status_code == 200


def test_a_nonce_that_is_not_in_the_token_is_refused(api, provider):
    assert by_token(api, provider.token(), nonce="n-0S6_WzA2Mj").status_code == 401


def test_keys_are_fetched_once_and_not_for_each_unknown_one(api, provider):
    for _ in range(3):
        by_token(Api(), provider.token())
    for _ in range(5):
        by_token(Api(), FORGED["a key that the provider has not"](provider))

    assert provider.fetched == 1


def test_a_provider_that_does_not_answer_is_told_as_such(api, provider, settings):
    """And is no try of whoever asked."""
    settings.API_THROTTLES = settings.API_THROTTLES | {"social-address": (1, 10**9)}
    offer(settings, google=provider.settings(keys_url="http://127.0.0.1:9/keys"))
    by_token(api, provider.token())
    answer = by_token(api, provider.token())

    assert_problem(answer, status=503, code="provider-unavailable")
    assert answer.headers["Retry-After"] == "10"


def test_tokens_cannot_be_tried_without_end(api, provider, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"social-address": (3, 10**9)}
    statuses = [by_token(Api(), "x").status_code for _ in range(4)]

    assert statuses == [401, 401, 401, 429]
    assert by_token(api, provider.token()).status_code == 429


def test_a_token_logs_in_once_however_its_signature_is_spelled(api, provider):
    token = provider.token()
    assert by_token(api, token).status_code == 200
    for again in (token, token + "="):
        answer = by_token(Api(), again)
        assert_problem(answer, status=401, code="social-login-refused")


@pytest.mark.django_db(transaction=True)
def test_of_many_with_one_token_one_is_let_in(provider):
    token = provider.token()
    statuses = at_once(*[lambda: by_token(Api(), token).status_code] * 4)
    assert sorted(statuses) == [200, 401, 401, 401]


# --- codes -------------------------------------------------------------------------------------

CODE = {"code": "code-1", "redirect_uri": "app://login", "code_verifier": VERIFIER}


def test_an_authorization_code_logs_in_once(api, provider):
    provider.give_code()
    assert api.post(PATH, CODE).status_code == 200
    assert provider.forms == [
        {
            **CODE,
            "grant_type": "authorization_code",
            "client_id": CLIENT,
            "client_secret": "shared-secret",
        }
    ]
    again = api.post(PATH, CODE)
    assert_problem(again, status=401, code="social-login-refused")


def test_a_stolen_code_is_worth_nothing_without_the_verifier(api, provider):
    provider.give_code(verifier="w" * 43)

    assert_problem(api.post(PATH, CODE), status=401, code="social-login-refused")


def test_a_token_that_came_for_a_code_is_verified_too(api, provider):
    provider.give_code(aud="someone.else")

    assert_problem(api.post(PATH, CODE), status=401, code="social-login-refused")


def test_apples_secret_is_a_token_that_its_key_signs(api, provider, settings):
    key = elliptic_key()
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    values = provider.settings(team_id="TEAM", key_id="KEY", private_key=text)
    values.pop("client_secret")
    offer(settings, apple=values)
    provider.give_code()

    assert api.post("auth/social/apple/", CODE).status_code == 200

    secret = provider.forms[-1]["client_secret"]
    said = jwt.decode(
        secret, key.public_key(), algorithms=["ES256"], audience="https://appleid.apple.com"
    )
    assert (said["iss"], said["sub"], said["exp"] - said["iat"]) == ("TEAM", CLIENT, 300)
    assert jwt.get_unverified_header(secret)["kid"] == "KEY"


def test_a_provider_that_fails_at_the_exchange_is_told_as_such(api, provider):
    provider.failing = True

    assert_problem(api.post(PATH, CODE), status=503, code="provider-unavailable")


INCOMPLETE = {
    "nothing": ({}, ["id_token"]),
    "no verifier": ({"code": "x", "redirect_uri": "app://login"}, ["code_verifier"]),
    "a short verifier": (CODE | {"code_verifier": "short"}, ["code_verifier"]),
    "the code alone": ({"code": "x"}, ["redirect_uri", "code_verifier"]),
}


@pytest.mark.parametrize(("body", "fields"), INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_what_is_missing_is_named(api, provider, body, fields):
    document = assert_problem(api.post(PATH, body), status=400, code="validation-error")

    assert list(document["errors"]) == fields


@pytest.mark.parametrize("name", ["google", "apple", "facebook"])
def test_each_provider_is_asked_over_https_by_its_published_addresses(settings, name):
    values = settings.SOCIAL_PROVIDERS[name]

    assert values["client_ids"] == []
    for address in (values["keys_url"], values["token_url"]):
        assert address.startswith("https://")
