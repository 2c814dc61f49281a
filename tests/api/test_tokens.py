"""Access and refresh tokens: what is taken, what is refused, what a reuse costs."""

import hmac
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.utils import timezone
from jwt.utils import base64url_encode

from marketplace.accounts.logins import tokens
from marketplace.accounts.models import TokenFamily, User
from tenants.registry.context import use_market, use_retailer
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db
PROBE = "auth/logout/"  # needs a login, and shows whether there is one


def claims(token):
    return jwt.decode(token, options={"verify_signature": False})


def forge(token, *, key=None, algorithm="HS256", **changes):
    """The token again with other claims, signed with our key unless told otherwise."""
    key = settings.SECRET_KEY if key is None else key
    return jwt.encode(claims(token) | changes, key, algorithm=algorithm)


def _signed_with_nothing(token):
    head, body, _ = token.split(".")
    signature = hmac.new(b"", f"{head}.{body}".encode(), "sha256").digest()
    return f"{head}.{body}.{base64url_encode(signature).decode()}"


@pytest.fixture
def pair(customer):
    with use_market():
        return tokens.issue(user=customer, device="Pixel 9")


def test_an_access_token_says_who_for_whom_and_how_long(pair, customer):
    said = claims(pair.access)
    family = TokenFamily.objects.get()

    assert said["sub"] == str(customer.uuid)
    assert said["fam"] == str(family.uuid)
    assert (said["iss"], said["aud"]) == ("galleria", "galleria:market")
    assert said["exp"] - said["iat"] == 15 * 60
    assert said["token_type"] == "access"


def test_a_refresh_token_lives_seven_days_and_is_the_familys_current_one(pair, customer):
    said = claims(pair.refresh)
    family = TokenFamily.objects.get()

    assert said["exp"] - said["iat"] == 7 * 24 * 60 * 60
    assert family.current_jti == said["jti"]
    assert (family.user, family.schema_name, family.device) == (customer, "market", "Pixel 9")
    assert abs(family.expires_at - timezone.now() - timedelta(days=7)) < timedelta(seconds=5)


