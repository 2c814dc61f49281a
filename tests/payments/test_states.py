import pytest

from marketplace.payments.states import payment_status


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        (["cod_due"], "cod_due"),
        (["cod_due", "paid"], "cod_due"),
        (["cod_due", "cancelled"], "cod_due"),
        (["paid", "paid"], "paid"),
        (["paid", "cancelled"], "paid"),
        (["cancelled", "cancelled"], "cancelled"),
        (["refunded", "paid"], "partially_refunded"),
        (["refunded", "refunded"], "refunded"),
        (["refunded", "cancelled"], "refunded"),
        (["partially_refunded"], "partially_refunded"),
        (["failed", "paid"], "failed"),
        (["pending", "cod_due"], "pending"),
        (["authorized", "cancelled"], "authorized"),
    ],
)
def test_the_whole_follows_from_the_shares(shares: list[str], whole: str) -> None:
    assert payment_status(shares) == whole
