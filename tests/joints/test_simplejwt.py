"""SimpleJWT asks our backend for the key of each token, by name."""

import jwt
import pytest
from rest_framework_simplejwt.exceptions import TokenBackendError

from marketplace.joints.simplejwt import KeyedBackend

PRESENT, FORMER = "present" * 8, "former" * 8


def backend(**keys):
    return KeyedBackend("HS256", keys=keys, audience="books", issuer="galleria")


def test_the_first_key_signs_and_each_verifies():
    before = backend(old=FORMER)
    now = backend(new=PRESENT, old=FORMER)
    token = now.encode({"sub": "1"})

    assert jwt.get_unverified_header(token)["kid"] == "new"
    assert now.decode(token)["sub"] == "1"
    assert now.decode(before.encode({"sub": "2"}))["sub"] == "2"
    with pytest.raises(TokenBackendError):
        before.decode(token)


def test_a_token_without_a_name_is_verified_by_the_key_that_fits():
    claims = {"sub": "3", "aud": "books", "iss": "galleria"}
    now = backend(new=PRESENT, old=FORMER)

    assert now.decode(jwt.encode(claims, FORMER, algorithm="HS256"))["sub"] == "3"
    with pytest.raises(TokenBackendError):
        now.decode(jwt.encode(claims, "stranger" * 8, algorithm="HS256"))
