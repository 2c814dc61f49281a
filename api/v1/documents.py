"""The shapes of answers, for the OpenAPI document alone.

Answers are plain dicts made by shapes.py (a serializer per row would cost more than the
query); tests hold each answer against these.
"""

from typing import Any

from rest_framework import serializers

from marketplace.payments.models import Payment


# Describes; never serializes. (A docstring would be told by every component.)
class Document(serializers.Serializer[Any]):
    pass


class MoneyDocument(Document):
    amount = serializers.CharField(help_text="A decimal string with the currency's digits")
    currency = serializers.CharField(help_text="ISO 4217")


class RetailerRefDocument(Document):
    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField(help_text="The shop's own host")


class DeliveryOptionDocument(Document):
    fulfilment = serializers.ChoiceField(choices=["delivery", "pickup"])
    fee = MoneyDocument()
    free_over = MoneyDocument(allow_null=True, help_text="Goods of this shop worth that much")


class PageDocument(Document):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class ImageSizeDocument(Document):
    width = serializers.IntegerField(help_text="Pixels, as in `srcset`")
    url = serializers.URLField()


class ImageDocument(Document):
    url = serializers.URLField(help_text="The largest")
    alt = serializers.CharField()
    sizes = ImageSizeDocument(many=True, help_text="From the narrowest; empty: this one alone")


class CartItemDocument(Document):
    id = serializers.UUIDField(help_text="For `cart/items/{id}/`")
    product = serializers.UUIDField(help_text="The product's or variant's id")
    listing = serializers.UUIDField(allow_null=True, help_text="For `products/{id}/`")
    title = serializers.CharField()
    options = serializers.DictField(child=serializers.CharField())
    url = serializers.URLField(allow_null=True)
    image = ImageDocument(allow_null=True)
    quantity = serializers.IntegerField()
    unit_price = MoneyDocument()
    before_discount = MoneyDocument(help_text="Unit price times quantity")
    discount = MoneyDocument(help_text="The item's part of the group's discount")
    payable = MoneyDocument()
    min_quantity = serializers.IntegerField()
    max_quantity = serializers.IntegerField(allow_null=True)
    stock = serializers.IntegerField(allow_null=True, help_text="null: not counted")
    problem = serializers.ChoiceField(
        allow_null=True,
        choices=[
            "price_rose",
            "price_dropped",
            "out_of_stock",
            "less_stock",
            "archived",
            "unavailable",
        ],
    )
    was = MoneyDocument(allow_null=True, help_text="The price when it was put in, if different")


class DiscountDocument(Document):
    name = serializers.CharField()
    code = serializers.CharField(allow_null=True, help_text="null: no voucher is needed")
    kind = serializers.ChoiceField(choices=["goods", "delivery"])
    amount = MoneyDocument()


class CartVoucherDocument(Document):
    code = serializers.CharField()
    problem = serializers.CharField(
        allow_null=True,
        help_text="The problem's `type` that keeps it from counting; `/problems/voucher-outdone` "
        "is nothing to act on",
    )


class CartGroupDocument(Document):
    retailer = RetailerRefDocument()
    available = serializers.BooleanField(help_text="false: the shop is closed at the moment")
    problem = serializers.ChoiceField(
        allow_null=True, choices=["shop-suspended", "below-minimum-order"]
    )
    fulfilment = serializers.ChoiceField(choices=["delivery", "pickup"])
    items = CartItemDocument(many=True)
    goods_total = MoneyDocument(help_text="The goods alone, before the discount")
    delivery_fee = MoneyDocument(help_text="After its own discounts")
    free_delivery_over = MoneyDocument(allow_null=True)
    discount = MoneyDocument(help_text="Taken off the goods")
    discounts = DiscountDocument(many=True)
    vouchers = CartVoucherDocument(many=True)
    minimum_order = MoneyDocument(allow_null=True)
    missing_for_minimum = MoneyDocument(allow_null=True)
    to_pay = MoneyDocument(help_text="Goods less discount plus delivery")


