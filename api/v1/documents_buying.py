"""The shapes of what concerns buying beyond the cart: see documents.py."""

from rest_framework import serializers

from api.v1.documents import (
    CartDocument,
    DiscountDocument,
    Document,
    MoneyDocument,
    OrderSummaryDocument,
    PageDocument,
    PaymentDocument,
    RetailerRefDocument,
)

WAYS = ["delivery", "pickup"]


class VoucherResultDocument(Document):
    code = serializers.CharField()
    applied = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of the shops in which it counts"
    )
    outdone = serializers.ListField(
        child=serializers.CharField(),
        help_text="Slugs of the shops whose other offers take off at least as much without it: "
        "it stays in the cart, is not used up, and counts as soon as it takes more off",
    )
    cart = CartDocument()


class CheckoutProblemDocument(Document):
    type = serializers.CharField(help_text="As in a problem document")
    title = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField())
    )


class ChangeDocument(Document):
    retailer = serializers.CharField()
    item = serializers.UUIDField(allow_null=True, help_text="null: the whole group is meant")
    title = serializers.CharField()
    kind = serializers.ChoiceField(
        choices=[
            "price_rose",
            "price_dropped",
            "out_of_stock",
            "less_stock",
            "archived",
            "unavailable",
            "discount_fell",
        ]
    )
    was = serializers.JSONField(help_text="Money, a quantity, or null")
    now = serializers.JSONField(help_text="Money, a quantity, or null")


class PreviewItemDocument(Document):
    product = serializers.UUIDField()
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyDocument()
    before_discount = MoneyDocument(help_text="Unit price times quantity")
    discount = MoneyDocument(help_text="The item's part of the group's discount")
    payable = MoneyDocument()


class PreviewGroupDocument(Document):
    retailer = RetailerRefDocument()
    fulfilment = serializers.ChoiceField(choices=WAYS)
    items = PreviewItemDocument(many=True)
    goods_total = MoneyDocument()
    discount = MoneyDocument(help_text="Taken off the goods")
    discounts = DiscountDocument(many=True)
    delivery_fee = MoneyDocument(help_text="What is paid, after its own discount")
    to_pay = MoneyDocument(help_text="Goods less discount plus delivery")


class PreviewDocument(Document):
    groups = PreviewGroupDocument(many=True)
    to_pay = MoneyDocument(many=True, help_text="One per currency")
    changes = ChangeDocument(many=True, help_text="Against what the shopper has seen")
    problems = CheckoutProblemDocument(many=True, help_text="What a checkout would refuse with")
    can_be_placed = serializers.BooleanField()


class QuoteDocument(Document):
    id = serializers.UUIDField(help_text="`quote` of a checkout")
    expires_at = serializers.DateTimeField()
    groups = PreviewGroupDocument(many=True)
    to_pay = MoneyDocument(many=True, help_text="One per currency")
    changes = ChangeDocument(many=True)
    problems = CheckoutProblemDocument(many=True)


class PaymentMethodDocument(Document):
    code = serializers.CharField(help_text="`payment_method` of a checkout")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=["cash", "card", "wallet"])
    needs_action = serializers.BooleanField(
        help_text="Whether the app has something to do after the checkout (`next_action`)"
    )


class PaymentMethodsDocument(Document):
    results = PaymentMethodDocument(many=True)


class TransactionDocument(Document):
    id = serializers.UUIDField()
    payment = serializers.UUIDField()
    purchase = serializers.UUIDField()
    order = OrderSummaryDocument()
    reference = serializers.CharField(help_text="Unique; what to quote to the shop")
    method = serializers.CharField()
    status = serializers.CharField()
    amount = MoneyDocument()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(allow_null=True)


class TransactionPageDocument(PageDocument):
    results = TransactionDocument(many=True)


class PaymentDetailDocument(PaymentDocument):
    purchase = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    transactions = TransactionDocument(many=True)


class ShippingMethodDocument(Document):
    code = serializers.ChoiceField(choices=WAYS, help_text="`fulfilment` of a checkout")
    name = serializers.CharField()
    fee = MoneyDocument()
    free_over = MoneyDocument(allow_null=True)


class ShippingShopDocument(Document):
    retailer = RetailerRefDocument()
    methods = ShippingMethodDocument(many=True)
    minimum_order = MoneyDocument(allow_null=True)


class ShippingMethodsDocument(Document):
    results = ShippingShopDocument(many=True)


class ShippingPriceDocument(ShippingShopDocument):
    goods_total = MoneyDocument()
    missing_for_minimum = MoneyDocument(allow_null=True)


class ShippingPricesDocument(Document):
    results = ShippingPriceDocument(many=True)


class PromotionDocument(Document):
    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField(help_text="HTML with harmless markup alone")
    retailer = RetailerRefDocument()
    code = serializers.CharField(allow_null=True, help_text="For `cart/vouchers/`; null: none")
    benefit = serializers.CharField()
    percent = serializers.CharField(allow_null=True)
    amount = MoneyDocument(allow_null=True)
    at_least = MoneyDocument(allow_null=True, help_text="Worth of goods from which it counts")
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)


class PromotionPageDocument(PageDocument):
    results = PromotionDocument(many=True)


class ClaimDocument(Document):
    purchases = serializers.ListField(child=serializers.UUIDField())
