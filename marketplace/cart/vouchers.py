"""Vouchers in a cart: a code counts in the group of each shop that knows it."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.cart.discounts import NOT_APPLICABLE, OUTDONE, reprice, reprice_unseen
from marketplace.cart.errors import ShopUnavailable, TooManyVouchers, UnknownVoucherItem
from marketplace.cart.models import Cart, CartBasket
from marketplace.cart.queries import CartView, view_of
from marketplace.cart.reductions import Reduction
from marketplace.cart.services import baskets_of, lock_cart, touch
from marketplace.cart.shopper import Shopper
from marketplace.promotions.queries import codes_of_shops
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import normal_code
from tenants.kernel.locks import hold
from tenants.registry.context import use_retailer
from tenants.shop.basket.models import Basket
from tenants.shop.offer import errors
from tenants.shop.voucher.models import Voucher

MOST = 5
LONGEST = 128
PROBLEMS: dict[str, type[Refusal]] = {
    kind.code: kind
    for kind in (
        errors.UnknownVoucher,
        errors.VoucherExpired,
        errors.VoucherUsed,
        errors.VoucherNeedsAccount,
        errors.VoucherNotApplicable,
    )
}
ADVICE = {
    NOT_APPLICABLE: _("Look at what it is for; it may want other goods, or more of them."),
    "unknown-voucher": _("Check the code."),
    "voucher-needs-account": _("Log in first: it counts once for each customer."),
}


@dataclass(frozen=True, slots=True)
class VoucherResult:
    """`applied` are the slugs of the shops in which the code counts now.

    In the `outdone` the other offers take off as much without it: it is kept there, unused.
    """

    view: CartView
    code: str
    applied: list[str]
    outdone: list[str]


@transaction.atomic
def apply_voucher(*, shopper: Shopper, code: str) -> VoucherResult:
    """Give the code to the groups of the shops that know it.

    It stays where it takes something off, or would by itself: the cheapest combination counts,
    so that a code never makes a cart dearer. Raises UnknownVoucher, and when it counts in
    no shop the reason: VoucherExpired, VoucherUsed, VoucherNeedsAccount, VoucherNotApplicable,
    TooManyVouchers. Nothing has changed then.
    """
    cart = lock_cart(shopper)
    baskets = baskets_of(cart, shopper.retailer) if cart else []
    trading = [basket.retailer_id for basket in baskets if basket.retailer.is_active]
    codes = codes_of_shops(typed=code[:LONGEST], retailers=trading)
    if cart is None or not codes:
        raise errors.UnknownVoucher(gettext("No shop in your cart knows this code."))
    refusals: list[Refusal] = []
    applied: list[str] = []
    outdone: list[str] = []
    for basket in baskets:
        if own := codes.get(basket.retailer_id):
            problem = _try(basket, own, cart)
            if problem:
                refusals.append(problem)
            else:
                counts = _problem(basket, own) != OUTDONE
                (applied if counts else outdone).append(basket.retailer.slug)
    if not applied and not outdone:
        raise refusals[0]
    return VoucherResult(view_of(touch(cart), shopper), min(codes.values()), applied, outdone)


def _lock_vouchers(basket: CartBasket, codes: list[str]) -> None:
    """By their ids before they are counted in whatever order the cart has them."""
    if len(codes) > 1 and basket.retailer.is_active:
        with use_retailer(basket.retailer):
            list(hold(Voucher.objects.filter(code__in=codes), no_key=True))


def _problem(basket: CartBasket, code: str) -> str:
    problem: str = basket.pricing.get("refused", {}).get(code, "")
    return problem


def _try(basket: CartBasket, code: str, cart: Cart) -> Refusal | None:
    if code in basket.vouchers:
        return None
    if len(basket.vouchers) >= MOST:
        return TooManyVouchers(
            gettext("At most %(most)s vouchers in one shop's order.") % {"most": MOST}, maximum=MOST
        )
    basket.vouchers = [*basket.vouchers, code]
    reprice(basket, user_id=cart.user_id)
    problem = _problem(basket, code)
    if problem and problem != OUTDONE:
        basket.vouchers = basket.vouchers[:-1]
        reprice(basket, user_id=cart.user_id)
        return PROBLEMS[problem](ADVICE.get(problem, ""))
    basket.save(update_fields=["vouchers"])
    _link(basket, code)
    return None


def _link(basket: CartBasket, code: str) -> None:
    """The Oscar basket knows its vouchers, too (docs/decisions/0006)."""
    with use_retailer(basket.retailer):
        voucher = Voucher.objects.get(code=code)
        Basket.vouchers.through.objects.bulk_create(
            [Basket.vouchers.through(basket_id=basket.basket_id, voucher=voucher)],
            ignore_conflicts=True,
        )
        Voucher.objects.filter(pk=voucher.pk).update(
            num_basket_additions=F("num_basket_additions") + 1
        )


@transaction.atomic
def remove_voucher(*, shopper: Shopper, code: str) -> CartView:
    """Take it from every group (on a shop's host from that one). Raises UnknownVoucherItem."""
    cart = lock_cart(shopper)
    baskets = baskets_of(cart, shopper.retailer) if cart else []
    pairs = ((basket, _codes_meant(basket, code[:LONGEST])) for basket in baskets)
    holders = [(basket, meant) for basket, meant in pairs if meant]
    if cart is None or not holders:
        raise UnknownVoucherItem(gettext("Reload your cart."))
    for basket, meant in holders:
        basket.vouchers = [voucher for voucher in basket.vouchers if voucher not in meant]
        basket.save(update_fields=["vouchers"])
        if basket.retailer.is_gone:
            continue
        with use_retailer(basket.retailer):
            links = Basket.vouchers.through.objects.filter(basket_id=basket.basket_id)
            links.filter(voucher__code__in=meant).delete()
        reprice(basket, user_id=cart.user_id)
    return view_of(touch(cart), shopper)


def _codes_meant(basket: CartBasket, typed: str) -> list[str]:
    """The code itself, or the one that is another spelling of it."""
    if typed in basket.vouchers:
        return [typed]
    key = normal_code(typed)
    return [code for code in basket.vouchers if normal_code(code) == key]


def _carry(basket: CartBasket, code: str, cart: Cart, is_quoted: bool) -> Refusal | None:
    """Of a shop that does not trade nobody can say whether the code counts, nor did goods come.

    A quote counts on a code that has ended since: it stays, as it had without a merge.
    """
    if not (basket.retailer.is_active or code in basket.vouchers):
        return ShopUnavailable()
    problem = _try(basket, code, cart)
    if not (is_quoted and isinstance(problem, errors.VoucherExpired)):
        return problem
    basket.vouchers = [*basket.vouchers, code]
    basket.save(update_fields=["vouchers"])
    _link(basket, code)
    return None


def carry_vouchers(
    *,
    codes: dict[int, list[str]],
    reductions: dict[int, Reduction],
    target: Cart,
    is_quoted: bool = False,
) -> list[tuple[str, Refusal]]:
    """After a merge: the groups that the other cart had, with its codes, anew.

    `codes` and `reductions`, what was taken off both carts' pieces, are by the retailer's id. A
    group that the other cart did not have stays as it was. `is_quoted`: a quote came along.

    Gives the codes that do not count for this customer, and why.
    """
    refused = []
    for basket in baskets_of(target, None):
        if basket.retailer_id not in codes:
            continue
        carried = codes[basket.retailer_id]
        _lock_vouchers(basket, carried)
        for code in carried:
            problem = _carry(basket, code, target, is_quoted)
            if problem:
                refused.append((code, problem))
        reprice_unseen(basket, reduction=reductions[basket.retailer_id], user_id=target.user_id)
    return refused
