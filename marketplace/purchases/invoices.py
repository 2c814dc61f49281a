"""Invoices of a shop: written once per order, numbered without a gap."""

from typing import Any

from django.db import connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext, override

from marketplace.purchases.errors import NoInvoiceYet
from marketplace.purchases.models import Invoice, Purchase, RetailerOrder
from marketplace.purchases.queries import OrderDiscountView, OrderLine, OrderView, read_order
from tenants.kernel.locks import hold
from tenants.kernel.money import Money
from tenants.kernel.postal.lines import address_lines
from tenants.registry.models import Retailer
from tenants.shop.order import states

# The row stays locked to the end of the transaction: a rollback gives the number back, and
# the next one waits for it.
NEXT_NUMBER = """
INSERT INTO public.purchases_invoiceseries AS series (retailer_id, last) VALUES (%s, 1)
ON CONFLICT (retailer_id) DO UPDATE SET last = series.last + 1
RETURNING last
"""


@transaction.atomic
def invoice_of(order: RetailerOrder) -> Invoice:
    """The order's invoice, written when it is asked for the first time.

    Raises NoInvoiceYet while the order can still be cancelled, or was.
    """
    locked = hold(RetailerOrder.objects.all()).get(pk=order.pk)
    invoice = Invoice.objects.filter(order=locked).first()
    if invoice is not None:
        return invoice
    if locked.status not in states.INVOICED:
        raise NoInvoiceYet(gettext("Ask again when the order is on its way."))
    view = read_order(order)
    sequence = _next_number(order.retailer)
    number = f"{order.retailer.slug.upper()}-{sequence:06d}"
    return Invoice.objects.create(
        order=locked,
        retailer=order.retailer,
        sequence=sequence,
        content={"number": number, **_content(view)},
    )


def _next_number(retailer: Retailer) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [retailer.pk])
        return int(cursor.fetchone()[0])


def _content(view: OrderView) -> dict[str, Any]:
    """Who sells what to whom, as it is now: later changes of a shop or a name do not reach it.

    lines (before discounts) - discounts (of goods and of the delivery) + delivery = payable;
    checks.check_invoices holds the ones that were issued against it.
    """
    order, shop = view.order, view.order.retailer
    purchase = order.purchase
    return {
        "order": order.number,
        "ordered_on": f"{purchase.placed_at.astimezone(shop.zone):%Y-%m-%d}",
        "issued_on": f"{now().astimezone(shop.zone):%Y-%m-%d}",
        "language": shop.language,
        "currency": order.currency,
        **_parties(purchase, shop),
        "lines": [_line(line) for line in view.lines],
        "goods": _amount(view.goods_total),
        "discounts": [_discount(discount) for discount in view.discounts],
        "delivery": _amount(view.delivery_charge),
        "payable": _amount(order.money),
        "payment_method": view.source.payment_method,
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "quantity": line.quantity,
        "unit_price": _amount(line.unit_price),
        "before_discount": _amount(line.before_discount),
    }


def _discount(discount: OrderDiscountView) -> dict[str, str]:
    return {
        "name": discount.name,
        "code": discount.code,
        "kind": discount.kind,
        "amount": _amount(discount.amount),
    }


def _amount(money: Money) -> str:
    return money.as_dict()["amount"]


def _parties(purchase: Purchase, shop: Retailer) -> dict[str, Any]:
    """Both addresses as their countries write them, these named in the invoice's language. An
    invoice must name the seller with the address, published or not; no more than that."""
    with override(shop.language):
        seller, buyer = address_lines(shop.postal_address()), purchase.shipping_address
        to = address_lines(buyer, sent_from=shop.country) if buyer else []
    contact = [text for text in (shop.contact.email, shop.contact.phone) if text]
    return {
        "seller": {"name": shop.name, "lines": [*seller, *contact]},
        "buyer": {"email": purchase.email, "lines": to},
    }
