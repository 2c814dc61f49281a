"""What an application for a shop says."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import MailboxText, NameText, PhoneText
from marketplace.accounts.models import PHONE
from tenants.kernel.countries import country_names
from tenants.kernel.identity import local_phone
from tenants.kernel.languages import written_languages
from tenants.kernel.names import require_visible
from tenants.kernel.rates import tradable_currencies


class ApplicationInput(Input):
    """The fields of tenants.registry.services.apply_for_shop."""

    name = NameText(
        max_length=120,
        help_text="The shop's name",
        style=example("Northgate Books"),
        validators=[require_visible],
    )
    slug = serializers.RegexField(
        r"^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])$",
        help_text="The beginning of the shop's host: small letters, digits, hyphens",
        style=example("northgate-books"),
    )
    owner_email = MailboxText(
        max_length=254,
        required=False,
        help_text="Absent: that of my account",
        style=example("ada@mail.example"),
    )
    contact_name = NameText(
        max_length=120,
        help_text="Whom to ask for",
        style=example("Ada Lovelace"),
        validators=[require_visible],
    )
    contact_phone = PhoneText(
        max_length=40,
        required=False,
        help_text="Private, as the mailbox and the street, until the owner publishes it",
        style=example("+4930123456"),
    )
    trade = NameText(
        max_length=80, required=False, help_text="What it sells", style=example("Books")
    )
    tagline = NameText(
        max_length=200,
        required=False,
        help_text="A line beside its name",
        style=example("Second-hand and new"),
    )
    street = NameText(
        max_length=200, required=False, help_text="Street and number", style=example("Torstraße 1")
    )
    postcode = NameText(
        max_length=20, required=False, help_text="Of the shop", style=example("10119")
    )
    city = NameText(max_length=120, help_text="Where the shop is", style=example("Berlin"))
    state = NameText(
        max_length=120,
        required=False,
        help_text="By its name or code, where the country needs it",
        style=example("Berlin"),
    )
    country = serializers.ChoiceField(
        choices=sorted(country_names()), help_text="ISO 3166-1", style=example("DE")
    )
    currency = serializers.ChoiceField(
        choices=sorted(tradable_currencies()), help_text="ISO 4217", style=example("EUR")
    )
    language = serializers.ChoiceField(
        choices=sorted(code for code, _ in written_languages()),
        required=False,
        help_text="Of its goods and pages, and which way these run",
        style=example("en"),
    )
    offers_delivery = serializers.BooleanField(
        default=True, help_text="Whether it sends goods", style=example(True)
    )
    offers_pickup = serializers.BooleanField(
        default=True, help_text="Whether goods can be picked up", style=example(True)
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["offers_delivery"] and not attrs["offers_pickup"]:
            message = gettext("Choose delivery, pickup or both.")
            raise serializers.ValidationError({"offers_delivery": [message]})
        if phone := attrs.get("contact_phone"):
            attrs["contact_phone"] = _read_phone(phone, attrs["country"])
        return attrs


def _read_phone(text: str, country: str) -> str:
    phone = local_phone(text, country)
    try:
        PHONE(phone)
    except ValidationError as error:
        raise serializers.ValidationError({"contact_phone": error.messages}) from error
    return phone
