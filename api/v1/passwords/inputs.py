"""Old passwords, new ones, and what resets them."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import password_field


class PasswordChangeInput(Input):
    current_password = password_field("The one until now")
    new_password = password_field("The one from now on", sample="looms count in cards")


class PasswordResetInput(Input):
    identifier = serializers.CharField(
        max_length=254,
        help_text="The account's e-mail address or phone number",
        style=example("ada@mail.example"),
    )


class PasswordResetConfirmInput(Input):
    token = serializers.CharField(
        max_length=100,
        help_text="`<id>-<secret>`: the last two parts of the mail's link, or `reset_token`",
        style=example(
            "7a6b5c4d-3e2f-4a1b-9c0d-8e7f6a5b4c3d-d1vq2k-0f1e2d3c4b5a69788796a5b4c3d2e1f0"
        ),
    )
    password = password_field(sample="looms count in cards")
