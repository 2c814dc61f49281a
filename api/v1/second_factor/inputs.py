"""Codes of a second factor."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples

CODE = "Six digits of the app, or a recovery code"


class CodeInput(Input):
    code = serializers.CharField(max_length=40, help_text=CODE, style=example("482913"))


class ConfirmInput(Input):
    code = serializers.CharField(
        max_length=40, required=False, help_text=CODE, style=example("482913")
    )
    password = serializers.CharField(
        max_length=128,
        required=False,
        trim_whitespace=False,
        help_text="Without a second factor",
        style=example(samples.PASSWORD),
    )
