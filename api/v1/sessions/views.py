"""Where an account is logged in; and logging a browser in, by a cookie that no script can read."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth import login as open_web_session
from django.contrib.auth import logout as end_web_session
from django.middleware.csrf import get_token
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.auth import WebSessionAuthentication
from api.examples import Example
from api.headers import CART_TOKEN
from api.inputs import read
from api.joints.rest_framework import web_request
from api.permissions import LoggedIn
from api.v1.auth.outputs import show_user
from api.v1.cart.outputs import optional_merged
from api.v1.sessions.inputs import SessionInput
from api.v1.sessions.outputs import (
    CsrfTokenOutput,
    SessionListOutput,
    SessionOpenedOutput,
    show_session,
)
from api.views import Endpoint, list_response
from marketplace.accounts import services
from marketplace.accounts.logins import devices, second_factor, tokens
from marketplace.accounts.models import User
from marketplace.accounts.proofs.challenges import CodeRefused
from marketplace.cart.cookies import CART_COOKIE
from marketplace.cart.merges import merge_guest_cart
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries

CSRF_TOKEN = OpenApiParameter(
    "X-CSRFToken",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="From `auth/csrf-token/`, with its cookie",
)


def customer_of(request: Request) -> User:
    """Behind `LoggedIn`: the account itself."""
    return cast(User, request.user)


def current_login(request: Request) -> dict[str, Any]:
    """The login that asks, as marketplace.accounts.logins.devices names it."""
    token: Any = request.auth
    if token is not None:
        return {"family": UUID(token[tokens.FAMILY_CLAIM])}
    return {"current_key": web_request(request).session.session_key or ""}


class CsrfTokenView(Endpoint):
    authentication_classes = ()
    is_personal = True

    @extend_schema(
        operation_id="csrf_token",
        summary="What a browser needs to write with its session",
        description="Sets the cookie that belongs to the token.",
        tags=["auth"],
        responses={200: CsrfTokenOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(CsrfTokenOutput(csrf_token=get_token(web_request(request))))


class SessionEndpoint(Endpoint):
    permission_classes = (LoggedIn,)
    is_personal = True

    def end_all(self, request: Request) -> Response:
        devices.revoke_others(user=customer_of(request))
        if request.auth is None:
            end_web_session(web_request(request))
        return Response(status=204)

    def end_others(self, request: Request) -> Response:
        devices.revoke_others(user=customer_of(request), **current_login(request))
        return Response(status=204)

    def end_one(self, request: Request, device: UUID) -> Response:
        key = current_login(request).get("current_key")
        if key and str(device) == devices.session_id(key):
            end_web_session(web_request(request))
        else:
            devices.revoke_device(user=customer_of(request), device=str(device))
        return Response(status=204)

    def listed(self, request: Request) -> Response:
        logins = devices.list_devices(user=customer_of(request), **current_login(request))
        return list_response([show_session(device) for device in logins])


class SessionsView(SessionEndpoint):
    problems = {
        "post": [
            services.BadCredentials,
            second_factor.SecondFactorNeeded,
            403,
            CodeRefused,
            TooManyTries,
        ]
    }
    examples = {"post": Example(request=("identifier", "password"))}

    def get_permissions(self) -> Any:
        return [] if self.request.method == "POST" else super().get_permissions()

    @extend_schema(
        operation_id="sessions_list",
        summary="Where I am logged in: browsers and apps",
        description="This login first, then the latest seen; at most 100 of each kind.",
        tags=["auth"],
        responses={200: SessionListOutput},
    )
    def get(self, request: Request) -> Response:
        return self.listed(request)

    @extend_schema(
        operation_id="sessions_open",
        summary="Log a browser in: an HttpOnly cookie instead of tokens",
        tags=["auth"],
        parameters=[CSRF_TOKEN, CART_TOKEN],
        request=SessionInput,
        responses={201: SessionOpenedOutput},
    )
    def post(self, request: Request) -> Response:
        WebSessionAuthentication().enforce_csrf(request)
        values = read(SessionInput, request.data)
        user = _known(values, request)
        second_factor.require(user)
        open_web_session(web_request(request), user)
        cart = request.headers.get("X-Cart-Token") or request.COOKIES.get(CART_COOKIE)
        merged = merge_guest_cart(user=user, token=cart)
        body = SessionOpenedOutput(user=show_user(user), cart=optional_merged(merged))
        return Response(body, status=201)

    @extend_schema(
        operation_id="sessions_end",
        summary="Log out everywhere, here too",
        tags=["auth"],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        return self.end_all(request)


def _known(values: dict[str, Any], request: Request) -> User:
    if "challenge" in values:
        return second_factor.answer(**values, address=client_address(web_request(request)))
    return services.authenticate(**values, request=web_request(request))


class OtherSessionsView(SessionEndpoint):
    @extend_schema(
        operation_id="sessions_end_others",
        summary="Log out everywhere but here",
        tags=["auth"],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        return self.end_others(request)


class SessionView(SessionEndpoint):
    @extend_schema(
        operation_id="sessions_end_one",
        summary="Log one browser or app out",
        tags=["auth"],
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.end_one(request, id)


class MySessionsView(SessionEndpoint):
    """The same below `users/me/`."""

    @extend_schema(
        operation_id="my_sessions_list",
        summary="Where I am logged in",
        tags=["auth"],
        responses={200: SessionListOutput},
    )
    def get(self, request: Request) -> Response:
        return self.listed(request)

    @extend_schema(
        operation_id="my_sessions_end",
        summary="Log out everywhere, here too",
        tags=["auth"],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        return self.end_all(request)


class MySessionView(SessionEndpoint):
    @extend_schema(
        operation_id="my_sessions_end_one",
        summary="Log one browser or app out",
        tags=["auth"],
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.end_one(request, id)
