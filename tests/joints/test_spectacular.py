"""drf-spectacular asks our schema at each place where it puts a document together."""

import pytest

from api.schema import document


@pytest.fixture(scope="module")
def reference():
    return document()


def operation(reference, path, method):
    return reference["paths"][f"/api/v1/{path}"][method]


def component(reference, name):
    return reference["components"]["schemas"][name]


def test_fields_of_requests_have_their_rules(reference):
    assert "pattern" in component(reference, "RegisterRequest")["properties"]["device"]


def test_an_answer_may_be_an_output_or_a_list_of_them(reference):
    answer = operation(reference, "oscar/countries/", "get")["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    assert schema["type"] == "array"
    assert schema["items"]["$ref"].startswith("#/components/schemas/")


def test_refusals_stand_beside_the_answers_in_order(reference):
    statuses = list(operation(reference, "cart/items/", "post")["responses"])
    assert {"400", "503"} <= set(statuses)
    assert statuses == sorted(statuses)
