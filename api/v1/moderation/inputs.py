"""What staff decide about a review."""

from rest_framework import serializers

from api.inputs import Input, example


class ModerateInput(Input):
    is_shown = serializers.BooleanField(help_text="false hides it", style=example(False))
