"""The cart as templates/components/cart_group.html and totals.html take it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.cart.change_kinds import OF_MONEY, OF_PRICE, ChangeKind
from marketplace.cart.discounts import GOODS
from marketplace.cart.queries import CartGroup, CartItem, CartView
from marketplace.pages.shared.links import to_shop
from marketplace.pages.shared.pictures import logo_of, picture_of
from tenants.kernel.money import Money, totals_by_currency
from tenants.kernel.money_format import write_money
from tenants.kernel.site_pages import RETURNS, TERMS
from tenants.registry.models import Retailer

Shape = dict[str, Any]

PROBLEMS = {
    ChangeKind.PRICE_ROSE: _("The price has risen"),
    ChangeKind.PRICE_DROPPED: _("The price has dropped"),
    ChangeKind.OUT_OF_STOCK: _("Sold out"),
    ChangeKind.LESS_STOCK: _("Less in stock than you chose"),
    ChangeKind.ARCHIVED: _("No longer sold"),
    ChangeKind.UNAVAILABLE: _("Not for sale at the moment"),
    ChangeKind.DISCOUNT_FELL: _("Less is taken off"),
}
VOUCHER_PROBLEMS = {
    "unknown-voucher": _("not known any more"),
    "voucher-expired": _("not valid at the moment"),
    "voucher-used": _("used already"),
    "voucher-needs-account": _("counts when you are logged in"),
    "voucher-not-applicable": _("does not fit what is in the cart"),
    "voucher-outdone": _("not used: the other offers take off at least as much"),
}


def groups_of(request: HttpRequest, cart: CartView, *, only: set[str] | None = None) -> list[Shape]:
    return [
        group_of(request, group)
        for group in cart.groups
        if only is None or group.retailer.slug in only
    ]


def group_of(request: HttpRequest, group: CartGroup) -> Shape:
    over = group.free_delivery_over
    missing = over - group.goods_total if over and group.goods_total < over else None
    return {
        "retailer": shop_of(request, group.retailer),
        "terms": terms_of(request, group.retailer),
        "available": group.available,
        "can_be_bought": group.can_be_bought,
        "items": [item_of(request, group.retailer, item) for item in group.items],
        "goods_total": group.goods_total,
        "to_pay": group.to_pay,
        "discounts": discounts_of(group),
        "vouchers": vouchers_of(group),
        "minimum_order": group.minimum_order,
        "missing_for_minimum": group.missing_for_minimum or None,
        "delivery_fee": group.delivery_fee,
        "free_delivery_over": over,
        "free_delivery_missing": missing,
        "free_delivery_percent": _percent(group.goods_total.amount, over.amount) if over else 0,
        "fulfilment": group.fulfilment,
        "delivers": group.retailer.offers_delivery,
        "hands_over": group.retailer.offers_pickup,
    }


def discounts_of(group: CartGroup) -> list[Shape]:
    """What is taken off the goods, offer by offer; the delivery's is in its fee already."""
    return [
        {"label": discount.name, "code": discount.code, "amount": discount.amount}
        for discount in group.discounts
        if discount.kind == GOODS
    ]


def vouchers_of(group: CartGroup) -> list[Shape]:
    return [
        {"code": voucher.code, "problem": VOUCHER_PROBLEMS.get(voucher.problem, voucher.problem)}
        for voucher in group.vouchers
    ]


def _percent(part: Decimal, whole: Decimal) -> int:
    return int(min(Decimal(100), part * 100 / whole)) if whole else 100


def shop_of(request: HttpRequest, retailer: Retailer) -> Shape:
    """On the marketplace a shop's name leads to its page there, on its own host to its home."""
    here = request.retailer is not None  # type: ignore[attr-defined]
    return {
        "slug": retailer.slug,
        "name": retailer.name,
        "url": "/" if here else f"/retailers/{retailer.slug}",
        "logo": logo_of(retailer),
    }


def terms_of(request: HttpRequest, retailer: Retailer) -> list[Shape]:
    """[{title, url}]: what a shop says about its orders, as far as it published that."""
    here = request.retailer is not None  # type: ignore[attr-defined]
    links = [retailer.site_link(purpose) for purpose in (TERMS, RETURNS)]
    return [
        {"title": link["title"], "url": link["path"] if here else to_shop(retailer, link["path"])}
        for link in links
        if link
    ]


def counter_of(retailer: Retailer) -> str:
    """Where orders are picked up: "Rua das Flores 112, 4050-266 Porto"."""
    return ", ".join(retailer.contact.lines)


def item_of(request: HttpRequest, retailer: Retailer, item: CartItem) -> Shape:
    return {
        "id": str(item.id),
        "product": str(item.product),
        "title": item.title,
        "url": item.url,
        "options": [{"name": name, "value": value} for name, value in item.options.items()],
        "image": picture_of(item.image, retailer),
        "quantity": item.quantity,
        "min_quantity": item.min_quantity,
        "max_quantity": _most(item),
        "unit_price": item.unit_price,
        "before_discount": item.before_discount,
        "discount": item.discount,
        "payable": item.payable,
        "problem": problem_of(item),
        "update_url": reverse("cart-item", args=[item.id]),
        "remove_url": reverse("cart-remove", args=[item.id]),
    }


def _most(item: CartItem) -> int | None:
    bounds = [bound for bound in (item.max_quantity, item.stock) if bound is not None]
    return max(min(bounds), 1) if bounds else None


def problem_of(item: CartItem) -> Shape | None:
    if not item.problem:
        return None
    return {"title": str(PROBLEMS[item.problem]), "text": _advice(item)}


def _advice(item: CartItem) -> str:
    if item.was is not None and item.problem in OF_PRICE:
        return gettext("It was %(was)s when you put it in and is %(now)s now.") % {
            "was": write_money(item.was),
            "now": write_money(item.unit_price),
        }
    if item.problem == ChangeKind.LESS_STOCK:
        return gettext("%(left)d left. Lower the quantity to order it.") % {"left": item.stock or 0}
    return gettext("Remove it to order the rest of this shop.")


def rows_of(groups: list[Shape]) -> list[Shape]:
    """What each shop gets, then one grand total per currency; only what can be ordered."""
    open_groups = [group for group in groups if group["available"]]
    rows = [
        {"label": group["retailer"]["name"], "amount": group["to_pay"]} for group in open_groups
    ]
    totals: list[Money] = totals_by_currency(group["to_pay"] for group in open_groups)
    label = gettext("Total") if len(totals) == 1 else gettext("Total in %(currency)s")
    return rows + [
        {"label": label % {"currency": money.currency}, "amount": money, "kind": "grand"}
        if len(totals) > 1
        else {"label": label, "amount": money, "kind": "grand"}
        for money in totals
    ]


def change_of(change: Mapping[str, Any], cart: CartView) -> Shape:
    """One of a checkout's changes as a sentence; amounts in the shop's currency."""
    group = cart.group(change["retailer"])
    shop = group.retailer.name if group else change["retailer"]
    text = str(PROBLEMS.get(change["kind"], change["kind"]))
    if change["was"] is not None and change["now"] is not None:
        was, now = str(change["was"]), str(change["now"])
        if change["kind"] in OF_MONEY and group:
            currency = group.retailer.currency
            was = write_money(Money(Decimal(was), currency))
            now = write_money(Money(Decimal(now), currency))
        text = gettext("%(what)s: %(was)s before, %(now)s now") % {
            "what": text,
            "was": was,
            "now": now,
        }
    return {"title": change["title"] or gettext("Discounts"), "shop": shop, "text": text}
