"""What somebody wants to be told, and how."""

from typing import Any, ClassVar

from rest_framework import serializers

from api.inputs import Input, example
from marketplace.notifications import choices


class WishesField(serializers.DictField):
    rules: ClassVar[dict[str, Any]] = {
        "properties": {
            kind: {
                "type": "object",
                "properties": {channel: {"type": "boolean"} for channel in choices.CHANNELS},
                "additionalProperties": False,
                "minProperties": 1,
            }
            for kind in choices.DEFAULTS
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


class NotificationsInput(Input):
    preferences = WishesField(
        child=serializers.DictField(child=serializers.BooleanField(), allow_empty=False),
        allow_empty=False,
        help_text="By kind and channel; what is not named stays",
        style=example({"orders": {"push": False}, "news": {"email": True}}),
    )