class CartDocument(Document):
    token = serializers.CharField(
        allow_null=True, help_text="A guest sends it as `X-Cart-Token`; null for customers"
    )
    groups = CartGroupDocument(many=True)
    goods_totals = MoneyDocument(
        many=True, help_text="The goods alone, before discounts, one per currency"
    )
    to_pay = MoneyDocument(many=True, help_text="Goods less discounts plus delivery")
    count = serializers.IntegerField(help_text="Pieces over all shops")


class MergedDocument(Document):
    moved = serializers.IntegerField()
    added_up = serializers.IntegerField()
    limited = serializers.ListField(child=serializers.DictField())
    dropped = serializers.ListField(child=serializers.DictField())


class UserDocument(Document):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    phone = serializers.CharField(allow_null=True)
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    email_verified = serializers.BooleanField()
    phone_verified = serializers.BooleanField()


class TokensDocument(Document):
    access = serializers.CharField(help_text="15 minutes; `Authorization: Bearer ...`")
    refresh = serializers.CharField(help_text="7 days, good for one exchange")


class LoginDocument(TokensDocument):
    user = UserDocument()
    cart = MergedDocument(
        allow_null=True, help_text="What became of the guest's cart (`X-Cart-Token`)"
    )


class PaymentDocument(Document):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Payment.Status.choices)
    method = serializers.CharField()
    amount = MoneyDocument()
    client_secret = serializers.CharField(
        allow_null=True, help_text="For the card gateway's SDK; null for cash"
    )
    next_action = serializers.DictField(
        allow_null=True, help_text="What the app has to do to pay; null: nothing"
    )


class OrderSummaryDocument(Document):
    id = serializers.UUIDField()
    number = serializers.CharField()
    retailer = RetailerRefDocument()
    status = serializers.CharField()
    fulfilment = serializers.ChoiceField(choices=["delivery", "pickup"])
    payable = MoneyDocument(help_text="The goods less the discount, and the delivery")
    delivery_fee = MoneyDocument(help_text="After its own discounts")
    discount = MoneyDocument(help_text="Taken off the goods")


class PlacedDocument(Document):
    id = serializers.UUIDField(help_text="The purchase")
    orders = OrderSummaryDocument(many=True)
    totals = MoneyDocument(many=True, help_text="What is paid")
    payment_status = serializers.CharField()
    payment_method = serializers.CharField()
    payment = PaymentDocument()
    order_token = serializers.CharField(
        allow_null=True, help_text="A guest sends it as `X-Order-Token`; null for customers"
    )


class AwaitedDocument(Document):
    code = serializers.ChoiceField(choices=["confirmation-needed"])
    detail = serializers.CharField(help_text="What the buyer does now, for people")
    email = serializers.EmailField(help_text="Where the link went")
    expires_at = serializers.DateTimeField(help_text="Until when the link places the order")


class OrderRowDocument(OrderSummaryDocument):
    purchase = serializers.UUIDField()
    placed_at = serializers.DateTimeField()
    item_count = serializers.IntegerField()
    summary = serializers.CharField()
    payment_status = serializers.CharField()


class OrderPageDocument(PageDocument):
    results = OrderRowDocument(many=True)


class OrderItemDocument(Document):
    id = serializers.UUIDField(help_text="For a return")
    product = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyDocument()
    before_discount = MoneyDocument(help_text="Unit price times quantity")
    discount = MoneyDocument(help_text="The item's part of the order's discounts")
    payable = MoneyDocument(help_text="What is paid for it, and paid back if all of it returns")


class OrderEventDocument(Document):
    status = serializers.CharField()
    at = serializers.DateTimeField()
    role = serializers.CharField()
    note = serializers.CharField()


class OrderDocument(OrderRowDocument):
    items = OrderItemDocument(many=True)
    goods_total = MoneyDocument(help_text="Before the discount")
    discounts = DiscountDocument(many=True)
    payment = PaymentDocument()
    shipping_address = serializers.DictField(child=serializers.CharField(), allow_null=True)
    payment_method = serializers.CharField()
    tracking_number = serializers.CharField()
    carrier = serializers.CharField()
    can_cancel = serializers.BooleanField()
    returnable_until = serializers.DateTimeField(
        allow_null=True, help_text="null: nothing can be sent back now"
    )
    events = OrderEventDocument(many=True)
