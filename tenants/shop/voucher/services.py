"""Whether a voucher may be used, and that it was; runs inside the shop's schema."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext

from tenants.kernel.errors import Refusal
from tenants.kernel.money import LARGEST
from tenants.shop.offer.errors import (
    UnknownVoucher,
    VoucherExpired,
    VoucherNeedsAccount,
    VoucherUsed,
)
from tenants.shop.voucher.models import Voucher, VoucherApplication

ONCE = "once"


def slot_of(voucher: Voucher, user_id: int | None) -> str | None:
    """What a use of the voucher takes; None where nothing is limited, or for a guest."""
    if voucher.usage == Voucher.SINGLE_USE:
        return ONCE
    if voucher.usage == Voucher.ONCE_PER_CUSTOMER and user_id is not None:
        return f"user:{user_id}"
    return None


def refusals_of(
    *, codes: Sequence[str], vouchers: Sequence[Voucher], user_id: int | None, at: datetime
) -> dict[str, Refusal]:
    """Why each of these codes cannot be used by this customer; those that can are absent."""
    by_code = {voucher.code: voucher for voucher in vouchers}
    slots = {voucher.pk: slot_of(voucher, user_id) for voucher in vouchers}
    used_up = _find_used_up(slots) if any(slots.values()) else set()
    refusals = {code: _refusal(by_code.get(code), used_up, user_id, at) for code in codes}
    return {code: refusal for code, refusal in refusals.items() if refusal}


def _find_used_up(slots: dict[int, str | None]) -> set[int]:
    rows = VoucherApplication.objects.filter(voucher_id__in=slots, slot__in=set(slots.values()))
    pairs = rows.values_list("voucher_id", "slot")
    return {voucher for voucher, slot in pairs if slots[voucher] == slot}


def _refusal(
    voucher: Voucher | None, used_up: set[int], user_id: int | None, at: datetime
) -> Refusal | None:
    if voucher is None:
        return UnknownVoucher(gettext("Check the code."))
    if not voucher.is_active(at):
        return VoucherExpired(gettext("It is over, or has not begun."))
    if voucher.usage == Voucher.ONCE_PER_CUSTOMER and user_id is None:
        return VoucherNeedsAccount(gettext("Log in first: it counts once for each customer."))
    if voucher.pk in used_up:
        return VoucherUsed(gettext("It can be used only once."))
    return None


def record_uses(*, order_id: int, user_id: int | None, used: Iterable[tuple[int, Decimal]]) -> None:
    """`used` are (voucher, what it took off), each voucher once; their rows are locked.

    A second use of a slot breaks the constraint `voucher_slot_taken_once`.
    """
    amounts = dict(used)
    vouchers = list(Voucher.objects.filter(pk__in=amounts).order_by("id"))
    VoucherApplication.objects.bulk_create(
        VoucherApplication(
            voucher=voucher, order_id=order_id, user_id=user_id, slot=slot_of(voucher, user_id)
        )
        for voucher in vouchers
    )
    for voucher in vouchers:
        Voucher.objects.filter(pk=voucher.pk).update(
            num_orders=F("num_orders") + 1,
            total_discount=Least(F("total_discount") + amounts[voucher.pk], LARGEST),
        )


def free_uses(*, order_id: int) -> None:
    """The order was cancelled: its vouchers may be used again."""
    VoucherApplication.objects.filter(order_id=order_id, slot__isnull=False).update(slot=None)
