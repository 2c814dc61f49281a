"""What staff send of a product; services decide what of it is possible."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import NOT_BLANK, Input, example
from tenants.kernel.names import require_visible
from tenants.shop.catalogue.edits import ACTIVE, STATUSES

MOST = 10_000_000  # pieces; sums over the variants of a product fit into an integer
LONGEST_TEXT = 20_000
MOST_ATTRIBUTES, LONGEST_NAME, LONGEST_VALUE = 100, 120, 1000


class TextsField(serializers.DictField):
    """{"Material": "Stoneware"}: names as well as values are texts within bounds."""

    rules: ClassVar[dict[str, Any]] = {
        "maxProperties": MOST_ATTRIBUTES,
        "propertyNames": {"minLength": 1, "maxLength": LONGEST_NAME, "pattern": NOT_BLANK},
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=LONGEST_VALUE), **kwargs)
        self.name = serializers.CharField(max_length=LONGEST_NAME)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if isinstance(data, dict):
            if len(data) > MOST_ATTRIBUTES:
                raise serializers.ValidationError(
                    [gettext("At most %(most_attributes)s.") % {"most_attributes": MOST_ATTRIBUTES}]
                )
            data = {self.name.run_validation(name): value for name, value in data.items()}
        texts: dict[str, str] = super().to_internal_value(data)
        return texts


class MoneyInput(Input):
    amount = serializers.DecimalField(
        max_digits=15,
        decimal_places=3,
        min_value=0,
        help_text="A decimal string",
        style=example("12.50"),
    )
    currency = serializers.RegexField(
        r"^[A-Z]{3}\Z", help_text="The shop's own", style=example("EUR")
    )


class OfferInput(Input):
    price = MoneyInput(required=False, allow_null=True, help_text="Tax included; null: not sold")
    price_before = MoneyInput(
        required=False,
        allow_null=True,
        help_text="What it cost before, above the price: shown as `was`; null: none",
    )
    on_hand = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=MOST,
        help_text="What lies on the shelf, what is promised to orders included; null: not counted",
        style=example(9),
    )
    sku = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=128,
        help_text="The shop's own number",
        style=example("MUG"),
    )
    barcode = serializers.CharField(
        required=False,
        allow_blank=True,
        allow_null=True,
        max_length=64,
        help_text="Such as an EAN; null: none",
        style=example("4006381333931"),
    )
    min_quantity = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="Fewer cannot be bought at once",
        style=example(1),
    )
    max_quantity = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MOST,
        help_text="More cannot be bought at once; null: any number",
        style=example(10),
    )


class ProductChangeInput(OfferInput):
    title = serializers.CharField(
        required=False,
        max_length=255,
        help_text="The product's name",
        style=example("Stoneware mug"),
        validators=[require_visible],
    )
    description = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_TEXT,
        trim_whitespace=False,
        help_text="HTML; what could do harm is left out",
        style=example("<p>Holds 0.3 litres.</p>"),
    )
    brand = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=120,
        help_text="May be empty",
        style=example("Hearth"),
    )
    shop_categories = serializers.ListField(
        child=serializers.CharField(max_length=500),
        required=False,
        max_length=20,
        help_text="The shop's own, as `Home > Mugs`; they must be there",
        style=example(["Home > Mugs"]),
    )
    attributes = TextsField(
        required=False,
        help_text="What is to know of it, by name",
        style=example({"Material": "Stoneware"}),
    )
    is_featured = serializers.BooleanField(
        required=False, help_text="Whether the shop puts it forward", style=example(False)
    )
    status = serializers.ChoiceField(
        choices=list(STATUSES),
        required=False,
        help_text="What is not `active` is for the shop's staff",
        style=example("active"),
    )


class ProductInput(ProductChangeInput):
    title = serializers.CharField(
        max_length=255,
        help_text="The product's name",
        style=example("Stoneware mug"),
        validators=[require_visible],
    )


class NewProductInput(ProductInput):
    has_variants = serializers.BooleanField(
        required=False,
        help_text="true: add them next; price, stock and sku are theirs",
        style=example(False),
    )


# What PUT writes of a product where it says nothing.
UNSAID: dict[str, Any] = {
    "description": "",
    "brand": "",
    "barcode": None,
    "shop_categories": [],
    "attributes": {},
    "is_featured": False,
    "min_quantity": 1,
    "max_quantity": None,
    "status": ACTIVE,
}
UNSAID_OFFER: dict[str, Any] = {
    "price": None,
    "price_before": None,
    "on_hand": None,
    "sku": "",
}
