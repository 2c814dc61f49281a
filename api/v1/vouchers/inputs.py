"""A code, as a shopper writes it."""

from rest_framework import serializers

from api.inputs import Input, example


class VoucherInput(Input):
    code = serializers.CharField(
        max_length=128, help_text="In capitals or not", style=example("welcome10")
    )
