"""How what the framework raises becomes a problem document."""

import json

import pytest
from django.test import RequestFactory
from rest_framework import exceptions
from rest_framework.request import Request

from api.errors import flatten, problem_response


class Teapot(exceptions.APIException):
    status_code = 418
    default_detail = "This is a teapot."


def answer_to(error):
    request = Request(RequestFactory().get("/api/v1/tea/"))
    answer = problem_response(error, {"request": request})
    return answer.status_code, json.loads(answer.content)


def test_what_has_no_kind_of_ours_keeps_its_own_title():
    status, document = answer_to(Teapot("No coffee here."))

    assert (status, document["title"]) == (418, "This is a teapot.")
    assert document["detail"] == "No coffee here."


def test_what_has_a_kind_of_ours_has_its_title():
    status, document = answer_to(exceptions.MethodNotAllowed("PUT"))

    assert (status, document["type"]) == (405, "/problems/method-not-allowed")
    assert document["title"] != str(exceptions.MethodNotAllowed.default_detail)


@pytest.mark.parametrize(
    ("detail", "errors"),
    [
        ({"address": {"city": ["No."]}}, {"address.city": ["No."]}),
        ({"items": [{}, {"quantity": ["No."]}]}, {"items.1.quantity": ["No."]}),
        ({"non_field_errors": ["No."]}, {"body": ["No."]}),
        (["No.", "Never."], {"body": ["No.", "Never."]}),
    ],
)
def test_faults_are_named_by_the_way_to_them(detail, errors):
    assert flatten(detail) == errors
