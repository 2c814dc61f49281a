"""What open requests for a return or refund promise is what was paid, after the discounts.

Until now it was reckoned from the prices before them. Requests that are not paid back yet, and
their refunds that are due, are set right; what was paid back stays as it was.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import migrations
from django.db.models import Sum

from tenants.kernel.money import to_minor

UNSETTLED = ("requested", "approved", "received")
HELD = (*UNSETTLED, "refunded")
LINES = """
SELECT line.uuid, line.quantity, line.line_price_incl_tax
FROM {schema}.order_line AS line JOIN {schema}.order_order AS source ON source.id = line.order_id
WHERE source.uuid = %s
"""


def set_right(apps: Any, schema_editor: Any) -> None:
    requests = apps.get_model("purchases", "ReturnRequest").objects.using(
        schema_editor.connection.alias
    )
    open_ones = requests.filter(order__discount__gt=0, status__in=UNSETTLED)
    for request in open_ones.select_related("order__retailer").order_by("id"):
        lines = _lines(schema_editor.connection, request.order)
        if lines:
            _set_right(apps, request, lines)


def _lines(connection: Any, order: Any) -> dict[UUID, tuple[int, Decimal]]:
    """{line: (pieces, what is paid for all of them)}; none of a shop that is gone."""
    schema = connection.ops.quote_name(order.retailer.schema_name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"{schema}.order_line"])
        if cursor.fetchone()[0] is None:
            return {}
        cursor.execute(LINES.format(schema=schema), [order.uuid])
        return {line: (quantity, payable) for line, quantity, payable in cursor.fetchall()}


def _set_right(apps: Any, request: Any, lines: dict[UUID, tuple[int, Decimal]]) -> None:
    order, before = request.order, _held_before(apps, request)
    worth = 0
    for item in request.lines.order_by("id"):
        quantity, payable = lines[item.line]
        minor, settled = to_minor(payable, order.currency), before.get(item.line, 0)
        through = _rounded(minor, settled + item.quantity, quantity)
        item.amount_minor = through - _rounded(minor, settled, quantity)
        item.save(update_fields=["amount_minor"])
        worth += item.amount_minor
        before[item.line] = settled + item.quantity
    if sum(before.values()) == sum(quantity for quantity, _ in lines.values()):
        worth += to_minor(order.delivery_fee, order.currency)
    _write(apps, request, min(request.amount_minor, worth))


def _held_before(apps: Any, request: Any) -> dict[UUID, int]:
    rows = apps.get_model("purchases", "ReturnLine").objects.filter(
        request__order=request.order, request__status__in=HELD, request__id__lt=request.pk
    )
    return dict(rows.values_list("line").annotate(Sum("quantity")))


def _rounded(payable: int, pieces: int, quantity: int) -> int:
    return (2 * payable * pieces + quantity) // (2 * quantity)


def _write(apps: Any, request: Any, amount: int) -> None:
    """Never more than what the other refunds leave of the share."""
    refunds = apps.get_model("payments", "Refund").objects.filter(allocation__order=request.order)
    others = refunds.exclude(request=request).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    share = apps.get_model("payments", "Allocation").objects.get(order=request.order)
    request.amount_minor = max(min(amount, share.amount_minor - others), 0)
    request.save(update_fields=["amount_minor"])
    due = refunds.filter(request=request, status="due")
    if request.amount_minor:
        due.update(amount_minor=request.amount_minor)
    else:
        due.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_refunds"),
        ("purchases", "0004_payable"),
    ]

    operations = [migrations.RunPython(set_right, migrations.RunPython.noop)]
