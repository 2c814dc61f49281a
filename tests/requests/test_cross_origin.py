"""Scripts of other sites call the API where CORS_ALLOWED_ORIGINS names these, and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings as configured
from django.test import Client

from tests.pages.browser import host_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
APP = "https://app.example"
OPERATIONS = "get", "post", "put", "patch", "delete"
ALLOWED, EXPOSED = "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"


@pytest.fixture
def shared(settings):
    first, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [first, "corsheaders.middleware.CorsMiddleware", *others]
    settings.CORS_ALLOWED_ORIGINS = [APP]


def ask(path, *, slug="", method="get", origin=APP, **headers):
    headers = {"host": host_of(slug), "origin": origin} | headers
    return getattr(Client(), method)(path, headers=headers)


@pytest.mark.parametrize("slug", ["", "books"])
def test_a_script_of_a_site_that_is_named_reads_answers_and_problems(books, shared, slug):
    for path, status in (("/api/v1/products/", 200), ("/api/v1/products/unknown/", 404)):
        answer = ask(path, slug=slug)

        assert answer.status_code == status
        assert answer.headers[ALLOWED] == APP
        assert "origin" in answer.headers["Vary"].lower()
        assert "ETag" in answer.headers[EXPOSED]
        # A cookie of ours does not go along.
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_it_is_told_beforehand_what_it_may_send(shared):
    answer = ask(
        "/api/v1/checkout/",
        method="options",
        **{
            "access-control-request-method": "POST",
            "access-control-request-headers": "idempotency-key, x-cart-token",
        },
    )

    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "idempotency-key" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "origin", ["http://app.example", "https://app.example.evil.example", "null", "https://"]
)
def test_no_other_site_reads_anything(shared, origin):
    assert ALLOWED not in ask("/api/v1/products/", origin=origin).headers


def test_pages_are_no_part_of_it(shared):
    assert ALLOWED not in ask("/auth/login").headers


def test_where_none_is_named_no_answer_says_a_word_of_it():
    answer = ask("/api/v1/products/")

    assert configured.CORS_MIDDLEWARE == []
    assert ALLOWED not in answer.headers
    assert "origin" not in answer.headers.get("Vary", "").lower()


def test_what_the_reference_names_is_allowed_and_exposed():
    reference = yaml.safe_load((ROOT / "docs/api/openapi.yaml").read_text(encoding="utf-8"))
    operations = [
        operation
        for path in reference["paths"].values()
        for name, operation in path.items()
        if name in OPERATIONS
    ]
    named = {
        parameter["name"].lower()
        for operation in operations
        for parameter in operation.get("parameters", [])
        if parameter.get("in") == "header"
    }
    answered = {
        name
        for operation in operations
        for response in operation["responses"].values()
        for name in response.get("headers", {})
    }

    assert {"idempotency-key", "x-cart-token"} <= named
    assert named <= set(configured.CORS_ALLOW_HEADERS)
    assert "ETag" in answered
    assert answered <= set(configured.CORS_EXPOSE_HEADERS)


def settings_with(origins, *command):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"DATABASE_URL": "postgres://a@b/c", "CORS_ALLOWED_ORIGINS": origins},
        capture_output=True,
        text=True,
    )


def test_the_environment_names_them():
    code = (
        "from marketplace.settings import embedded as settings;"
        "print(settings.CORS_ALLOWED_ORIGINS, settings.MIDDLEWARE[1])"
    )

    printed = settings_with(f"{APP}, http://localhost:5173", "-c", code)

    assert printed.stdout.strip() == (
        "['https://app.example', 'http://localhost:5173'] corsheaders.middleware.CorsMiddleware"
    )


def test_one_without_a_scheme_is_refused():
    refused = settings_with("app.example", "manage.py", "check")

    assert refused.returncode != 0
    assert "app.example" in refused.stderr
