"""One checkout of one buyer, over any number of retailers (schema public)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.cart.models import Cart
from tenants.kernel.money import Money, from_minor
from tenants.kernel.text_fields import MailboxField
from tenants.registry.models import Retailer


class Purchase(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="purchases"
    )
    email = MailboxField()
    # That the buyer ordered in: what is told of it later is told in it.
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=15, decimal_places=3)
    shipping_address = models.JSONField(null=True)
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-placed_at", "id"], name="purchase_of_user"),
            models.Index(Lower("email"), condition=models.Q(user=None), name="purchase_of_guest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total__gte=0), name="purchase_total_not_negative"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def money(self) -> Money:
        return Money(self.total, self.currency)


class RetailerOrder(models.Model):
    """Points to the Oscar order of one retailer: the retailer and the order's own UUID."""

    uuid = models.UUIDField(unique=True, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="orders")
    retailer = models.ForeignKey(Retailer, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=20)
    fulfilment = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    # What is paid: the goods less `discount`, and `delivery_fee` after its own.
    payable = models.DecimalField(max_digits=15, decimal_places=3, db_column="total")
    delivery_fee = models.DecimalField(max_digits=15, decimal_places=3, default=0)
    # Taken off the goods.
    discount = models.DecimalField(max_digits=15, decimal_places=3, default=0, db_default=0)
    item_count = models.PositiveIntegerField(default=0)
    summary = models.CharField(max_length=255, blank=True)
    image = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "retailer"], name="one_order_per_retailer")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def money(self) -> Money:
        return Money(self.payable, self.currency)


class Quote(models.Model):
    """Prices that a shop keeps to until `expires_at`, if the cart stays as it was.

    `groups`: {slug: {"currency", "items": {product: [quantity, unit price]}, "delivery",
    "discounts"}}; the delivery is what it costs before discounts, if it is delivered.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="quotes")
    groups = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.uuid)


class ReturnRequest(models.Model):
    """A buyer asks to send goods back, or for money back without that; the shop answers.

    The graph is in states.py. What is to be paid back is a Refund (marketplace.payments).
    """

    class Kind(models.TextChoices):
        RETURN = "return", _("Return")
        REFUND = "refund", _("Refund")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        RECEIVED = "received", _("Goods came back")
        REFUNDED = "refunded", _("Paid back")

    class Reason(models.TextChoices):
        DAMAGED = "damaged", _("Damaged or faulty")
        WRONG_ITEM = "wrong_item", _("Not what was ordered")
        NOT_AS_DESCRIBED = "not_as_described", _("Not as described")
        CHANGED_MIND = "changed_mind", _("Not wanted any more")
        OTHER = "other", _("Something else")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(RetailerOrder, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=6, choices=Kind)
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED)
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.CharField(max_length=1000, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    requested_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=models.Q(status__in=["requested", "approved"]),
                name="one_open_request_per_order",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0), name="request_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def money(self) -> Money:
        return Money(from_minor(self.amount_minor, self.currency), self.currency)


class ReturnLine(models.Model):
    """So many pieces of one order line, which is named by its UUID in the shop."""

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="lines")
    line = models.UUIDField()
    title = models.CharField(max_length=255)
    quantity = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "line"], name="return_line_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, amount_minor__gte=0),
                name="return_line_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.title}"


class InvoiceSeries(models.Model):
    """How many invoices a shop has written. Its row's lock makes the numbers follow each other."""

    retailer = models.OneToOneField(Retailer, on_delete=models.PROTECT, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.retailer_id}: {self.last}"


class Invoice(models.Model):
    """`content` is what it says, frozen when it was written (invoices.py)."""

    order = models.OneToOneField(RetailerOrder, on_delete=models.PROTECT, related_name="invoice")
    retailer = models.ForeignKey(Retailer, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    issued_at = models.DateTimeField(default=timezone.now)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["retailer", "sequence"], name="invoice_number_once")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return str(self.content["number"])
