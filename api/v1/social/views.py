"""Logging in by Google, Apple or Facebook, where they are configured."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.auth.outputs import LoginOutput
from api.v1.auth.views import log_in
from api.v1.social.inputs import SocialLoginInput
from api.views import Endpoint
from marketplace.accounts.logins.second_factor import SecondFactorNeeded
from marketplace.accounts.social import services
from marketplace.accounts.social.id_tokens import ProviderSilent, SocialRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.errors import NotFound


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
    examples = {"post": Example(request=("id_token", "nonce"))}

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
        responses={200: LoginOutput},
    )
    def post(self, request: Request, provider: str) -> Response:
        values = read(SocialLoginInput, request.data)
        device = values.pop("device", "")
        address = client_address(web_request(request))
        user = services.log_in(provider=provider, address=address, **values)
        return Response(log_in(request, user, device=device))
