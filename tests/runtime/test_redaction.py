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
