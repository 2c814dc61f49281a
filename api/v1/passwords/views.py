"""Passwords: changed by who knows the old one, reset by who owns the mailbox or the number."""

from django.contrib.auth import update_session_auth_hash
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import read
from api.joints.rest_framework import web_request
from api.permissions import LoggedIn
from api.v1.passwords.inputs import (
    PasswordChangeInput,
    PasswordResetConfirmInput,
    PasswordResetInput,
)
from api.v1.passwords.outputs import ResetTokenOutput
from api.v1.sessions.views import current_login, customer_of
from api.views import Endpoint
from marketplace.accounts.logins import passwords
from marketplace.accounts.proofs.verification import LinkRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries


class PasswordChangeView(Endpoint):
    permission_classes = (LoggedIn,)
    is_personal = True
    problems = {"post": [passwords.PasswordRefused, TooManyTries]}

    @extend_schema(
        operation_id="password_change",
        summary="Change my password; every other login ends",
        tags=["auth"],
        request=PasswordChangeInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        values = read(PasswordChangeInput, request.data)
        passwords.change_password(
            user=customer_of(request),
            current=values["current_password"],
            password=values["new_password"],
            **current_login(request),
        )
        if request.auth is None:
            update_session_auth_hash(web_request(request), customer_of(request))
        return Response(status=204)


class PasswordResetView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [TooManyTries]}

    @extend_schema(
        operation_id="password_reset",
        summary="Have a link sent that resets the password",
        description="To the account's e-mail address. The answer is the same for strangers.",
        tags=["auth"],
        request=PasswordResetInput,
        responses={202: None},
    )
    def post(self, request: Request) -> Response:
        values = read(PasswordResetInput, request.data)
        passwords.request_reset(**values, address=client_address(web_request(request)))
        return Response(status=202)


class PasswordResetConfirmView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"post": [passwords.PasswordRefused, LinkRefused, TooManyTries]}

    @extend_schema(
        operation_id="password_reset_confirm",
        summary="Set a new password by a token; every login ends",
        tags=["auth"],
        request=PasswordResetConfirmInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        values = read(PasswordResetConfirmInput, request.data)
        passwords.confirm_reset(**values, address=client_address(web_request(request)))
        return Response(status=204)


class ResetTokenView(Endpoint):
    authentication_classes = ()
    is_personal = True
    problems = {"get": [TooManyTries]}

    @extend_schema(
        operation_id="password_reset_check",
        summary="Whether a token would still reset the password",
        tags=["auth"],
        responses={200: ResetTokenOutput},
    )
    def get(self, request: Request, token: str) -> Response:
        address = client_address(web_request(request))
        right = passwords.find_right(token=token, address=address)
        return Response(ResetTokenOutput(valid=right is not None))
