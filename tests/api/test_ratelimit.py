"""How the counts stand, told by RateLimit headers."""

import re

import pytest

from tests.api.conftest import Api

LIMIT = re.compile(r'"([\w-]+)";r=(\d+);t=(\d+)')


def limits(answer):
    return {scope: int(left) for scope, left, _ in LIMIT.findall(answer.headers["RateLimit"])}


@pytest.fixture
def login(api):
    return lambda: api.post("auth/login/", {"identifier": "a@mail.example", "password": "x"})


def test_each_try_counts_down(login):
    first, second = login(), login()

    assert first.headers["RateLimit-Policy"] == (
        '"login-address";q=200;w=900, "login-account";q=10;w=900, "login-everywhere";q=20;w=86400'
    )
    assert limits(first) == {"login-address": 199, "login-account": 9, "login-everywhere": 19}
    assert limits(second) == {"login-address": 198, "login-account": 8, "login-everywhere": 18}


def test_the_last_is_refused_until_the_window_ends(login):
    for _ in range(10):
        assert login().status_code == 401
    refused = login()

    assert refused.status_code == 429
    assert limits(refused)["login-account"] == 0
    seconds = int(re.search(r'"login-account";r=0;t=(\d+)', refused.headers["RateLimit"])[1])
    assert abs(seconds - int(refused.headers["Retry-After"])) <= 1


def test_a_try_that_was_right_is_given_back(api, customer):
    answer = api.post(
        "auth/login/", {"identifier": customer.email, "password": "correct horse battery"}
    )
    assert answer.status_code == 200
    assert limits(answer) == {"login-address": 200, "login-account": 10, "login-everywhere": 20}


def test_what_is_not_counted_says_nothing(db):
    assert "RateLimit" not in Api().get("cart/").headers
