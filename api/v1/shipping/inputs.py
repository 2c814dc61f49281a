"""What delivery is to be priced."""

from rest_framework import serializers

from api.inputs import Input
from api.v1.cart.inputs import ItemInput
from api.v1.checkout.inputs import AddressInput

MOST = 50


class CalculateInput(Input):
    items = serializers.ListField(
        child=ItemInput(), required=False, max_length=MOST, help_text="Absent: what is in the cart"
    )
    shipping_address = AddressInput(
        required=False, allow_null=True, help_text="Its country alone, or as much of it as is known"
    )
