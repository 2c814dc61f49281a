"""Whose address is to be proven."""

from rest_framework import serializers

from api.inputs import Input, example


class ResendVerificationInput(Input):
    email = serializers.EmailField(
        max_length=254,
        required=False,
        help_text="Absent: that of my account",
        style=example("ada@mail.example"),
    )
