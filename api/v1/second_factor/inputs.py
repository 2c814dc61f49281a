"""Codes of a second factor."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1.fields import password_field

CODE = "Six digits of the app, or a recovery code"


class CodeInput(Input):
    code = serializers.CharField(max_length=40, help_text=CODE, style=example("482913"))


class ConfirmInput(Input):
    code = serializers.CharField(
        max_length=40, required=False, help_text=CODE, style=example("482913")
    )
    password = password_field("Without a second factor", required=False)
