"""What a customer says, and what others say about that."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples


class ReviewInput(Input):
    rating = serializers.IntegerField(
        min_value=1, max_value=5, help_text="1 to 5", style=example(5)
    )
    title = serializers.CharField(
        max_length=255,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("Sits well in the hand"),
    )
    comment = serializers.CharField(
        max_length=5000,
        required=False,
        allow_blank=True,
        help_text="May be empty",
        style=example("Bigger than I thought, and the glaze is lovely."),
    )


class ProductReviewInput(ReviewInput):
    product = serializers.UUIDField(help_text="The product's id", style=example(samples.PRODUCT))


class ReportInput(Input):
    reason = serializers.CharField(
        max_length=300,
        help_text="What the shop's staff should know",
        style=example("It is about another shop."),
    )
