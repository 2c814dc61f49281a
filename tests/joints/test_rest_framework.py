"""REST framework's request stands over Django's own, and one of ours over it."""

from rest_framework.request import Request

from api.joints.rest_framework import web_request


def test_the_request_of_django_is_the_one_that_came(rf):
    request = rf.get("/api/v1/cart/")
    assert web_request(Request(request)) is request
