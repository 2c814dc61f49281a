"""Where an order goes next."""

from rest_framework import serializers

from api.inputs import Input, example
from tenants.shop.order import states

STATUSES = states.STATUSES


class MoveInput(Input):
    note = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="The buyer reads it; may be empty",
        style=example("Left at the desk."),
    )
    tracking_number = serializers.CharField(
        max_length=80,
        required=False,
        allow_blank=True,
        help_text="When it is shipped",
        style=example("JJD000390007827931"),
    )
    carrier = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        help_text="Who carries it",
        style=example("DHL"),
    )


class TransitionInput(MoveInput):
    to = serializers.ChoiceField(
        choices=STATUSES, help_text="Its next status", style=example("shipped")
    )


class StatusInput(MoveInput):
    status = serializers.ChoiceField(
        choices=STATUSES, help_text="Its next status", style=example("shipped")
    )
