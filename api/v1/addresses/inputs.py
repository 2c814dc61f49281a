"""An address of the book."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import NameText, PhoneText
from tenants.kernel.countries import country_names
from tenants.kernel.names import require_visible


class CountryField(serializers.ChoiceField):
    """Small letters do as well, though the reference does not tell."""

    default_error_messages = {"invalid_choice": _("Use the two letters of ISO 3166, such as DE.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(sorted(country_names()), help_text="ISO 3166, two letters", **options)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data.upper() if isinstance(data, str) else data)


class BookedAddressInput(Input):
    first_name = NameText(
        max_length=150,
        required=False,
        allow_blank=True,
        help_text="Of whoever receives it; one of both names is enough",
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
    line1 = NameText(
        max_length=200, help_text="Street and number", style=example("12 St James's Square")
    )
    line2 = NameText(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("Second floor"),
    )
    postcode = NameText(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text="As the country writes it; empty where it has none",
        style=example("SW1Y 4JH"),
    )
    city = NameText(
        max_length=120,
        required=False,
        allow_blank=True,
        help_text="The town; empty where the country needs none",
        style=example("London"),
    )
    state = NameText(
        max_length=120,
        required=False,
        allow_blank=True,
        help_text="By its name or code, where the country needs it",
        style=example(""),
    )
    country = CountryField(style=example("GB"))
    phone_number = PhoneText(
        max_length=20,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("+442079460000"),
    )
    is_default = serializers.BooleanField(
        required=False, help_text="Whether a checkout begins with it", style=example(True)
    )
