"""What a buyer asks to give back, and what the shop answers."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples
from marketplace.purchases.models import ReturnRequest


class PiecesInput(Input):
    id = serializers.UUIDField(help_text="Of the order's `items`", style=example(samples.ITEM))
    quantity = serializers.IntegerField(
        min_value=1, max_value=1_000_000, help_text="Pieces", style=example(1)
    )


class ReturnInput(Input):
    reason = serializers.ChoiceField(
        choices=ReturnRequest.Reason.values, help_text="What is wrong", style=example("damaged")
    )
    note = serializers.CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("The handle is broken."),
    )
    items = PiecesInput(many=True, required=False, help_text="Absent: all that is left")


class AnswerInput(Input):
    to = serializers.ChoiceField(
        choices=["approved", "refused", "received", "refunded"],
        help_text="Its next status",
        style=example("approved"),
    )
    answer = serializers.CharField(
        max_length=1000,
        required=False,
        allow_blank=True,
        help_text="What the buyer reads; may be empty",
        style=example("Please send it back."),
    )
