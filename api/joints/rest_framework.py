"""REST framework's private parts that we stand on."""

from django.http import HttpRequest
from rest_framework.request import Request


def web_request(request: Request) -> HttpRequest:
    """Django's request, which the platform's services take.

    REST framework's passes every name on to it, but is none: its type says so, and a missing name
    is looked for twice.
    """
    return request._request
