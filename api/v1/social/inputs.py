"""What a provider gave for a login."""

from typing import Any

from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import example
from api.v1 import samples
from api.v1.auth.inputs import DeviceInput

OF_A_CODE = ("code", "redirect_uri", "code_verifier")


class SocialLoginInput(DeviceInput):
    id_token = serializers.CharField(
        max_length=6000,
        required=False,
        help_text="What the provider's SDK gave the app",
        style=example(samples.TOKEN),
    )
    nonce = serializers.CharField(
        max_length=255,
        required=False,
        help_text="What the app made the token with, if it did",
        style=example("n-0S6_WzA2Mj"),
    )
    code = serializers.CharField(
        max_length=2000,
        required=False,
        help_text="An authorization code, instead of `id_token`",
        style=example("4/0AX4XfWhq2b"),
    )
    redirect_uri = serializers.CharField(
        max_length=500,
        required=False,
        help_text="With `code`: where the provider sent it",
        style=example("https://app.example/callback"),
    )
    code_verifier = serializers.CharField(
        min_length=43,
        max_length=128,
        required=False,
        help_text="PKCE (RFC 7636)",
        style=example("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "id_token" in attrs:
            return {name: value for name, value in attrs.items() if name not in OF_A_CODE}
        missing = [name for name in OF_A_CODE if name not in attrs]
        if "code" in missing:
            raise serializers.ValidationError({"id_token": [gettext("Send it, or a `code`.")]})
        if missing:
            raise serializers.ValidationError(
                {name: [gettext("This field is required.")] for name in missing}
            )
        return attrs
