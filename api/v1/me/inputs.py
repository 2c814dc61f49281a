"""What of an account can be changed."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError as Unfit
from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import NameText, PhoneText, password_field
from marketplace.accounts.models import PHONE
from marketplace.accounts.services import usable_phone
from tenants.kernel.money import currency_codes
from tenants.kernel.names import require_visible

OLDEST = date(1900, 1, 1)


class PreferencesInput(Input):
    language = serializers.ChoiceField(
        choices=[code for code, _ in settings.LANGUAGES],
        required=False,
        allow_null=True,
        help_text="Of pages and mails; null: as the client asks",
        style=example("en"),
    )
    currency = serializers.ChoiceField(
        choices=sorted(currency_codes()),
        required=False,
        allow_null=True,
        help_text="ISO 4217",
        style=example("EUR"),
    )
    time_zone = serializers.CharField(
        max_length=60,
        required=False,
        allow_null=True,
        help_text="An IANA name",
        style=example("Europe/London"),
    )

    def validate_time_zone(self, name: str | None) -> str | None:
        return _one_of(name, available_timezones(), gettext("Use a name such as Europe/Berlin."))


def _one_of(value: str | None, choices: Any, message: str) -> str | None:
    if value and value not in choices:
        raise serializers.ValidationError(message)
    return value


class PrivacyInput(Input):
    shows_name = serializers.BooleanField(
        required=False,
        help_text="Whether others read it beside a review",
        style=example(True, default=True),
    )
    wants_suggestions = serializers.BooleanField(
        required=False,
        help_text="Whether they may be made from what was looked at",
        style=example(False, default=True),
    )


class MeInput(Input):
    first_name = NameText(
        max_length=150,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("Ada"),
        validators=[require_visible],
    )
    last_name = NameText(
        max_length=150,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("Lovelace"),
        validators=[require_visible],
    )
    phone = PhoneText(
        max_length=30,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="E.164",
        style=example("+442079460000"),
    )
    birthday = serializers.DateField(
        required=False, allow_null=True, help_text="null: not told", style=example("1990-12-10")
    )
    preferences = PreferencesInput(required=False, help_text="What I would rather have")
    privacy = PrivacyInput(required=False, help_text="What others and the marketplace may do")

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
            raise serializers.ValidationError(gettext("This is no birthday."))
        return day


def changes_of(values: dict[str, Any]) -> dict[str, Any]:
    """Flat, as the service takes them; null of a preference means that there is none."""
    account = dict(values)
    preferences = account.pop("preferences", {})
    privacy = account.pop("privacy", {})
    return account | privacy | {name: value or "" for name, value in preferences.items()}


class AvatarInput(Input):
    image = serializers.FileField(
        max_length=1000,
        allow_empty_file=True,
        help_text="JPEG, PNG, WebP or GIF that does not move; at most 15 MB",
        style=example("(the file)"),
    )


class EraseInput(Input):
    confirm = serializers.ChoiceField(
        choices=["erase"], help_text="There is no way back", style=example("erase")
    )
    password = password_field("Not needed within ten minutes of a login", required=False)
