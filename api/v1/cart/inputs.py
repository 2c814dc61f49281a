"""What goes into the cart."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples
from marketplace.cart.limits import MOST_PIECES
from tenants.kernel.fulfilments import FULFILMENTS

MAX_QUANTITY = MOST_PIECES


MAX_ITEMS = 50


class ItemInput(Input):
    product = serializers.UUIDField(
        help_text="A simple product's or a variant's id", style=example(samples.VARIANT)
    )
    quantity = serializers.IntegerField(
        min_value=1, max_value=MAX_QUANTITY, default=1, help_text="Pieces", style=example(2)
    )


class AddItemsInput(ItemInput):
    """One product, or several in `items`."""

    product = serializers.UUIDField(
        required=False,
        help_text="A simple product's or a variant's id",
        style=example(samples.VARIANT),
    )
    items = serializers.ListField(
        child=ItemInput(),
        required=False,
        min_length=1,
        max_length=MAX_ITEMS,
        help_text="Several at once instead: all of them, or none",
    )

    rules: ClassVar[dict[str, Any]] = {
        "oneOf": [{"required": ["product"]}, {"required": ["items"]}]
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("items" in attrs) == ("product" in attrs):
            raise serializers.ValidationError({"product": [gettext("Send one product, or items.")]})
        return attrs


class ChangeItemInput(Input):
    quantity = serializers.IntegerField(
        min_value=0, max_value=MAX_QUANTITY, help_text="0 removes the item", style=example(2)
    )


class ChangeGroupInput(Input):
    fulfilment = serializers.ChoiceField(
        choices=FULFILMENTS, help_text="How this shop hands over", style=example("delivery")
    )


class NamedItemInput(Input):
    item = serializers.UUIDField(help_text="Its id in the cart", style=example(samples.ITEM))


class ChangeNamedItemInput(NamedItemInput):
    quantity = serializers.IntegerField(
        min_value=0, max_value=MAX_QUANTITY, help_text="0 removes the item", style=example(2)
    )
