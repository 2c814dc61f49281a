"""What is to be saved."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples


class WishInput(Input):
    product = serializers.UUIDField(
        help_text="A product's or a variant's id", style=example(samples.VARIANT)
    )
