"""`/api/core/metrics`: what monitoring counts, in Prometheus's text format.

For operators, and for whoever sends METRICS_TOKEN as a bearer. At the marketplace alone: on a
shop's host there is no such address.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from prometheus_client import CONTENT_TYPE_LATEST
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.auth import BearerAuthentication, WebSessionAuthentication
from api.errors import UnknownEndpoint
from api.joints.rest_framework import web_request
from marketplace.accounts.models import User
from marketplace.requests.metrics import write_metrics
from tenants.kernel.errors import NotAllowed

MONITOR = "monitor"


class MonitorAuthentication(BaseAuthentication):
    """A bearer that is METRICS_TOKEN; any other is looked at as a person's."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        kind, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        is_monitor = (
            kind.lower() == "bearer"
            and settings.METRICS_TOKEN != ""
            and constant_time_compare(token.strip(), settings.METRICS_TOKEN)
        )
        return (AnonymousUser(), MONITOR) if is_monitor else None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class WhateverIsAccepted(BaseContentNegotiation):
    """A monitor asks for formats of its own, and takes this one."""

    def select_parser(self, request: Request, parsers: Any) -> NoReturn:
        raise NotImplementedError  # nothing is sent

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class MetricsView(APIView):
    schema = None
    authentication_classes = (
        MonitorAuthentication,
        BearerAuthentication,
        WebSessionAuthentication,
    )
    content_negotiation_class = WhateverIsAccepted
    renderer_classes = (JSONRenderer,)  # of refusals

    def get(self, request: Request) -> HttpResponse:
        self._require_reader(request)
        response = HttpResponse(write_metrics(), content_type=CONTENT_TYPE_LATEST)
        response["Cache-Control"] = "no-store"
        return response

    def _require_reader(self, request: Request) -> None:
        if getattr(web_request(request), "retailer", None) is not None:
            raise UnknownEndpoint(gettext("See /api/docs/ for what there is."))
        if request.auth == MONITOR:
            return
        if not isinstance(request.user, User):
            raise NotAuthenticated(gettext("Send the token of METRICS_TOKEN, or log in."))
        if not request.user.operates:
            raise NotAllowed(gettext("This is for the marketplace's operators."))
