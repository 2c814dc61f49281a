"""Another e-mail address for my account."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.email_change.inputs import EmailChangeConfirmInput, EmailChangeInput
from api.v1.me.outputs import MeOutput, show_me
from api.v1.me.views import MeEndpoint
from marketplace.accounts.proofs import email_change
from marketplace.accounts.proofs.verification import LinkRefused
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries


class EmailChangeView(MeEndpoint):
    problems = {"post": [email_change.AddressRefused, TooManyTries]}

    @extend_schema(
        operation_id="me_email_change",
        summary="Ask for another e-mail address",
        description=(
            "A link goes to the new address, word of it to the old one. The answer is the same "
            "when another account has the new address. Nothing changes before the link is used."
        ),
        tags=["profile"],
        request=EmailChangeInput,
        responses={202: None},
    )
    def post(self, request: Request) -> Response:
        values = read(EmailChangeInput, request.data)
        address = client_address(web_request(request))
        email_change.request_change(user=self.me, address=address, **values)
        return Response(status=202)


class EmailChangeConfirmView(MeEndpoint):
    problems = {"post": [LinkRefused, TooManyTries]}
    examples = {"post": Example(answer={"email": "ada@engine.example"})}

    @extend_schema(
        operation_id="me_email_confirm",
        summary="Change my e-mail address, by the token that came to the new one",
        description="Once, within a day, logged in as that account. Logins stay as they are.",
        tags=["profile"],
        request=EmailChangeConfirmInput,
        responses={200: MeOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(EmailChangeConfirmInput, request.data)
        changed = email_change.confirm_change(
            user=self.me,
            token=values["token"],
            address=client_address(web_request(request)),
        )
        return Response(show_me(changed))
