"""One-time codes: ask for one, answer it."""

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.auth.outputs import show_user
from api.v1.auth.views import log_in
from api.v1.codes.inputs import RequestOtpInput, VerifyOtpInput
from api.v1.codes.outputs import OtpAnswerOutput, OtpOutput
from api.views import Endpoint
from marketplace.accounts.logins import passwords, second_factor
from marketplace.accounts.models import Challenge, User
from marketplace.accounts.proofs import challenges
from marketplace.accounts.proofs.challenges import Answered, CodeRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries


class RequestOtpView(ShopperEndpoint):
    problems = {"post": [TooManyTries]}
    examples = {"post": Example(request=("identifier",))}

    @extend_schema(
        operation_id="request_otp",
        summary="Have a one-time code sent",
        description=(
            "The answer is the same whether there is such an account or not. A phone number must "
            "have been proven (`verify`) before codes to it log in or reset. At most five an hour."
        ),
        tags=["auth"],
        request=RequestOtpInput,
        responses={202: OtpOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(RequestOtpInput, request.data)
        channel = values.get("channel", "")
        challenge = challenges.request_code(
            identifier=values.get("identifier") or _own(self.customer, channel),
            purpose=values["purpose"],
            channel=channel,
            address=client_address(web_request(request)),
        )
        seconds = int(challenges.LIFE.total_seconds())
        body = OtpOutput(
            challenge=str(challenge.uuid), channel=str(challenge.channel), expires_in=seconds
        )
        return Response(body, status=202)


def _own(customer: User | None, channel: str) -> str:
    if customer is None:
        raise serializers.ValidationError({"identifier": [gettext("Name the account, or log in.")]})
    if channel != Challenge.Channel.SMS:
        return customer.email
    if not customer.phone:
        raise serializers.ValidationError(
            {"channel": [gettext("Your account has no phone number.")]}
        )
    return customer.phone


class VerifyOtpView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [CodeRefused, second_factor.SecondFactorNeeded, TooManyTries]}

    @extend_schema(
        operation_id="verify_otp",
        summary="Answer a one-time code, or the challenge of a second factor",
        description=(
            "Five tries, five minutes, once. A right answer also proves the address. A code that "
            "was sent is no second factor: an account that has one gets 401 then, with another "
            "challenge for the authenticator app."
        ),
        tags=["auth"],
        parameters=[CART_TOKEN],
        request=VerifyOtpInput,
        responses={200: OtpAnswerOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(VerifyOtpInput, request.data)
        device = values.pop("device", "")
        values["address"] = client_address(web_request(request))
        if second_factor.is_asked_by(values["challenge"]):
            user = second_factor.answer(**values)
            answered = Answered(user, Challenge.Purpose.LOGIN, Challenge.Channel.APP)
        else:
            answered = challenges.answer_code(**values)
        return Response(_answer(request, answered, device))


def _answer(request: Request, answered: Answered, device: str) -> OtpAnswerOutput:
    purpose, user = answered.purpose, answered.user
    is_login, is_reset = purpose == Challenge.Purpose.LOGIN, purpose == Challenge.Purpose.RESET
    return {
        "purpose": purpose,
        "user": show_user(user),
        "login": log_in(request, user, device=device) if is_login else None,
        "reset_token": passwords.token_after_code(user) if is_reset else None,
    }
