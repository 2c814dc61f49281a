"""The shapes of answers, for the OpenAPI document alone.

Answers are plain dicts made by shapes.py (a serializer per row would cost more than the
query); tests hold each answer against these.
"""

from typing import Any

from rest_framework import serializers


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
    total = MoneyDocument()
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


class CartGroupDocument(Document):
    retailer = RetailerRefDocument()
    available = serializers.BooleanField(help_text="false: the shop is closed at the moment")
    fulfilment = serializers.ChoiceField(choices=["delivery", "pickup"])
    items = CartItemDocument(many=True)
    total = MoneyDocument(help_text="The goods alone")
    delivery_fee = MoneyDocument()
    free_delivery_over = MoneyDocument(allow_null=True)


class CartDocument(Document):
    token = serializers.CharField(
        allow_null=True, help_text="A guest sends it as `X-Cart-Token`; null for customers"
    )
    groups = CartGroupDocument(many=True)
    totals = MoneyDocument(many=True, help_text="One per currency")
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


class OrderSummaryDocument(Document):
    id = serializers.UUIDField()
    number = serializers.CharField()
    retailer = RetailerRefDocument()
    status = serializers.CharField()
    fulfilment = serializers.ChoiceField(choices=["delivery", "pickup"])
    total = MoneyDocument()
    delivery_fee = MoneyDocument()


class PlacedDocument(Document):
    id = serializers.UUIDField(help_text="The purchase")
    orders = OrderSummaryDocument(many=True)
    totals = MoneyDocument(many=True)
    payment_status = serializers.CharField()
    payment_method = serializers.CharField()
    order_token = serializers.CharField(
        allow_null=True, help_text="A guest sends it as `X-Order-Token`; null for customers"
    )


class OrderRowDocument(OrderSummaryDocument):
    purchase = serializers.UUIDField()
    placed_at = serializers.DateTimeField()
    item_count = serializers.IntegerField()
    summary = serializers.CharField()
    payment_status = serializers.CharField()


class OrderPageDocument(PageDocument):
    results = OrderRowDocument(many=True)


class OrderItemDocument(Document):
    product = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    unit_price = MoneyDocument()
    total = MoneyDocument()


class OrderEventDocument(Document):
    status = serializers.CharField()
    at = serializers.DateTimeField()
    role = serializers.CharField()
    note = serializers.CharField()


class OrderDocument(OrderRowDocument):
    items = OrderItemDocument(many=True)
    goods_total = MoneyDocument()
    shipping_address = serializers.DictField(child=serializers.CharField(), allow_null=True)
    payment_method = serializers.CharField()
    tracking_number = serializers.CharField()
    can_cancel = serializers.BooleanField()
    events = OrderEventDocument(many=True)
