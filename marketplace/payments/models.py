"""What a buyer owes for a purchase and how it is shared out (schema public).

Amounts are integers of the currency's smallest unit.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.purchases.models import Purchase, RetailerOrder, ReturnRequest
from tenants.kernel.money import Money, from_minor
from tenants.kernel.text_fields import MailboxField
from tenants.registry.models import Retailer


class Payment(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        COD_DUE = "cod_due", _("Due in cash")
        AUTHORIZED = "authorized", _("Authorized")
        PAID = "paid", _("Paid")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        PARTIALLY_REFUNDED = "partially_refunded", _("Partially refunded")
        REFUNDED = "refunded", _("Refunded")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, related_name="payment")
    method = models.CharField(max_length=30)
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0), name="payment_not_negative"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def money(self) -> Money:
        return Money(from_minor(self.amount_minor, self.currency), self.currency)


class Allocation(models.Model):
    """The part of a payment that belongs to one retailer's order; the parts sum to it.

    The API calls it a transaction. `changed_at` is None until its status moves.
    """

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    order = models.OneToOneField(RetailerOrder, on_delete=models.PROTECT, related_name="allocation")
    status = models.CharField(max_length=20, choices=Payment.Status, default=Payment.Status.PENDING)
    amount_minor = models.BigIntegerField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gte=0), name="allocation_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.payment_id}"

    @property
    def money(self) -> Money:
        currency = self.payment.currency
        return Money(from_minor(self.amount_minor, currency), currency)

    @property
    def was_paid(self) -> bool:
        """Money came for it, whatever went back since; none for what a voucher paid whole."""
        paid = (Payment.Status.PAID, Payment.Status.PARTIALLY_REFUNDED, Payment.Status.REFUNDED)
        return self.amount_minor > 0 and self.status in paid


class Refund(models.Model):
    """Money of one allocation that goes back to the buyer.

    `due` waits for somebody who hands it over; a gateway with a provider will move its refunds on
    itself.
    """

    class Status(models.TextChoices):
        DUE = "due", _("To be paid back")
        PAID = "paid", _("Paid back")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="refunds")
    request = models.OneToOneField(
        ReturnRequest, on_delete=models.PROTECT, null=True, related_name="refund"
    )
    status = models.CharField(max_length=10, choices=Status)
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(null=True)
    # The account that handed it over; null for what the system recorded.
    paid_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="refund_positive"),
            models.CheckConstraint(
                condition=models.Q(status="due", paid_at=None)
                | models.Q(status="paid", paid_at__isnull=False),
                name="refund_paid_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.allocation_id}, {self.status}"


class Receipt(models.Model):
    """Cash that a shop's staff said they have, for all of one allocation; a mistake is undone.

    What a hand-over pays has none: the order's history tells of that.
    """

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="receipts")
    amount_minor = models.BigIntegerField()
    received_at = models.DateTimeField(default=timezone.now)
    # The accounts that said so, and that took it back.
    received_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="receipt_positive"),
            models.UniqueConstraint(
                fields=["allocation"],
                condition=models.Q(undone_at=None),
                name="receipt_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.allocation_id}"


class OrderConfirmation(models.Model):
    """An order that waits until its mailbox's owner wants it; nothing of it is placed before.

    It waits for a cart (by its UUID: the cart may be gone), which has several only if carts became
    one. `order` holds the arguments of checkout.place, `retailer` is the shop on whose host it was
    sent off.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cart = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    retailer = models.ForeignKey(Retailer, on_delete=models.CASCADE, null=True, related_name="+")
    email = MailboxField()
    order = models.JSONField()
    mails = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    purchase = models.OneToOneField(
        Purchase, on_delete=models.CASCADE, null=True, related_name="confirmation"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["cart"], condition=models.Q(purchase=None), name="order_waits_for_cart"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)
