"""Logging in by Google, Apple or Facebook, where they are configured."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import CART_TOKEN
from api.v1.auth.views import DeviceInput, log_in
from api.v1.documents import LoginDocument
from api.views import Endpoint
from marketplace.accounts.logins.second_factor import SecondFactorNeeded
from marketplace.accounts.social import services
from marketplace.accounts.social.id_tokens import ProviderSilent, SocialRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.errors import NotFound

OF_A_CODE = ("code", "redirect_uri", "code_verifier")


class SocialLoginInput(DeviceInput):
    id_token = serializers.CharField(
        max_length=6000, required=False, help_text="What the provider's SDK gave the app"
    )
    nonce = serializers.CharField(
        max_length=255, required=False, help_text="What the app made the token with, if it did"
    )
    code = serializers.CharField(
        max_length=2000, required=False, help_text="An authorization code, instead of `id_token`"
    )
    redirect_uri = serializers.CharField(max_length=500, required=False)
    code_verifier = serializers.CharField(
        min_length=43, max_length=128, required=False, help_text="PKCE (RFC 7636)"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "id_token" in attrs:
            return {name: value for name, value in attrs.items() if name not in OF_A_CODE}
        missing = [name for name in OF_A_CODE if name not in attrs]
        if "code" in missing:
            raise serializers.ValidationError({"id_token": ["Send it, or a `code`."]})
        if missing:
            raise serializers.ValidationError({name: ["Fill this in."] for name in missing})
        return attrs


class SocialLoginView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {
        "post": [
            SocialRefused,
            NotFound,
            services.EmailNeeded,
            SecondFactorNeeded,
            TooManyTries,
            ProviderSilent,
        ]
    }

    @extend_schema(
        operation_id="social_login",
        summary="Log in by Google, Apple or Facebook",
        description=(
            "By an ID token, or by an authorization code with PKCE. Makes the account where there "
            "is none. 404: this provider is not offered here."
        ),
        tags=["auth"],
        parameters=[CART_TOKEN],
        request=SocialLoginInput,
        responses={200: LoginDocument},
    )
    def post(self, request: Request, provider: str) -> Response:
        form = SocialLoginInput(data=request.data)
        form.is_valid(raise_exception=True)
        device = form.validated_data.pop("device", "")
        address = client_address(request._request)
        user = services.log_in(provider=provider, address=address, **form.validated_data)
        return Response(log_in(request, user, device=device))
