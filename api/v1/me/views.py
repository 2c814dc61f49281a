"""The account of whoever asks: read, change, its picture, its erasure."""

from typing import Any

from django.contrib.auth import logout as end_web_session
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.examples import Example
from api.headers import ShopperEndpoint
from api.inputs import read, read_whole
from api.joints.rest_framework import web_request
from api.parsers import BoundedMultiPartParser
from api.permissions import LoggedIn
from api.v1.me.inputs import AvatarInput, EraseInput, MeInput, changes_of
from api.v1.me.outputs import MeOutput, show_me
from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.freshness import ConfirmationNeeded
from marketplace.accounts.models import User
from marketplace.accounts.people import avatars, profiles
from marketplace.accounts.services import RegistrationRefused, usable_phone
from marketplace.privacy.erasure import erase_account
from marketplace.privacy.errors import AccountNeeded
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.pictures import UnusableImage


class MeEndpoint(ShopperEndpoint):
    permission_classes = (LoggedIn,)

    @property
    def me(self) -> User:
        user = self.customer
        assert user is not None  # LoggedIn
        return user


class MeView(MeEndpoint):
    problems = {
        "put": [RegistrationRefused, TooManyTries],
        "patch": [RegistrationRefused, TooManyTries],
    }
    examples = {
        "patch": Example(request={"first_name": "Ada", "privacy": {"wants_suggestions": False}}),
        "put": Example(request={"first_name": "Ada", "last_name": "Lovelace"}),
    }

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        body = request.data if request.method in ("PUT", "PATCH") else None
        phone = body.get("phone") if isinstance(body, dict) else None
        if isinstance(phone, str) and (number := usable_phone(phone)):
            address = client_address(web_request(request))
            profiles.require_free_phone(user=self.me, phone=number, address=address)

    @extend_schema(
        operation_id="me_read",
        summary="My account, preferences and privacy",
        tags=["profile"],
        responses={200: MeOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(show_me(self.me))

    @extend_schema(
        operation_id="me_change",
        summary="Change my account, preferences or privacy",
        description="What is not named stays as it is. The e-mail address: `users/me/email/`.",
        tags=["profile"],
        request=MeInput,
        responses={200: MeOutput},
    )
    @if_match
    def patch(self, request: Request) -> Response:
        return self._change(read(MeInput, request.data))

    @extend_schema(
        operation_id="me_replace",
        summary="Replace my account, preferences and privacy",
        description=(
            "What is not named is emptied; of privacy it is as for a new account. The e-mail "
            "address: `users/me/email/`; the picture: `users/me/avatar/`."
        ),
        tags=["profile"],
        request=MeInput,
        responses={200: MeOutput},
    )
    @if_match
    def put(self, request: Request) -> Response:
        return self._change(read_whole(MeInput, request.data))

    def _change(self, values: dict[str, Any]) -> Response:
        profiles.change_profile(user=self.me, **changes_of(values))
        return Response(show_me(self.me))


class AvatarView(MeEndpoint):
    parser_classes = (BoundedMultiPartParser,)
    problems = {"put": [UnusableImage, TooManyTries]}

    @extend_schema(
        operation_id="me_avatar_set",
        summary="Set my picture",
        description="Cut to a square, written anew in three sizes, and stripped of its notes.",
        tags=["profile"],
        request={"multipart/form-data": AvatarInput},
        responses={200: MeOutput},
    )
    def put(self, request: Request) -> Response:
        values = read(AvatarInput, request.data)
        throttles.hit("avatar-account", str(self.me.uuid))
        avatars.set_avatar(user=self.me, file=values["image"])
        return Response(show_me(self.me))

    @extend_schema(
        operation_id="me_avatar_remove",
        summary="Remove my picture",
        tags=["profile"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        avatars.remove_avatar(user=self.me)
        return Response(status=204)


class EraseView(MeEndpoint):
    problems = {"post": [ConfirmationNeeded, AccountNeeded, TooManyTries]}
    examples = {"post": Example(request=("password",))}

    @extend_schema(
        operation_id="me_erase",
        summary="Erase my account, for good",
        description=(
            "Every login ends. Purchases and orders stay as documents of a sale. Refused with "
            "`account-needed` for the only owner of a shop."
        ),
        tags=["profile"],
        request=EraseInput,
        responses={204: None},
    )
    def post(self, request: Request) -> Response:
        values = read(EraseInput, request.data)
        web = web_request(request)
        password = values.get("password")
        freshness.confirm(user=self.me, password=password, request=web, token=request.auth)
        erase_account(user=self.me)
        if request.auth is None:
            end_web_session(web)
        return Response(status=204)
