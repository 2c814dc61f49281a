"""One-time codes: ask for one, answer it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.headers import CART_TOKEN, ShopperEndpoint
from api.inputs import Input
from api.v1 import shapes
from api.v1.auth.views import DeviceInput, log_in
from api.v1.documents import Document, LoginDocument, UserDocument
from api.views import Endpoint
from marketplace.accounts.logins import passwords, second_factor
from marketplace.accounts.models import Challenge, User
from marketplace.accounts.proofs import challenges
from marketplace.accounts.proofs.challenges import Answered, CodeRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries

# Neither is asked for: a login by a second factor begins at auth/login/.
ASKED = [one for one in Challenge.Purpose.choices if one[0] != Challenge.Purpose.SECOND]
SENT_BY = [one for one in Challenge.Channel.choices if one[0] != Challenge.Channel.APP]


class RequestOtpInput(Input):
    identifier = serializers.CharField(
        max_length=254,
        required=False,
        help_text="The account's e-mail address or phone number; absent: my own",
    )
    purpose = serializers.ChoiceField(choices=ASKED)
    channel = serializers.ChoiceField(
        choices=SENT_BY,
        required=False,
        help_text="Absent: that of the identifier, or `email`",
    )


class OtpDocument(Document):
    challenge = serializers.UUIDField(help_text="To be sent with the code")
    channel = serializers.ChoiceField(choices=SENT_BY)
    expires_in = serializers.IntegerField(help_text="Seconds, from when the code is sent")


class VerifyOtpInput(DeviceInput):
    challenge = serializers.UUIDField()
    code = serializers.CharField(
        max_length=40, help_text="Six digits; for a second factor a recovery code as well"
    )


class OtpAnswerDocument(Document):
    purpose = serializers.ChoiceField(choices=ASKED, help_text="`login` for a second factor too")
    user = UserDocument()
    login = LoginDocument(allow_null=True, help_text="Where the purpose was `login`")
    reset_token = serializers.CharField(
        allow_null=True,
        help_text="Where the purpose was `reset`: for `auth/password/reset/confirm/`, 15 minutes",
    )


class RequestOtpView(ShopperEndpoint):
    problems = {"post": [TooManyTries]}

    @extend_schema(
        operation_id="request_otp",
        summary="Have a one-time code sent",
        description=(
            "The answer is the same whether there is such an account or not. A phone number must "
            "have been proven (`verify`) before codes to it log in or reset. At most five an hour."
        ),
        tags=["auth"],
        request=RequestOtpInput,
        responses={202: OtpDocument},
    )
    def post(self, request: Request) -> Response:
        form = RequestOtpInput(data=request.data)
        form.is_valid(raise_exception=True)
        asked = form.validated_data
        channel = asked.get("channel", "")
        challenge = challenges.request_code(
            identifier=asked.get("identifier") or _own(self.customer, channel),
            purpose=asked["purpose"],
            channel=channel,
            address=client_address(request._request),
        )
        seconds = int(challenges.LIFE.total_seconds())
        answer = {"challenge": str(challenge.uuid), "channel": str(challenge.channel)}
        return Response({**answer, "expires_in": seconds}, status=202)


def _own(customer: User | None, channel: str) -> str:
    if customer is None:
        raise serializers.ValidationError({"identifier": ["Name the account, or log in."]})
    if channel != Challenge.Channel.SMS:
        return customer.email
    if not customer.phone:
        raise serializers.ValidationError({"channel": ["Your account has no phone number."]})
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
        responses={200: OtpAnswerDocument},
    )
    def post(self, request: Request) -> Response:
        form = VerifyOtpInput(data=request.data)
        form.is_valid(raise_exception=True)
        device = form.validated_data.pop("device", "")
        values = form.validated_data | {"address": client_address(request._request)}
        if second_factor.is_asked_by(values["challenge"]):
            user = second_factor.answer(**values)
            answered = Answered(user, Challenge.Purpose.LOGIN, Challenge.Channel.APP)
        else:
            answered = challenges.answer_code(**values)
        return Response(_answer(request, answered, device))


def _answer(request: Request, answered: Answered, device: str) -> dict[str, Any]:
    purpose, user = answered.purpose, answered.user
    is_login, is_reset = purpose == Challenge.Purpose.LOGIN, purpose == Challenge.Purpose.RESET
    return {
        "purpose": purpose,
        "user": shapes.user(user),
        "login": log_in(request, user, device=device) if is_login else None,
        "reset_token": passwords.token_after_code(user) if is_reset else None,
    }
