import pytest

from marketplace.requests.redaction import redact, redact_value


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("login password=hunter2 for ann", "login password=[redacted] for ann"),
        ('{"password": "two words", "a": 1}', '{"password": [redacted], "a": 1}'),
        (
            "{'new_password': 'x y', 'email': 'a@b.c'}",
            "{'new_password': [redacted], 'email': 'a@b.c'}",
        ),
        ("POST ?refresh_token=abc&page=2", "POST ?refresh_token=[redacted]&page=2"),
        ("Authorization: Bearer abcdefgh12345678", "Authorization: [redacted] [redacted]"),
        ("Cookie: galleria_session=abc; csrftoken=def", "Cookie: [redacted]"),
        ("sent Bearer abcdefgh12345678 on", "sent Bearer [redacted] on"),
        ("jwt eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl end", "jwt [redacted] end"),
        ("postgres://ann:p4ss@db/shop", "postgres://ann:[redacted]@db/shop"),
        ("paid with 4242 4242 4242 4242 today", "paid with [redacted] today"),
        ("paid with 4242-4242-4242-4242", "paid with [redacted]"),
        ("/reset/MQ/c2k3fs-0123456789abcdef0123456789abcdef/", "/reset/MQ/[redacted]/"),
        ("/o/eyJpZCI:1tQ4Yx:AbCdEfGhIjKlMnOpQrStUvWxYz01234", "/o/[redacted]"),
        (f"/invitations/0123abcd:{'Ab-_9' * 8}xyz 200", "/invitations/[redacted] 200"),
        (f"/wishlists/0123abcd~{'Ab-_9' * 8}xyz", "/wishlists/[redacted]"),
        (f"/invitations/0123abcd%3A{'Ab-_9' * 8}xyz", "/invitations/[redacted]"),
        ("/o/eyJpZCI%3A1tQ4Yx%3aAbCdEfGhIjKlMnOpQrStUvWxYz01234", "/o/[redacted]"),
        ("key sk_test_4eC39HqLyjWDarjtT1zdp7dc", "key [redacted]"),
    ],
)
def test_secrets_are_taken_out(line, expected):
    assert redact(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "order BOOKS-7F3K2M for 3 x 12.50 EUR at 2026-11-21 06:05:49",
        "retailer 3b241101-e2bb-4255-8caf-4136c566a962 imported 4006381333931",
        "the token family was revoked",
        "GET /products?page=2 200 12.5 ms",
        "trace 4bf92f3577b34da6a3ce929d0e0e4736",
        "order:3b241101-e2bb-4255-8caf-4136c566a962 at http://clay.localhost:8000/products",
    ],
)
def test_what_is_no_secret_stays(line):
    assert redact(line) == line


def test_values_of_secret_names_are_hidden_at_any_depth():
    value = {"user": "ann", "headers": [{"Set-Cookie": "a=b"}], "otp": 123456, "token": None}

    assert redact_value(value) == {
        "user": "ann",
        "headers": [{"Set-Cookie": "[redacted]"}],
        "otp": "[redacted]",
        "token": None,
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a=token=abc1 b", "a=token=[redacted] b"),
        ("--db-password=hunter2", "--db-password=[redacted]"),
        ("x-eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl end", "x-[redacted] end"),
        ("a.b.eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl", "a.b.[redacted]"),
        ("token token token: abcdefgh", "token token token: [redacted]"),
        ("password = " + " " * 500 + "hunter2", "password = " + " " * 500 + "[redacted]"),
        ("x" * 500 + "_token=abc", "x" * 500 + "_token=[redacted]"),
    ],
)
def test_secrets_are_found_behind_what_was_made_to_hide_them(line, expected):
    assert redact(line) == expected


def test_a_long_text_loses_its_middle_and_says_so():
    line = "/" + "a" * 10_000 + "/end"

    logged = redact(line)

    assert logged == f"/{'a' * 1499} [... 8005 characters ...] {'a' * 496}/end"


def test_a_secret_where_the_reading_ends_is_not_shown_in_part():
    line = "a " * 15_995 + "4242 4242 " + "4242424242424242" + " " + "b" * 5_000

    assert redact(line, length=100_000) == "a " * 15_995 + "4242 4242 [... 5017 characters more]"


def test_an_object_is_logged_as_its_text_without_secrets():
    class Request:
        def __str__(self):
            return "<Request: GET '/login?token=abc'>"

    assert redact_value({"request": Request(), "n": 1, "on": True, "at": None}) == {
        "request": "<Request: GET '/login?token=[redacted]'>",
        "n": 1,
        "on": True,
        "at": None,
    }


def test_what_is_nested_deeply_or_widely_is_cut():
    deep: dict = {}
    for _ in range(50):
        deep = {"in": deep}
    assert str(redact_value(deep)) == "{'in': " * 8 + "'[...]'" + "}" * 8
    assert len(redact_value({"rows": list(range(1000))})["rows"]) == 100
