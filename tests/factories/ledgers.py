"""What is written down in several places, held against itself after many hands were at it."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Sum
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from marketplace.discovery.services import differences
from marketplace.payments.models import Allocation, Payment, Refund
from marketplace.purchases.checks import check_invoices, check_orders
from marketplace.reviews.models import ReviewCopy
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.reviews.models import ProductReview
from tenants.shop.order import states
from tenants.shop.order.models import Line
from tenants.shop.partner.models import StockRecord
from tenants.tasks.runner import run_all

# Of these orders the goods still lie in the shop.
OPEN = (states.PENDING, states.PAID, states.PROCESSING, states.READY_FOR_PICKUP)


def require_agreement(*retailers: Retailer) -> None:
    """Orders and their pointers, invoices, stock, money, reviews, and what is listed."""
    DBTaskResult.objects.filter(status="READY").update(run_after=now())
    run_all()
    assert list(disagreements(*retailers)) == []


def disagreements(*retailers: Retailer) -> Iterator[object]:
    for shop in retailers:
        yield from check_orders(retailer=shop)
        yield from check_invoices(retailer=shop)
        yield from differences(retailer=shop)
        yield from unlike_reservations(shop)
        yield from unlike_reviews(shop)
    yield from unlike_payments()


def unlike_reservations(shop: Retailer) -> Iterator[tuple[str, int, int, int]]:
    """(shop, stock record, what it has reserved, what open orders want of it)"""
    with use_retailer(shop):
        lines = Line.objects.filter(order__status__in=OPEN, stockrecord__isnull=False)
        sums = lines.order_by().values_list("stockrecord").annotate(Sum("num_allocated"))
        promised = dict(sums)
        for pk, reserved in StockRecord.objects.order_by("id").values_list("id", "num_allocated"):
            if reserved != promised.get(pk, 0):
                yield shop.slug, pk, reserved, promised.get(pk, 0)


def unlike_reviews(shop: Retailer) -> set[tuple[object, ...]]:
    """(review, score, helpful, shown, reported) that only the shop has, or only its copies."""
    names = ("uuid", "score", "helpful_count")
    copies = ReviewCopy.objects.filter(retailer=shop).order_by("id")
    with use_retailer(shop):
        own = {
            (*row, status == ProductReview.APPROVED, reports > 0)
            for *row, status, reports in ProductReview.objects.order_by("id").values_list(
                *names, "status", "report_count"
            )
        }
    return own ^ set(copies.values_list(*names, "is_shown", "is_reported"))


def unlike_payments() -> Iterator[tuple[str, int]]:
    shared = Payment.objects.annotate(shared=Sum("allocations__amount_minor")).order_by("id")
    returned = Allocation.objects.annotate(back=Sum("refunds__amount_minor")).order_by("id")
    return chain(
        (("payment", payment.pk) for payment in shared if payment.shared != payment.amount_minor),
        (("allocation", each.pk) for each in returned if (each.back or 0) > each.amount_minor),
        (
            ("refund", refund.pk)
            for refund in Refund.objects.filter(amount_minor__lte=0).order_by("id")
        ),
    )
