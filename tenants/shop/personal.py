"""What one shop keeps about a customer: settings.PERSONAL_DATA_IN_SHOPS, docs/privacy.md.

An order is a document of a sale: what stands in it is kept as long as books must be.
"""

from decimal import Decimal
from typing import Any

from oscar.apps.communication.models import Email, Notification
from oscar.apps.customer.models import ProductAlert

from tenants.kernel.money import Money
from tenants.shop.basket.models import Basket
from tenants.shop.catalogue.reviews.models import ProductReview, Vote
from tenants.shop.order.models import Order

MODELS = (
    "basket.Basket",
    "order.Order",
    "order.ShippingAddress",
    "order.OrderNote",
    "reviews.ProductReview",
    "reviews.Vote",
    "communication.Email",
    "communication.Notification",
    "customer.ProductAlert",
    "voucher.VoucherApplication",
)


def collect(user: Any) -> dict[str, Any]:
    """A fixed number of statements."""
    orders = Order.objects.filter(user_id=user.pk).order_by("id")
    reviews = ProductReview.objects.filter(user_id=user.pk).order_by("id")
    return {
        "orders": [
            _order(order)
            for order in orders.select_related("shipping_address").prefetch_related(
                "lines", "discounts", "status_changes"
            )
        ],
        "reviews": [_review(review) for review in reviews.select_related("product")],
        "votes": list(Vote.objects.filter(user_id=user.pk).order_by("id").values("kind")),
    }


def _order(order: Order) -> dict[str, Any]:
    lines = list(order.lines.all())
    return {
        "number": order.number,
        "placed_at": order.date_placed,
        "status": order.status,
        "fulfilment": order.fulfilment,
        "payment_method": order.payment_method,
        "goods_total": _money(sum(_before_discount(line) for line in lines), order),
        "discounts": [_discount(discount, order) for discount in order.discounts.all()],
        "delivery_fee": _money(order.shipping_incl_tax, order),
        "payable": _money(order.total_incl_tax, order),
        "shipping_address": _address(order.shipping_address),
        "items": [
            {
                "title": line.title,
                "quantity": line.quantity,
                "before_discount": _money(_before_discount(line), order),
                "payable": _money(line.line_price_incl_tax, order),
            }
            for line in lines
        ],
        "events": [
            {"status": change.new_status, "at": change.date_created, "note": change.note}
            for change in order.status_changes.all()
        ],
    }


def _before_discount(line: Any) -> Decimal:
    amount: Decimal = line.line_price_before_discounts_incl_tax
    return amount


def _discount(discount: Any, order: Order) -> dict[str, Any]:
    return {
        "name": discount.offer_name,
        "code": discount.voucher_code,
        "amount": _money(discount.amount, order),
    }


def _money(amount: Decimal | int, order: Order) -> dict[str, str]:
    return Money(Decimal(amount), order.currency).as_dict()


def _address(address: Any) -> dict[str, str] | None:
    names = "first_name last_name line1 line2 line3 line4 state postcode country_id phone_number"
    return address and {name: str(getattr(address, name) or "") for name in names.split()}


def _review(review: ProductReview) -> dict[str, Any]:
    return {
        "product": review.product.title if review.product else "",
        "score": review.score,
        "title": review.title,
        "body": review.body,
        "written_at": review.date_created,
    }


def forget(user: Any) -> None:
    """Orders and what was submitted with them stay; a review stays, without a name."""
    Basket.objects.filter(owner_id=user.pk).exclude(status=Basket.SUBMITTED).delete()
    ProductReview.objects.filter(user_id=user.pk).update(name="", email="", homepage="")
    Email.objects.filter(user_id=user.pk).delete()
    Notification.objects.filter(recipient_id=user.pk).delete()
    ProductAlert.objects.filter(user_id=user.pk).delete()
