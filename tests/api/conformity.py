"""Holds every answer that the tests see against the OpenAPI document."""

import copy
import re
from functools import cache

from jsonschema import Draft202012Validator

from api.schema import document

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

# Said by the layers in front of every operation.
EVERYWHERE = {
    "/problems/unknown-host",
    "/problems/shop-closed",
    "/problems/server-error",
    "/problems/second-factor-required",
}


@cache
def strict():
    """The document with no member allowed that it does not name (problems may have more)."""
    made = copy.deepcopy(document())
    for name, schema in made["components"]["schemas"].items():
        if "properties" in schema and name != "Problem":
            schema.setdefault("additionalProperties", False)
    return made


@cache
def operations():
    return [
        (method, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + "?$"), operation)
        for path, methods in sorted(strict()["paths"].items(), key=by_parameters)
        for method, operation in methods.items()
    ]


def by_parameters(item):
    """`products/featured/` before `products/{id}/`."""
    return item[0].count("{"), item[0]


def operation_of(method, path):
    return next(
        (found for verb, pattern, found in operations() if verb == method and pattern.match(path)),
        None,
    )


def response_of(operation, status):
    """The response of that status, where it is shared too."""
    response = operation["responses"][status]
    shared = response.get("$ref", "").rpartition("/")[2]
    return strict()["components"]["responses"][shared] if shared else response


@cache
def validator(operation_id, status):
    """For the body of that answer; None when it has none."""
    for _, _, operation in operations():
        if operation["operationId"] == operation_id:
            content = response_of(operation, status).get("content", {})
    if not content:
        return None
    if "application/json" not in content and "application/problem+json" not in content:
        return None  # a file
    (body,) = content.values()
    return Draft202012Validator({**body["schema"], "components": strict()["components"]})


def assert_documented(answer, method, path):
    """Its status is one of the operation's, and its body is of the shape told for it."""
    assert_utc(answer)
    operation = operation_of(method, path.partition("?")[0])
    if operation is None or answer.status_code == 405:
        return
    is_problem = answer.headers.get("Content-Type") == "application/problem+json"
    if is_problem and answer.json()["type"] in EVERYWHERE:
        return
    status = str(answer.status_code)
    assert status in operation["responses"], (operation["operationId"], status, answer.content)
    check = validator(operation["operationId"], status)
    if check is None:
        assert answer.content == b"" or "json" not in answer.headers["Content-Type"]
        return
    errors = [f"{error.json_path}: {error.message}" for error in check.iter_errors(answer.json())]
    assert not errors, (operation["operationId"], errors)


def assert_utc(answer):
    """Whatever looks like a moment is one of RFC 3339 in UTC, in every answer that a test sees."""
    if "json" in answer.headers.get("Content-Type", ""):
        wrong = [text for text in texts(answer.json()) if is_moment_elsewhere(text)]
        assert wrong == [], wrong


def is_moment_elsewhere(text):
    return MOMENT.match(text) and not RFC3339.fullmatch(text)


def texts(value):
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, str):
        yield value
    if not isinstance(value, str | int | float | None):
        for inner in value:
            yield from texts(inner)
