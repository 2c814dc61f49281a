"""What registering, logging in and out take."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples
from api.v1.fields import MailboxText, NameText, PhoneText, password_field
from tenants.kernel.names import require_visible


class DeviceInput(Input):
    device = serializers.CharField(
        max_length=120,
        required=False,
        help_text="How the list of logins shall call it; absent: the User-Agent",
        style=example("Ada's phone"),
    )


class RegisterInput(DeviceInput):
    email = MailboxText(
        max_length=254,
        help_text="To log in by; a link goes there to prove it",
        style=example("ada@mail.example"),
    )
    password = password_field("To log in by")
    phone = PhoneText(
        max_length=30,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="E.164; to log in by once it is proven",
        style=example("+442079460000"),
    )
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


class LoginInput(DeviceInput):
    identifier = serializers.CharField(
        max_length=254,
        help_text="The e-mail address or phone number",
        style=example("ada@mail.example"),
    )
    password = password_field()


class RefreshInput(Input):
    refresh = serializers.CharField(
        max_length=2000, help_text="The refresh token", style=example(samples.TOKEN)
    )


class LogoutInput(Input):
    refresh = serializers.CharField(
        max_length=2000,
        required=False,
        help_text="The login's; absent: the one that asks",
        style=example(samples.TOKEN),
    )
