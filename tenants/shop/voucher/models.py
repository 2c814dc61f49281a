"""Vouchers of one retailer, and who has used them."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from oscar.apps.voucher import abstract_models

from tenants.shop.money_fields import widen_money_fields

widen_money_fields(abstract_models)


class Voucher(abstract_models.AbstractVoucher):
    """A code that opens offers. `is_public`: the marketplace may show the code to everyone."""

    uuid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    is_public = models.BooleanField(default=False, db_default=False)


class VoucherApplication(abstract_models.AbstractVoucherApplication):
    """A voucher used for an order.

    `slot` is what may be taken once: "once" of a single-use voucher, "user:<id>" of one for
    each customer; None where there is no limit, and after the order was cancelled.
    """

    slot = models.CharField(max_length=40, null=True)

    class Meta(abstract_models.AbstractVoucherApplication.Meta):
        constraints = [
            models.UniqueConstraint(fields=["voucher", "slot"], name="voucher_slot_taken_once")
        ]


from oscar.apps.voucher.models import *
