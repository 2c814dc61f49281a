"""What a quote is for."""

from rest_framework import serializers

from api.inputs import Input, example
from tenants.kernel.fulfilments import FULFILMENTS


class QuoteInput(Input):
    retailers = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        allow_null=True,
        help_text="Slugs; absent: all groups of the cart",
        style=example(["northgate-books"]),
    )
    fulfilment = serializers.DictField(
        child=serializers.ChoiceField(choices=FULFILMENTS),
        required=False,
        help_text="By slug; absent: as in the cart",
        style=example({"northgate-books": "delivery"}),
    )
