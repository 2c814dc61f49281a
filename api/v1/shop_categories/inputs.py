"""A category of a shop."""

from rest_framework import serializers

from api.inputs import Input, example


class ShelfInput(Input):
    path = serializers.CharField(
        max_length=500,
        help_text="`Home > Mugs`; what is missing above it is made as well",
        style=example("Home > Mugs"),
    )
