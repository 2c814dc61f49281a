"""The OpenAPI document and the pages that show it."""

import json
import subprocess
import sys

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from api.openapi import SUCCESSOR, all_operations
from api.openapi import operations as documented
from api.schema import document
from marketplace.runtime.fingerprint import ROOT
from tests.api.conformity import response_of, strict
from tests.api.conftest import assert_problem


def operations():
    return list(documented(document()))


def test_it_is_generated_without_warnings_and_is_valid():
    GENERATOR_STATS.reset()
    made = SchemaGenerator(urlconf="api.root").get_schema(request=None, public=True)

    assert not GENERATOR_STATS, (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache)
    validate_schema(made)
    assert made["openapi"] == "3.1.0"


def test_every_address_ends_in_a_slash_and_has_its_version():
    for _, path, operation in all_operations(document()):
        assert path.endswith("/")
        assert path.startswith("/api/v1/") or SUCCESSOR in operation


@pytest.mark.parametrize(("method", "path", "operation"), operations())
def test_every_operation_says_what_it_is_and_how_it_refuses(method, path, operation):
    assert operation["summary"]
    assert len(operation["tags"]) == 1
    statuses = operation["responses"]
    assert [status for status in statuses if status < "300"]
    assert {"400", "406", "503"} <= set(statuses)
    assert "security" in operation
    for status in statuses:
        response = response_of(operation, status)
        assert response["description"]
        if status >= "400":
            (kind, body), *others = response["content"].items()
            assert (kind, others) == ("application/problem+json", [])
            assert body["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert_examples_are_of(status, body["examples"].values())


def test_an_older_address_is_told_as_its_successor_and_marked_as_deprecated():
    successors = {operation["operationId"]: operation for _, _, operation in operations()}
    older = [entry for _, _, entry in all_operations(document()) if SUCCESSOR in entry]

    assert len({entry["operationId"] for entry in older}) == len(older) > 40
    for operation in older:
        successor = successors[operation[SUCCESSOR]]
        assert operation["deprecated"] is True
        assert operation["security"] == successor["security"]
        assert operation["responses"].keys() == successor["responses"].keys()
        first = next(iter(operation["responses"].values()))
        assert first["headers"].keys() >= {"Deprecation", "Link"}


def assert_examples_are_of(status, examples):
    schema = {"$ref": "#/components/schemas/Problem", "components": strict()["components"]}
    for example in examples:
        assert str(example["value"]["status"]) == status
        assert list(Draft202012Validator(schema).iter_errors(example["value"])) == []


def test_every_read_can_be_asked_again_with_its_tag():
    for method, _, operation in operations():
        shared = [one.get("$ref") for one in operation["parameters"]] if method == "get" else []
        assert ("304" in operation["responses"]) is (method == "get")
        assert ("#/components/parameters/IfNoneMatch" in shared) is (method == "get")


def bodies():
    """(operation id and place, the media type's object) of all JSON bodies."""
    for _, _, operation in operations():
        places = {"request": operation.get("requestBody", {})} | {
            status: body for status, body in operation["responses"].items() if status < "300"
        }
        for place, body in places.items():
            content = body.get("content", {})
            if "application/json" in content:
                yield f"{operation['operationId']} {place}", content["application/json"]


@pytest.mark.parametrize(("name", "body"), bodies(), ids=lambda value: str(value)[:40])
def test_every_body_has_an_example_of_its_shape(name, body):
    (example,) = body["examples"].values()
    schema = {**body["schema"], "components": strict()["components"]}

    assert list(Draft202012Validator(schema).iter_errors(example["value"])) == []


def test_ways_to_log_in():
    schemes = document()["components"]["securitySchemes"]

    assert schemes["bearer"] == {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    assert schemes["session"]["in"] == "cookie"


@pytest.mark.parametrize("path", ["/api/schema/", "/api/schema"])
def test_it_is_served_as_json(api, path):
    answer = api.get(path)

    assert answer.status_code == 200
    assert json.loads(answer.content)["info"]["title"] == "Galleria"


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/api/schema.yaml", "*/*"), ("/api/schema/", "application/vnd.oai.openapi")],
)
def test_it_is_served_as_yaml(api, path, accept):
    text = api.get(path, accept=accept).content

    assert yaml.load(text, Loader=yaml.CSafeLoader)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("renderer", "path", "kind"),
    [
        (OpenApiJsonRenderer, "/api/schema/", "application/vnd.oai.openapi+json"),
        (OpenApiYamlRenderer, "/api/schema.yaml", "application/vnd.oai.openapi; charset=utf-8"),
    ],
)
def test_it_is_written_once(api, monkeypatch, renderer, path, kind):
    first = api.get(path)
    monkeypatch.setattr(renderer, "render", None)
    again = api.get(path)

    assert again.content == first.content
    assert again.headers["Content-Type"] == first.headers["Content-Type"] == kind


@pytest.mark.parametrize(("path", "script"), [("docs", "swagger-ui-bundle"), ("redoc", "redoc.")])
def test_pages_that_show_it_come_from_our_own_files(api, path, script):
    answer = api.get(f"/api/{path}/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert f"drf_spectacular_sidecar/{path.replace('docs', 'swagger-ui')}" in page or script in page
    assert "cdn.jsdelivr.net" not in page


def test_a_shops_host_serves_it_too(at, books):
    assert at(books).get("/api/schema/").json() == document()


@pytest.mark.world
def test_it_may_first_be_asked_for_by_many_at_once():
    """In a process of its own, since it is made once."""
    code = (
        "import django; django.setup();"
        "from concurrent.futures import ThreadPoolExecutor;"
        "from api.schema import document;"
        "made = list(ThreadPoolExecutor(6).map(lambda _: document(), range(6)));"
        "assert all(one is made[0] for one in made)"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True)

    assert asked.returncode == 0, asked.stderr.decode()[-2000:]


def test_it_is_read_only(api):
    assert_problem(api.post("/api/schema/", {}), status=405, code="method-not-allowed")
