"""What is true after every step, whatever crossed: sums, stock, uses, copies, frozen papers."""

from collections import Counter, defaultdict
from decimal import Decimal

from marketplace.discovery.services import differences
from marketplace.payments.models import Payment, Refund
from marketplace.purchases.amounts import amount_added_up, amount_demanded
from marketplace.purchases.checks import check_invoices, check_orders
from marketplace.purchases.invoice_pdf import render
from marketplace.purchases.models import Invoice, Purchase, RetailerOrder, ReturnRequest
from marketplace.purchases.queries import read_order
from tenants.kernel.money import to_minor
from tenants.registry.context import use_retailer
from tenants.registry.orphans import find_orphans
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.order.models import Line, OrderDiscount
from tenants.shop.partner.models import StockRecord
from tenants.shop.voucher.models import VoucherApplication

LEFT_THE_SHELF = ("shipped", "delivered", "returned")


def hold_at_end(scene):
    """With what takes long: papers that were read, to the byte; each shop's copies, accounts."""
    hold(scene)
    for invoice in Invoice.objects.all():
        assert scene.papers[invoice.number] == render(invoice)
    for shop in scene.shops:
        _hold_copies(scene.fresh(shop))
        assert [str(orphan) for orphan in find_orphans(retailer=shop)] == []


def hold(scene):
    for purchase in Purchase.objects.order_by("id"):
        _hold_purchase(purchase)
    for order in RetailerOrder.objects.select_related(
        "retailer", "purchase", "allocation__payment"
    ):
        _hold_order(order)
    for request in ReturnRequest.objects.select_related("order"):
        _hold_request(request)
    for invoice in Invoice.objects.select_related("order"):
        _hold_invoice(scene, invoice)
    for shop in scene.shops:
        _hold_stock(scene, shop)
    _hold_copies(scene.fresh())
    _hold_uses(scene)


def _hold_purchase(purchase):
    payment = Payment.objects.get(purchase=purchase)
    allocations = list(payment.allocations.select_related("order"))
    orders = list(purchase.orders.all())
    assert purchase.total == sum(order.payable for order in orders)
    assert payment.amount_minor == to_minor(purchase.total, purchase.currency)
    assert payment.amount_minor == sum(part.amount_minor for part in allocations)
    assert payment.status == _status([part.status for part in allocations])


def _status(statuses):
    """Of a payment in cash: what is open first, then what went back."""
    live = [status for status in statuses if status != "cancelled"]
    if not live or "cod_due" in live:
        return "cod_due" if live else "cancelled"
    if set(live) == {"refunded"}:
        return "refunded"
    return "partially_refunded" if {"refunded", "partially_refunded"} & set(live) else "paid"


def _hold_order(order):
    view, allocation = read_order(order), order.allocation
    lines = sum(line.payable.amount for line in view.lines)
    taken_off = Counter()
    for discount in view.discounts:
        taken_off[discount.kind] += discount.amount.amount
    for line in view.lines:
        assert line.before_discount == line.unit_price * line.quantity
        assert 0 <= line.discount.amount <= line.before_discount.amount
        assert 0 <= line.returned <= line.quantity
        to_minor(line.payable.amount, order.currency)
    assert sum(line.discount.amount for line in view.lines) == order.discount
    assert taken_off["goods"] == order.discount
    assert order.payable == lines + order.delivery_fee == view.source.total_incl_tax
    assert view.delivery_charge.amount == order.delivery_fee + taken_off["delivery"]
    assert order.item_count == sum(line.quantity for line in view.lines)
    assert (order.status, order.fulfilment) == (view.source.status, view.source.fulfilment)
    assert allocation.amount_minor == to_minor(order.payable, order.currency)
    _hold_refunds(order, allocation)


def _hold_refunds(order, allocation):
    amounts = defaultdict(int)
    for status, amount in Refund.objects.filter(allocation=allocation).values_list(
        "status", "amount_minor"
    ):
        amounts[status] += amount
    assert amounts["due"] + amounts["paid"] <= allocation.amount_minor
    if order.status == "cancelled":
        assert (allocation.status, sum(amounts.values())) == ("cancelled", 0)
    elif amounts["paid"]:
        whole = amounts["paid"] == allocation.amount_minor
        assert allocation.status == ("refunded" if whole else "partially_refunded")
    else:
        is_paid = order.status in ("delivered", "returned") or not allocation.amount_minor
        assert allocation.status == ("paid" if is_paid else "cod_due")
    if order.status == "returned":
        assert sum(amounts.values()) == allocation.amount_minor


def _hold_request(request):
    goods = sum(request.lines.values_list("amount_minor", flat=True))
    fee = to_minor(request.order.delivery_fee, request.currency)
    assert request.amount_minor in (goods, goods + fee)
    refund = Refund.objects.filter(request=request).first()
    if refund:
        assert refund.amount_minor == request.amount_minor
        assert refund.status == ("paid" if request.status == "refunded" else "due")


def _hold_invoice(scene, invoice):
    """What was issued first is what there is, and demands what the order costs."""
    content = scene.invoices.setdefault(invoice.number, invoice.content)
    assert invoice.content == content
    assert invoice.order.status in LEFT_THE_SHELF
    assert Decimal(content["payable"]) == invoice.order.payable
    assert amount_added_up(content) == amount_demanded(content)


def _hold_stock(scene, shop):
    """What is there = what was there - what left + what came back; what is open is reserved."""
    with use_retailer(shop):
        lines = list(
            Line.objects.values_list("stockrecord", "quantity", "num_returned", "order__status")
        )
        records = dict(StockRecord.objects.in_bulk())
        titles = dict(StockRecord.objects.values_list("pk", "product__title"))
    left, reserved = Counter(), Counter()
    for record, quantity, returned, status in lines:
        if status in LEFT_THE_SHELF:
            left[record] += quantity - returned
        elif status != "cancelled":
            reserved[record] += quantity
    for pk, record in records.items():
        begin = scene.stock_of(titles[pk])
        assert (record.num_in_stock, record.num_allocated) == (begin - left[pk], reserved[pk])
        assert record.available >= 0


def _hold_copies(shop):
    assert [str(row) for row in differences(retailer=shop)] == []
    assert [str(row) for row in check_orders(retailer=shop)] == []
    assert [str(row) for row in check_invoices(retailer=shop)] == []


def _hold_uses(scene):
    """Each standing order with a discount is one use of it; a cancelled one gave its use back."""
    with use_retailer(scene.home):
        rows = OrderDiscount.objects.exclude(order__status="cancelled")
        for offer in ConditionalOffer.objects.all():
            if offer.max_global_applications:
                times = sum(rows.filter(offer_id=offer.pk).values_list("frequency", flat=True))
                assert offer.num_applications == times
        codes = rows.exclude(voucher_code="").values_list("order_id", flat=True)
        slots = VoucherApplication.objects.exclude(slot=None).values_list("order_id", flat=True)
        assert sorted(codes) == sorted(slots)
        assert len(slots) <= 1
