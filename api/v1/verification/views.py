"""Proving an e-mail address by the link that was sent to it."""

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.permissions import LoggedIn
from api.v1.auth.outputs import UserOutput, show_user
from api.v1.verification.inputs import ResendVerificationInput
from marketplace.accounts.proofs import verification
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries


class VerifyEmailView(ShopperEndpoint):
    permission_classes = (LoggedIn,)
    problems = {"post": [verification.LinkRefused, TooManyTries]}

    @extend_schema(
        operation_id="verify_email",
        summary="Prove my address by the token of the link",
        description="The token is the last part of the address in the mail; good for three days. "
        "Only the account itself proves its address: whoever has the mail alone may be another "
        "than who registered, and sets a new password (`auth/password/reset/`), which proves it "
        "too and ends what a stranger set up.",
        tags=["auth"],
        request=None,
        responses={200: UserOutput},
    )
    def post(self, request: Request, token: str) -> Response:
        address = client_address(web_request(request))
        verification.verify_email(token=token, user=self.account, address=address)
        return Response(show_user(self.account))


class ResendVerificationView(ShopperEndpoint):
    problems = {"post": [TooManyTries]}
    examples = {"post": Example(request=("email",))}

    @extend_schema(
        operation_id="resend_verification",
        summary="Have the link sent again",
        description="The answer is the same for strangers, and for addresses already proven.",
        tags=["auth"],
        request=ResendVerificationInput,
        responses={202: None},
    )
    def post(self, request: Request) -> Response:
        values = read(ResendVerificationInput, request.data)
        email = values.get("email") or (self.customer and self.customer.email)
        if not email:
            raise serializers.ValidationError({"email": [gettext("Name the address, or log in.")]})
        verification.request_link(email=email, address=client_address(web_request(request)))
        return Response(status=202)
