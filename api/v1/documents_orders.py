"""The shapes of what is told about orders after the purchase: tracking, returns, for staff."""

from rest_framework import serializers

from api.v1.documents import (
    Document,
    MoneyDocument,
    OrderDocument,
    OrderEventDocument,
    OrderRowDocument,
    PageDocument,
)


class PurchaseDocument(Document):
    id = serializers.UUIDField()
    placed_at = serializers.DateTimeField()
    email = serializers.EmailField()
    total = MoneyDocument()
    payment_status = serializers.CharField()
    payment_method = serializers.CharField()
    orders = OrderRowDocument(many=True)


class OrderEventsDocument(Document):
    results = OrderEventDocument(many=True, help_text="Oldest first")


class StepDocument(Document):
    status = serializers.CharField()
    state = serializers.ChoiceField(choices=["done", "current", "upcoming", "stopped"])
    at = serializers.DateTimeField(allow_null=True, help_text="null: still to come")
    note = serializers.CharField()


class TrackingDocument(Document):
    order = serializers.UUIDField()
    status = serializers.CharField()
    fulfilment = serializers.ChoiceField(choices=["delivery", "pickup"])
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    timeline = StepDocument(many=True, help_text="What happened, then what is to come")


class ReturnItemDocument(Document):
    id = serializers.UUIDField(help_text="As in the order's `items`")
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    amount = MoneyDocument()


class ReturnDocument(Document):
    id = serializers.UUIDField()
    order = serializers.UUIDField()
    order_number = serializers.CharField()
    kind = serializers.ChoiceField(choices=["return", "refund"])
    status = serializers.ChoiceField(
        choices=["requested", "approved", "refused", "received", "refunded"]
    )
    reason = serializers.CharField()
    note = serializers.CharField()
    answer = serializers.CharField(help_text="What the shop says")
    amount = MoneyDocument(
        help_text="What was paid for the goods; with the last one the delivery fee"
    )
    items = ReturnItemDocument(many=True)
    requested_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class ReturnListDocument(Document):
    results = ReturnDocument(many=True, help_text="Oldest first")


class StaffReturnDocument(ReturnDocument):
    legal_moves = serializers.ListField(child=serializers.CharField())


class StaffReturnPageDocument(PageDocument):
    results = StaffReturnDocument(many=True)


class StaffOrderRowDocument(OrderRowDocument):
    email = serializers.EmailField()


class StaffOrderPageDocument(PageDocument):
    results = StaffOrderRowDocument(many=True)


class StaffOrderDocument(OrderDocument):
    email = serializers.EmailField()
    legal_moves = serializers.ListField(child=serializers.CharField())
