"""The account of whoever asks: read, change, its picture, its erasure."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth import logout as end_web_session
from django.core.exceptions import ValidationError as Unfit
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.headers import ShopperEndpoint
from api.inputs import Input
from api.parsers import BoundedMultiPartParser
from api.permissions import LoggedIn
from api.v1 import shapes_people
from api.v1.documents_people import MeDocument
from marketplace.accounts.logins import freshness
from marketplace.accounts.logins.freshness import ConfirmationNeeded
from marketplace.accounts.models import PHONE, User
from marketplace.accounts.people import avatars, profiles
from marketplace.accounts.services import RegistrationRefused, usable_phone
from marketplace.privacy.erasure import erase_account
from marketplace.privacy.errors import AccountNeeded
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.money import currency_codes
from tenants.kernel.pictures import UnusableImage

OLDEST = date(1900, 1, 1)


class MeEndpoint(ShopperEndpoint):
    permission_classes = (LoggedIn,)

    @property
    def me(self) -> User:
        user = self.customer
        assert user is not None  # LoggedIn
        return user


class PreferencesInput(Input):
    language = serializers.ChoiceField(
        choices=[code for code, _ in settings.LANGUAGES], required=False, allow_null=True
    )
    currency = serializers.ChoiceField(
        choices=sorted(currency_codes()), required=False, allow_null=True, help_text="ISO 4217"
    )
    time_zone = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="An IANA name"
    )

    def validate_time_zone(self, name: str | None) -> str | None:
        return _one_of(name, available_timezones(), "Use a name such as Europe/Berlin.")


def _one_of(value: str | None, known: Any, message: str) -> str | None:
    if value and value not in known:
        raise serializers.ValidationError(message)
    return value


class PrivacyInput(Input):
    shows_name = serializers.BooleanField(required=False)
    wants_suggestions = serializers.BooleanField(required=False)


class MeInput(Input):
    first_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    phone = serializers.CharField(
        max_length=30, required=False, allow_null=True, allow_blank=True, help_text="E.164"
    )
    birthday = serializers.DateField(required=False, allow_null=True)
    preferences = PreferencesInput(required=False)
    privacy = PrivacyInput(required=False)

    def validate_phone(self, phone: str | None) -> str | None:
        number = usable_phone(phone)
        if number is not None:
            try:
                PHONE(number)
            except Unfit as error:
                raise serializers.ValidationError(list(error.messages)) from error
        return number

    def validate_birthday(self, day: date | None) -> date | None:
        if day is not None and not OLDEST <= day <= datetime.now(UTC).date():
            raise serializers.ValidationError("This is no birthday.")
        return day

    def changes(self) -> dict[str, Any]:
        """Flat, as the service takes them; null of a preference means that there is none."""
        data = dict(self.validated_data)
        preferences = data.pop("preferences", {})
        privacy = data.pop("privacy", {})
        return data | privacy | {name: value or "" for name, value in preferences.items()}


class MeView(MeEndpoint):
    problems = {"patch": [RegistrationRefused, TooManyTries]}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        sent = request.data if request.method == "PATCH" else None
        phone = sent.get("phone") if isinstance(sent, dict) else None
        if isinstance(phone, str) and (number := usable_phone(phone)):
            address = client_address(request._request)
            profiles.require_free_phone(user=self.me, phone=number, address=address)

    @extend_schema(
        operation_id="me_read",
        summary="My account, preferences and privacy",
        tags=["profile"],
        responses={200: MeDocument},
    )
    def get(self, request: Request) -> Response:
        return Response(shapes_people.me(self.me))

    @extend_schema(
        operation_id="me_change",
        summary="Change my account, preferences or privacy",
        description="What is not named stays as it is. The e-mail address: `users/me/email/`.",
        tags=["profile"],
        request=MeInput,
        responses={200: MeDocument},
    )
    @if_match
    def patch(self, request: Request) -> Response:
        form = MeInput(data=request.data)
        form.is_valid(raise_exception=True)
        profiles.change_profile(user=self.me, **form.changes())
        return Response(shapes_people.me(self.me))


class AvatarInput(Input):
    image = serializers.FileField(
        max_length=1000,
        allow_empty_file=True,
        help_text="JPEG, PNG, WebP or GIF that does not move; at most 15 MB",
    )


class AvatarView(MeEndpoint):
    parser_classes = (BoundedMultiPartParser,)
    problems = {"put": [UnusableImage, TooManyTries]}

    @extend_schema(
        operation_id="me_avatar_set",
        summary="Set my picture",
        description="Cut to a square, written anew in three sizes, and stripped of its notes.",
        tags=["profile"],
        request={"multipart/form-data": AvatarInput},
        responses={200: MeDocument},
    )
    def put(self, request: Request) -> Response:
        form = AvatarInput(data=request.data)
        form.is_valid(raise_exception=True)
        throttles.hit("avatar-account", str(self.me.uuid))
        avatars.set_avatar(user=self.me, file=form.validated_data["image"])
        return Response(shapes_people.me(self.me))

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


class EraseInput(Input):
    confirm = serializers.ChoiceField(choices=["erase"], help_text="There is no way back")
    password = serializers.CharField(
        max_length=128,
        required=False,
        trim_whitespace=False,
        help_text="Not needed within ten minutes of a login",
    )


class EraseView(MeEndpoint):
    problems = {"post": [ConfirmationNeeded, AccountNeeded, TooManyTries]}

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
        form = EraseInput(data=request.data)
        form.is_valid(raise_exception=True)
        web = request._request
        password = form.validated_data.get("password")
        freshness.confirm(user=self.me, password=password, request=web, token=request.auth)
        erase_account(user=self.me)
        if request.auth is None:
            end_web_session(web)
        return Response(status=204)
