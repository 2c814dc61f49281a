"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.payments.models import OrderConfirmation, Payment

MODELS = ("payments.OrderConfirmation",)


def collect(user: Any) -> dict[str, Any]:
    payments = Payment.objects.filter(purchase__user_id=user.pk).order_by("id")
    return {
        "payments": [
            {
                "purchase": payment.purchase.uuid,
                "method": payment.method,
                "status": payment.status,
                "amount": payment.money.as_dict(),
                "at": payment.created_at,
            }
            for payment in payments.select_related("purchase")
        ],
        "orders_to_confirm": [
            {"email": row.email, "order": row.order, "at": row.created_at}
            for row in OrderConfirmation.objects.filter(user_id=user.pk).order_by("id")
        ],
    }


def forget(user: Any) -> None:
    """What waits to be confirmed; what was paid is kept with the purchase, for the law."""
    OrderConfirmation.objects.filter(user_id=user.pk).delete()
