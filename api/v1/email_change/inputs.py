"""Another e-mail address, and the token of its link."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import MailboxText, password_field


class EmailChangeInput(Input):
    email = MailboxText(
        max_length=254, help_text="The new address", style=example("ada@engine.example")
    )
    password = password_field("My present one")


class EmailChangeConfirmInput(Input):
    token = serializers.CharField(
        max_length=1000,
        help_text="The last part of the address in the mail",
        style=example("WyI3YTZiNWM0ZDNlMmY0YTFiOWMwZCJd:1vM4Xe:Jq0Xk3zN8uY2bWc7"),
    )
