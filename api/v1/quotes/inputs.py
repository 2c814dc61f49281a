"""Vouchers, a guest's cart, what a quote is for."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples
from tenants.kernel.fulfilments import FULFILMENTS


class VoucherInput(Input):
    code = serializers.CharField(
        max_length=128, help_text="In capitals or not", style=example("welcome10")
    )


class MergeInput(Input):
    token = serializers.CharField(
        max_length=200,
        required=False,
        help_text="A guest's cart; absent: `X-Cart-Token`",
        style=example(samples.CART_TOKEN),
    )


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
