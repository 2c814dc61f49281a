"""The OpenAPI document and the pages that show it."""

import json
import subprocess
import sys

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from api.schema import document
from marketplace.runtime.fingerprint import ROOT
from tests.api.conformity import response_of, strict
from tests.api.conftest import assert_problem

METHODS = {"get", "post", "put", "patch", "delete"}


def operations():
    return [
        (method, path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_it_is_generated_without_warnings_and_is_valid():
    GENERATOR_STATS.reset()
    made = SchemaGenerator(urlconf="api.root").get_schema(request=None, public=True)

    assert not GENERATOR_STATS, (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache)
    validate_schema(made)
    assert made["openapi"] == "3.1.0"


def test_the_operations_of_version_one():
    assert sorted(operation["operationId"] for _, _, operation in operations()) == [
        "activities_list",
        "activities_log",
        "addresses_add",
        "addresses_change",
        "addresses_list",
        "addresses_read",
        "addresses_remove",
        "addresses_set_default",
        "auth_confirm",
        "brands_list",
        "cart_add",
        "cart_change",
        "cart_clear",
        "cart_fulfilment",
        "cart_merge",
        "cart_quote",
        "cart_read",
        "cart_remove",
        "cart_voucher_add",
        "cart_voucher_remove",
        "categories_filters",
        "categories_list",
        "categories_read",
        "checkout",
        "checkout_preview",
        "checkout_read",
        "csrf_token",
        "imports_add",
        "imports_errors",
        "imports_list",
        "imports_read",
        "imports_template",
        "login",
        "logout",
        "me_avatar_remove",
        "me_avatar_set",
        "me_change",
        "me_email_change",
        "me_email_confirm",
        "me_erase",
        "me_export",
        "me_export_data",
        "me_export_read",
        "me_notifications_change",
        "me_notifications_read",
        "me_read",
        "my_sessions_end",
        "my_sessions_end_one",
        "my_sessions_list",
        "orders_cancel",
        "orders_claim",
        "orders_delete",
        "orders_events",
        "orders_invoice",
        "orders_list",
        "orders_move",
        "orders_place",
        "orders_read",
        "orders_refund",
        "orders_replace",
        "orders_return",
        "orders_returns_list",
        "orders_tracking",
        "orders_update",
        "oscar_basket_add",
        "oscar_basket_read",
        "oscar_checkout",
        "oscar_countries_list",
        "oscar_countries_read",
        "oscar_line_change",
        "oscar_line_read",
        "oscar_line_remove",
        "oscar_line_replace",
        "oscar_lines_list",
        "oscar_login",
        "oscar_login_read",
        "oscar_logout",
        "oscar_options_list",
        "oscar_order_lines_list",
        "oscar_orders_list",
        "oscar_orders_read",
        "oscar_products_availability",
        "oscar_products_list",
        "oscar_products_price",
        "oscar_products_read",
        "oscar_shipping_methods",
        "oscar_shipping_methods_for",
        "oscar_voucher_add",
        "password_change",
        "password_reset",
        "password_reset_check",
        "password_reset_confirm",
        "payment_methods",
        "payment_transactions",
        "payments_read",
        "products_archive",
        "products_availability",
        "products_change",
        "products_create",
        "products_featured",
        "products_images",
        "products_images_add",
        "products_images_change",
        "products_images_order",
        "products_images_read",
        "products_images_remove",
        "products_list",
        "products_price",
        "products_read",
        "products_replace",
        "products_reviews_create",
        "products_reviews_list",
        "products_variants",
        "products_variants_add",
        "products_variants_archive",
        "products_variants_change",
        "products_variants_read",
        "promotions_create",
        "promotions_end",
        "promotions_list",
        "promotions_read",
        "purchases_read",
        "refresh",
        "register",
        "register_retailer",
        "request_otp",
        "resend_verification",
        "retailers_categories",
        "retailers_categories_add",
        "retailers_delivery_options",
        "retailers_hours",
        "retailers_imports_add",
        "retailers_imports_errors",
        "retailers_imports_list",
        "retailers_imports_read",
        "retailers_imports_template",
        "retailers_list",
        "retailers_products_archive",
        "retailers_products_availability",
        "retailers_products_change",
        "retailers_products_create",
        "retailers_products_images",
        "retailers_products_images_add",
        "retailers_products_images_change",
        "retailers_products_images_order",
        "retailers_products_images_read",
        "retailers_products_images_remove",
        "retailers_products_list",
        "retailers_products_price",
        "retailers_products_read",
        "retailers_products_replace",
        "retailers_products_variants",
        "retailers_products_variants_add",
        "retailers_products_variants_archive",
        "retailers_products_variants_change",
        "retailers_products_variants_read",
        "retailers_read",
        "retailers_reviews_list",
        "reviews_change",
        "reviews_create",
        "reviews_delete",
        "reviews_helpful",
        "reviews_list",
        "reviews_moderate",
        "reviews_not_helpful",
        "reviews_read",
        "reviews_report",
        "search",
        "search_filters",
        "search_products",
        "search_suggestions",
        "second_factor_begin",
        "second_factor_codes",
        "second_factor_confirm",
        "second_factor_off",
        "second_factor_read",
        "sessions_end",
        "sessions_end_one",
        "sessions_end_others",
        "sessions_list",
        "sessions_open",
        "shipping_calculate",
        "shipping_methods",
        "social_login",
        "staff_orders_list",
        "staff_orders_move",
        "staff_orders_read",
        "staff_returns_list",
        "staff_returns_move",
        "staff_reviews_list",
        "verify_email",
        "verify_otp",
        "wishlist_add",
        "wishlist_check",
        "wishlist_put",
        "wishlist_read",
        "wishlist_remove",
        "wishlist_share",
        "wishlist_shared",
        "wishlist_unshare",
    ]


def test_every_address_ends_in_a_slash_and_has_its_version():
    assert all(path.startswith("/api/v1/") and path.endswith("/") for _, path, _ in operations())


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
    assert yaml.safe_load(api.get(path, accept=accept).content)["openapi"] == "3.1.0"


@pytest.mark.parametrize(("path", "script"), [("docs", "swagger-ui-bundle"), ("redoc", "redoc.")])
def test_pages_that_show_it_come_from_our_own_files(api, path, script):
    answer = api.get(f"/api/{path}/")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert f"drf_spectacular_sidecar/{path.replace('docs', 'swagger-ui')}" in page or script in page
    assert "cdn.jsdelivr.net" not in page


def test_a_shops_host_serves_it_too(at, books):
    assert at(books).get("/api/schema/").json() == document()


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
