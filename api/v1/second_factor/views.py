"""A second factor: set up, used to confirm, switched off; and its recovery codes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.permissions import LoggedIn
from api.v1.second_factor.inputs import CodeInput, ConfirmInput
from api.v1.second_factor.outputs import EnrolmentOutput, RecoveryCodesOutput, SecondFactorOutput
from api.v1.sessions.views import current_login, customer_of
from api.views import Endpoint
from marketplace.accounts.logins import devices, freshness, second_factor, web_logins
from marketplace.accounts.logins.freshness import ConfirmationNeeded, StepUpNeeded
from marketplace.accounts.logins.second_factor import AlreadyOn, EnrolmentNeeded
from marketplace.accounts.proofs.challenges import CodeRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries


class SecondFactorEndpoint(Endpoint):
    permission_classes = (LoggedIn,)
    is_personal = True

    def read_code(self, request: Request) -> dict[str, Any]:
        """Keyword arguments of the services that take a code."""
        values = read(CodeInput, request.data)
        address = client_address(web_request(request))
        return {"user": customer_of(request), "address": address, **values}


class SecondFactorView(SecondFactorEndpoint):
    problems = {"post": [StepUpNeeded, AlreadyOn]}

    @extend_schema(
        operation_id="second_factor_read",
        summary="Whether I have a second factor",
        tags=["auth"],
        responses={200: SecondFactorOutput},
    )
    def get(self, request: Request) -> Response:
        user = customer_of(request)
        is_on = user.second_factor_at is not None
        codes_left = second_factor.codes_left(user) if is_on else 0
        body = SecondFactorOutput(
            is_on=is_on, is_required=user.operates, recovery_codes_left=codes_left
        )
        return Response(body)

    @extend_schema(
        operation_id="second_factor_begin",
        summary="Get a secret for an authenticator app",
        description="It counts once a code of it is confirmed. Needs a fresh login.",
        tags=["auth"],
        request=None,
        responses={201: EnrolmentOutput},
    )
    def post(self, request: Request) -> Response:
        freshness.require(request=web_request(request), token=request.auth)
        begun = second_factor.begin_enrolment(user=customer_of(request))
        return Response(EnrolmentOutput(secret=begun.secret, uri=begun.uri), status=201)


class SecondFactorConfirmView(SecondFactorEndpoint):
    problems = {"post": [CodeRefused, AlreadyOn, TooManyTries]}

    @extend_schema(
        operation_id="second_factor_confirm",
        summary="Switch the second factor on by a code of the app; every other login ends",
        tags=["auth"],
        request=CodeInput,
        responses={200: RecoveryCodesOutput},
    )
    def post(self, request: Request) -> Response:
        codes = second_factor.confirm_enrolment(**self.read_code(request))
        devices.revoke_others(user=customer_of(request), **current_login(request))
        if request.auth is None:
            web_logins.note_enrolment(web_request(request).session)
        return Response(RecoveryCodesOutput(recovery_codes=codes))


class SecondFactorOffView(SecondFactorEndpoint):
    problems = {"post": [CodeRefused, EnrolmentNeeded, TooManyTries]}

    @extend_schema(
        operation_id="second_factor_off",
        summary="Switch my second factor off",
        description="Operators keep theirs.",
        tags=["auth"],
        request=CodeInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        second_factor.switch_off(**self.read_code(request))
        return Response(status=204)


class RecoveryCodesView(SecondFactorEndpoint):
    problems = {"post": [CodeRefused, TooManyTries]}

    @extend_schema(
        operation_id="second_factor_codes",
        summary="Get ten other recovery codes; those before are worth nothing",
        tags=["auth"],
        request=CodeInput,
        responses={200: RecoveryCodesOutput},
    )
    def post(self, request: Request) -> Response:
        codes = second_factor.renew_codes(**self.read_code(request))
        return Response(RecoveryCodesOutput(recovery_codes=codes))


class ConfirmView(SecondFactorEndpoint):
    problems = {"post": [ConfirmationNeeded, CodeRefused, TooManyTries]}
    examples = {"post": Example(request=("code",))}

    @extend_schema(
        operation_id="auth_confirm",
        summary="Prove once more that it is me, for ten minutes of this login",
        description=(
            "What is dangerous answers 403 `step-up-needed` without. By a code of the second "
            "factor; by the password for whoever has none."
        ),
        tags=["auth"],
        request=ConfirmInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        values = read(ConfirmInput, request.data)
        web, user = web_request(request), customer_of(request)
        freshness.confirm_login(user=user, request=web, token=request.auth, **values)
        return Response(status=204)