REFUSED = {
    "nothing": lambda pair: "",
    "no token": lambda pair: "abc",
    "three dots": lambda pair: "a.b.c",
    "a refresh token": lambda pair: pair.refresh,
    "altered": lambda pair: pair.access[:-4] + "AAAA",
    "alg none": lambda pair: forge(pair.access, key="", algorithm="none"),
    "another algorithm": lambda pair: forge(pair.access, algorithm="HS512"),
    "no signature": lambda pair: pair.access.rpartition(".")[0] + ".",
    "another algorithm of our key": lambda pair: forge(pair.access, algorithm="HS384"),
    "a public key's algorithm": lambda pair: jwt.encode(
        claims(pair.access), rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256"
    ),
    "a key that it brings along": lambda pair: jwt.encode(
        claims(pair.access), "k" * 64, headers={"jwk": {"kty": "oct", "k": "a2tra2s"}, "kid": "x"}
    ),
    "an empty key": lambda pair: _signed_with_nothing(pair.access),
    "another key": lambda pair: forge(pair.access, key="k" * 64),
    "not yet valid": lambda pair: forge(pair.access, nbf=4_000_000_000),
    "of another type": lambda pair: forge(pair.access, token_type="sliding"),
    "of no type": lambda pair: forge(pair.access, token_type=None),
    "another audience": lambda pair: forge(pair.access, aud="galleria:shop_books"),
    "another service's audience": lambda pair: forge(pair.access, aud="galleria"),
    "another issuer": lambda pair: forge(pair.access, iss="someone"),
    "expired": lambda pair: forge(pair.access, exp=1_700_000_000),
    "without expiry": lambda pair: jwt.encode(
        {name: value for name, value in claims(pair.access).items() if name != "exp"},
        settings.SECRET_KEY,
    ),
    "another person": lambda pair: forge(pair.access, sub="7b1b1c8e-0000-4000-8000-000000000000"),
    "another family": lambda pair: forge(pair.access, fam="7b1b1c8e-0000-4000-8000-000000000000"),
    "no family": lambda pair: forge(pair.access, fam=None),
    "a subject that is no id": lambda pair: forge(pair.access, sub="1 OR 1=1"),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_refused_access_tokens(api, pair, make):
    api.access = make(pair) or " "
    answer = api.get("orders/")

    assert_problem(answer, status=401, code="token-invalid")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_refused_refresh_tokens(api, pair, make):
    """The same forgeries of the refresh token; none of them harms the family."""
    swapped = tokens.Pair(access=pair.refresh, refresh=pair.access)
    answer = api.post("auth/refresh/", {"refresh": make(swapped) or "-"})

    assert_problem(answer, status=401, code="token-invalid")
    assert TokenFamily.objects.get().revoked_at is None


def test_a_good_access_token_costs_one_statement(api, pair, statements):
    api.access = pair.access
    with statements() as seen:
        api.get("/api/v1/cart/")
    assert len(seen.data) == 2  # who it is, and whether there is a cart


def test_an_exchange_gives_a_new_pair_of_the_same_family(api, pair):
    answer = api.post("auth/refresh/", {"refresh": pair.refresh})

    assert answer.status_code == 200
    new = answer.json()
    assert claims(new["refresh"])["fam"] == claims(pair.refresh)["fam"]
    assert claims(new["refresh"])["jti"] != claims(pair.refresh)["jti"]
    api.access = new["access"]
    assert api.get("orders/").status_code == 200


def test_a_reused_refresh_token_kills_its_family_and_no_other(api, pair, customer):
    with use_market():
        other = tokens.issue(user=customer)
    new = api.post("auth/refresh/", {"refresh": pair.refresh}).json()
    answer = api.post("auth/refresh/", {"refresh": pair.refresh}, user_agent="thief/1")

    assert_problem(answer, status=401, code="token-invalid")
    family = TokenFamily.objects.get(uuid=claims(pair.refresh)["fam"])
    assert family.revoked_why == "reused"
    api.access = new["access"]
    assert api.get("orders/").status_code == 401
    assert api.post("auth/refresh/", {"refresh": new["refresh"]}).status_code == 401
    api.access = other.access
    assert api.get("orders/").status_code == 200


def test_a_lost_answer_is_given_once_more_and_goes_on(api, pair):
    first = api.post("auth/refresh/", {"refresh": pair.refresh})
    again = api.post("auth/refresh/", {"refresh": pair.refresh})

    assert (again.status_code, again.json()) == (200, first.json())
    api.access = again.json()["access"]
    assert api.get("orders/").status_code == 200
    assert api.post("auth/refresh/", {"refresh": again.json()["refresh"]}).status_code == 200


def test_a_lost_answer_is_given_once_and_no_second_time(api, pair):
    new = [api.post("auth/refresh/", {"refresh": pair.refresh}) for _ in range(3)]

    assert [answer.status_code for answer in new] == [200, 200, 401]
    assert TokenFamily.objects.get().revoked_why == "reused"
    assert api.post("auth/refresh/", {"refresh": new[0].json()["refresh"]}).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(29, 200), (31, 401)])
def test_a_lost_answer_is_asked_for_within_half_a_minute(api, pair, seconds, status):
    api.post("auth/refresh/", {"refresh": pair.refresh})
    then = timezone.now() - timedelta(seconds=seconds)
    TokenFamily.objects.update(seen_at=then)

    assert api.post("auth/refresh/", {"refresh": pair.refresh}).status_code == status
    assert TokenFamily.objects.get().revoked_why == ("" if status == 200 else "reused")


