"""The status of a whole payment follows from the statuses of its allocations."""

from collections.abc import Collection

from marketplace.payments.models import Payment

S = Payment.Status

# Read from the top: the first status that any allocation is in decides.
PRECEDENCE: tuple[str, ...] = (S.FAILED, S.PENDING, S.COD_DUE, S.AUTHORIZED)

# What an allocation is in until the money of a method that is paid ahead has come: a try that
# failed may be followed by one that does not.
AWAITED = frozenset({S.PENDING, S.AUTHORIZED, S.FAILED})


def payment_status(statuses: Collection[str]) -> str:
    """As long as anything is open, the payment is; refunds count once nothing is open."""
    for status in PRECEDENCE:
        if status in statuses:
            return status
    live = [status for status in statuses if status != S.CANCELLED]
    if not live:
        return S.CANCELLED
    if all(status == S.REFUNDED for status in live):
        return S.REFUNDED
    if S.REFUNDED in live or S.PARTIALLY_REFUNDED in live:
        return S.PARTIALLY_REFUNDED
    return S.PAID


def allocation_status(status: str, *, amount: int, paid_back: int) -> str:
    """Of one allocation, after `paid_back` of its `amount` went back to the buyer."""
    if not paid_back:
        return status
    return S.REFUNDED if paid_back >= amount else S.PARTIALLY_REFUNDED
