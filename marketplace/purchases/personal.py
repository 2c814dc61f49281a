"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md.

A purchase is a document of a sale: the e-mail address and the delivery address that stand in
it are kept as long as books must be, whatever becomes of the account.
"""

from typing import Any

from marketplace.purchases.models import Purchase

MODELS = ("purchases.Purchase",)


def collect(user: Any) -> dict[str, Any]:
    purchases = Purchase.objects.filter(user_id=user.pk).order_by("id")
    return {
        "purchases": [
            {
                "id": purchase.uuid,
                "placed_at": purchase.placed_at,
                "email": purchase.email,
                "shipping_address": purchase.shipping_address,
                "total": purchase.money.as_dict(),
                "orders": [_order(order) for order in purchase.orders.all()],
            }
            for purchase in purchases.prefetch_related("orders__retailer")
        ]
    }


def _order(order: Any) -> dict[str, Any]:
    return {
        "number": order.number,
        "shop": order.retailer.name,
        "status": order.status,
        "payable": order.money.as_dict(),
    }


def forget(user: Any) -> None:
    """Nothing: kept for the law."""
