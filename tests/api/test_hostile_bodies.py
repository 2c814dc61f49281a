"""JSON that is built to hurt its reader: refused as such, at once."""

import base64
import json

import pytest

from api.parsers import DEEPEST

PATH = "auth/login/"


def nested(depth):
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    "body",
    [
        nested(10_000),
        "[" * 100_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        f'{{"email": {nested(DEEPEST + 1)}}}',
        '{"email": ' + "9" * 100_000 + "}",
        '{"email": NaN}',
    ],
)
def test_it_is_refused_as_no_json(api, body):
    answer = api.client.post(f"/api/v1/{PATH}", body, content_type="application/json")

    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["products/", "retailers/"])
def test_a_cursor_that_is_nested_too_deeply_is_no_cursor(api, name):
    cursor = base64.urlsafe_b64encode(nested(1_200).encode()).decode().rstrip("=")

    answer = api.client.get(f"/api/v1/{name}?cursor={cursor}")

    assert answer.status_code == 400
    assert "cursor" in json.dumps(answer.json())
