"""An offer or a voucher."""

from rest_framework import serializers

from api.inputs import Input, example
from tenants.kernel.names import require_visible
from tenants.shop.offer.models import Benefit
from tenants.shop.voucher.models import Voucher

BENEFITS = {
    "percentage": Benefit.PERCENTAGE,
    "amount": Benefit.FIXED,
    "amount_each": Benefit.FIXED_UNIT,
    "delivery_percentage": Benefit.SHIPPING_PERCENTAGE,
    "delivery_amount": Benefit.SHIPPING_ABSOLUTE,
    "delivery_price": Benefit.SHIPPING_FIXED_PRICE,
}

USAGES = {
    "once": Voucher.SINGLE_USE,
    "once_per_customer": Voucher.ONCE_PER_CUSTOMER,
    "many": Voucher.MULTI_USE,
}


class PromotionInput(Input):
    """An offer for everyone, or with `code` a voucher."""

    name = serializers.CharField(
        max_length=100,
        help_text="For people",
        style=example("Ten per cent for new readers"),
        validators=[require_visible],
    )
    description = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="HTML; what could do harm is left out",
        style=example("Once, on anything."),
    )
    code = serializers.RegexField(
        r"^[A-Za-z0-9_-]{3,40}$",
        required=False,
        help_text="Makes it a voucher; kept in capitals",
        style=example("WELCOME10"),
    )
    benefit = serializers.ChoiceField(
        choices=sorted(BENEFITS),
        help_text="How it takes something off",
        style=example("percentage"),
    )
    percent = serializers.DecimalField(
        5,
        2,
        required=False,
        min_value=0,
        max_value=100,
        help_text="Of a benefit in per cent",
        style=example("10"),
    )
    amount = serializers.DecimalField(
        15,
        3,
        required=False,
        min_value=0,
        help_text="Of a benefit in money, in the shop's currency",
        style=example("5.00"),
    )
    at_least = serializers.DecimalField(
        15,
        3,
        required=False,
        min_value=0,
        help_text="Worth of goods from which it counts",
        style=example("20.00"),
    )
    usage = serializers.ChoiceField(
        choices=sorted(USAGES),
        default="many",
        help_text="How often a voucher counts",
        style=example("once_per_customer"),
    )
    times = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="How often in all",
        style=example(100),
    )
    is_public = serializers.BooleanField(
        default=False, help_text="Whether everyone may see a voucher's code", style=example(True)
    )
    starts_at = serializers.DateTimeField(
        required=False, help_text="Absent: now", style=example("2026-11-21T00:00:00Z")
    )
    ends_at = serializers.DateTimeField(
        required=False,
        help_text="Absent: until further notice",
        style=example("2026-12-31T23:59:59Z"),
    )
