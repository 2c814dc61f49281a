"""Which guest's cart."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples


class MergeInput(Input):
    token = serializers.CharField(
        max_length=200,
        required=False,
        help_text="A guest's cart; absent: `X-Cart-Token`",
        style=example(samples.CART_TOKEN),
    )
