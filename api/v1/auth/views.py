"""Accounts and tokens: register, log in, exchange a token, log out."""

from django.contrib.auth import logout as end_web_session
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.auth.inputs import LoginInput, LogoutInput, RefreshInput, RegisterInput
from api.v1.auth.outputs import LoginOutput, TokensOutput, show_user
from api.v1.cart.outputs import optional_merged
from api.views import Endpoint
from marketplace.accounts import services
from marketplace.accounts.errors import InvalidToken
from marketplace.accounts.logins import known_devices, second_factor, tokens
from marketplace.accounts.models import User
from marketplace.cart.merges import merge_guest_cart
from marketplace.requests import throttles
from marketplace.requests.clients import client_address


def log_in(request: Request, user: User, *, device: str = "") -> LoginOutput:
    """Tokens of a new family; the guest's cart, if one came along, becomes the customer's.

    Raises SecondFactorNeeded before anything happens.
    """
    second_factor.require(user)
    merged = merge_guest_cart(user=user, token=request.headers.get("X-Cart-Token"))
    known_devices.remember(request=web_request(request), user=user)
    pair = tokens.issue(user=user, device=device or request.headers.get("User-Agent", ""))
    return {
        "user": show_user(user),
        "access": pair.access,
        "refresh": pair.refresh,
        "cart": optional_merged(merged),
    }


class RegisterView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [throttles.TooManyTries]}
    examples = {"post": Example(request=("device",))}

    @extend_schema(
        operation_id="register",
        summary="Make an account",
        tags=["auth"],
        parameters=[CART_TOKEN],
        request=RegisterInput,
        responses={201: LoginOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(RegisterInput, request.data)
        device = values.pop("device", "")
        address = client_address(web_request(request))
        user = services.register_from(address=address, **values)
        return Response(log_in(request, user, device=device), status=201)


class LoginView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {
        "post": [services.BadCredentials, second_factor.SecondFactorNeeded, throttles.TooManyTries]
    }

    @extend_schema(
        operation_id="login",
        summary="Log in by e-mail address or phone number",
        description=(
            "An account with a second factor gets 401 `second-factor-needed` with a `challenge`, "
            "which is answered at `auth/verify-otp/`."
        ),
        tags=["auth"],
        parameters=[CART_TOKEN],
        request=LoginInput,
        responses={200: LoginOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(LoginInput, request.data)
        device = values.pop("device", "")
        user = services.authenticate(**values, request=web_request(request))
        return Response(log_in(request, user, device=device))


class RefreshView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [InvalidToken, throttles.TooManyTries]}

    @extend_schema(
        operation_id="refresh",
        summary="Exchange a refresh token for a new pair",
        description=(
            "A token that comes back a second time ends its whole family of tokens. If the answer "
            "was lost, the same client (address and User-Agent) may ask once more within 30 "
            "seconds, and gets the same pair."
        ),
        tags=["auth"],
        request=RefreshInput,
        responses={200: TokensOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(RefreshInput, request.data)
        address = client_address(web_request(request))
        client = f"{address} {request.headers.get('User-Agent', '')}"
        try:
            pair = tokens.rotate(refresh=values["refresh"], client=client)
        except InvalidToken:
            throttles.hit("refresh-address", address)
            raise
        return Response(TokensOutput(access=pair.access, refresh=pair.refresh))


class LogoutView(ShopperEndpoint):
    examples = {"post": Example(request=("refresh",))}

    @extend_schema(
        operation_id="logout",
        summary="End this login: its access and refresh tokens, or the web session",
        tags=["auth"],
        request=LogoutInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        values = read(LogoutInput, request.data)
        refresh = values.get("refresh")
        if refresh is None and self.customer is None:
            raise NotAuthenticated(
                gettext("Send the access token, or the refresh token in the body.")
            )
        if refresh is not None:
            tokens.revoke_refresh(refresh=refresh)
        if request.auth is not None:
            tokens.revoke_family(token=request.auth)
        elif self.customer is not None:
            end_web_session(web_request(request))
        return Response(status=204)
