"""Accounts and tokens: register, log in, exchange a token, log out."""

from typing import Any

from django.contrib.auth import logout as end_web_session
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import Input
from api.v1 import shapes
from api.v1.documents import LoginDocument, TokensDocument
from api.views import Endpoint
from marketplace.accounts import services
from marketplace.accounts.logins import known_devices, second_factor, tokens
from marketplace.accounts.models import User
from marketplace.cart.merges import merge_guest_cart
from marketplace.requests import throttles
from marketplace.requests.clients import client_address


class DeviceInput(Input):
    device = serializers.CharField(
        max_length=120,
        required=False,
        help_text="How the list of logins shall call it; absent: the User-Agent",
    )


class RegisterInput(DeviceInput):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    phone = serializers.CharField(max_length=30, required=False, allow_null=True, allow_blank=True)
    first_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True)


class LoginInput(DeviceInput):
    identifier = serializers.CharField(
        max_length=254, help_text="The e-mail address or phone number"
    )
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class RefreshInput(Input):
    refresh = serializers.CharField(max_length=2000)


class LogoutInput(Input):
    refresh = serializers.CharField(max_length=2000, required=False)


def log_in(request: Request, user: User, *, device: str = "") -> dict[str, Any]:
    """Tokens of a new family; the guest's cart, if one came along, becomes the customer's.

    Raises SecondFactorNeeded before anything happens.
    """
    second_factor.require(user)
    merged = merge_guest_cart(user=user, token=request.headers.get("X-Cart-Token"))
    known_devices.remember(request=request._request, user=user)
    pair = tokens.issue(user=user, device=device or request.headers.get("User-Agent", ""))
    return {
        "user": shapes.user(user),
        "access": pair.access,
        "refresh": pair.refresh,
        "cart": None if merged.is_empty else merged.as_dict(),
    }


class RegisterView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [throttles.TooManyTries]}

    @extend_schema(
        operation_id="register",
        summary="Make an account",
        tags=["auth"],
        parameters=[CART_TOKEN],
        request=RegisterInput,
        responses={201: LoginDocument},
    )
    def post(self, request: Request) -> Response:
        form = RegisterInput(data=request.data)
        form.is_valid(raise_exception=True)
        device = form.validated_data.pop("device", "")
        address = client_address(request._request)
        user = services.register_from(address=address, **form.validated_data)
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
        responses={200: LoginDocument},
    )
    def post(self, request: Request) -> Response:
        form = LoginInput(data=request.data)
        form.is_valid(raise_exception=True)
        device = form.validated_data.pop("device", "")
        user = services.authenticate(**form.validated_data, request=request._request)
        return Response(log_in(request, user, device=device))


class RefreshView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [tokens.InvalidToken, throttles.TooManyTries]}

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
        responses={200: TokensDocument},
    )
    def post(self, request: Request) -> Response:
        form = RefreshInput(data=request.data)
        form.is_valid(raise_exception=True)
        address = client_address(request._request)
        client = f"{address} {request.headers.get('User-Agent', '')}"
        try:
            pair = tokens.rotate(refresh=form.validated_data["refresh"], client=client)
        except tokens.InvalidToken:
            throttles.hit("refresh-address", address)
            raise
        return Response({"access": pair.access, "refresh": pair.refresh})


class LogoutView(ShopperEndpoint):
    @extend_schema(
        operation_id="logout",
        summary="End this login: its access and refresh tokens, or the web session",
        tags=["auth"],
        request=LogoutInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        form = LogoutInput(data=request.data)
        form.is_valid(raise_exception=True)
        refresh = form.validated_data.get("refresh")
        if refresh is None and self.customer is None:
            raise NotAuthenticated("Send the access token, or the refresh token in the body.")
        if refresh is not None:
            tokens.revoke_refresh(refresh=refresh)
        if request.auth is not None:
            tokens.revoke_family(token=request.auth)
        elif self.customer is not None:
            end_web_session(request._request)
        return Response(status=204)