@pytest.mark.parametrize("other", [{"user_agent": "curl/8"}, {"remote_addr": "203.0.113.9"}])
def test_a_lost_answer_is_for_the_same_client(pair, other):
    phone = Api(REMOTE_ADDR="198.51.100.4")
    assert phone.post("auth/refresh/", {"refresh": pair.refresh}).status_code == 200

    thief = Api(REMOTE_ADDR=other.get("remote_addr", "198.51.100.4"))
    agent = {"user_agent": other["user_agent"]} if "user_agent" in other else {}
    answer = thief.post("auth/refresh/", {"refresh": pair.refresh}, **agent)

    assert_problem(answer, status=401, code="token-invalid")
    assert TokenFamily.objects.get().revoked_why == "reused"


def test_only_the_predecessor_of_the_newest_is_honoured(api, pair):
    second = api.post("auth/refresh/", {"refresh": pair.refresh}).json()["refresh"]
    assert api.post("auth/refresh/", {"refresh": second}).status_code == 200

    assert api.post("auth/refresh/", {"refresh": pair.refresh}).status_code == 401
    assert TokenFamily.objects.get().revoked_why == "reused"


@pytest.mark.django_db(transaction=True)
def test_of_two_exchanges_of_one_token_at_once_both_get_the_same_pair():
    user = make_customer()
    with use_market():
        pair = tokens.issue(user=user)

    def exchange():
        return Api().post("auth/refresh/", {"refresh": pair.refresh})

    first, second = at_once(exchange, exchange)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert TokenFamily.objects.get(user=user).revoked_at is None


@pytest.mark.django_db(transaction=True)
def test_of_many_exchanges_of_one_token_at_once_two_succeed_and_the_family_ends():
    user = make_customer()
    with use_market():
        pair = tokens.issue(user=user)

    def exchange():
        return Api().post("auth/refresh/", {"refresh": pair.refresh})

    answers = at_once(*[exchange] * 5)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 401, 401, 401]
    new, same = (answer.json() for answer in answers if answer.status_code == 200)
    assert new == same
    assert TokenFamily.objects.get(user=user).revoked_why == "reused"
    thief = Api()
    thief.access = new["access"]
    assert thief.get("orders/").status_code == 401
    assert Api().post("auth/refresh/", {"refresh": new["refresh"]}).status_code == 401


def test_logout_ends_access_and_refresh_tokens_at_once(api, pair):
    api.access = pair.access
    assert api.post("auth/logout/", {}).status_code == 204

    assert api.get("orders/").status_code == 401
    api.access = None
    assert api.post("auth/refresh/", {"refresh": pair.refresh}).status_code == 401
    assert TokenFamily.objects.get().revoked_why == "logout"


def test_logout_by_the_refresh_token_alone(api, pair):
    assert api.post("auth/logout/", {"refresh": pair.refresh}).status_code == 204
    assert TokenFamily.objects.get().revoked_why == "logout"


def test_logout_needs_a_token(api):
    assert_problem(api.post("auth/logout/", {}), status=401, code="not-authenticated")


def test_a_closed_account_opens_nothing(api, pair, customer):
    User.objects.filter(pk=customer.pk).update(is_active=False)
    api.access = pair.access

    assert api.get("orders/").status_code == 401
    api.access = None
    assert api.post("auth/refresh/", {"refresh": pair.refresh}).status_code == 401


def test_a_token_opens_only_the_host_it_was_made_on(at, books, coffee, api, customer):
    with use_retailer(books):
        made_at_books = tokens.issue(user=customer)
    for client, status in ((at(books), 200), (at(coffee), 401), (api, 401)):
        client.access = made_at_books.access
        assert client.get("orders/").status_code == status, client.host
    for client, status in ((at(coffee), 401), (api, 401), (at(books), 200)):
        answer = client.post("auth/refresh/", {"refresh": made_at_books.refresh})
        assert answer.status_code == status, client.host


def test_all_logins_of_a_person_can_be_ended(customer, pair, books):
    with use_retailer(books):
        tokens.issue(user=customer)

    assert tokens.revoke_all(user=customer, why="password") == 2
    assert not TokenFamily.objects.filter(revoked_at=None).exists()
