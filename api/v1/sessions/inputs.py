"""What logs a browser in."""

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import password_field


class SessionInput(Input):
    identifier = serializers.CharField(
        max_length=254,
        required=False,
        help_text="The e-mail address or phone number",
        style=example("ada@mail.example"),
    )
    password = password_field("With `identifier`", required=False)
    challenge = serializers.UUIDField(
        required=False,
        help_text="With `code`, after 401 `second-factor-needed`",
        style=example("2f1c7d58-3b0a-4f0e-9c61-0d5a7e1b9c44"),
    )
    code = serializers.CharField(
        max_length=40, required=False, help_text="With `challenge`", style=example("482913")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        pair = ("challenge", "code") if "challenge" in attrs else ("identifier", "password")
        missing = {name: [gettext("This field is required.")] for name in pair if name not in attrs}
        if missing:
            raise serializers.ValidationError(missing)
        return {name: attrs[name] for name in pair}
