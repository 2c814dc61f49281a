"""Fields that inputs of several resources take."""

from rest_framework import serializers

from api.inputs import example
from api.v1 import samples


def password_field(
    help_text: str = "As it was set", *, required: bool = True, sample: str = samples.PASSWORD
) -> serializers.CharField:
    """As it is typed, white space and all."""
    return serializers.CharField(
        max_length=128,
        required=required,
        trim_whitespace=False,
        help_text=help_text,
        style=example(sample),
    )
