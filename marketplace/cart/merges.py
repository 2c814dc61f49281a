"""A guest's cart becomes part of a customer's at login, or of another guest's at a hand-off.

The result is told, line by line: nothing is dropped in silence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.cart import baskets, services
from marketplace.cart.discounts import reprice_unseen
from marketplace.cart.items import Wish, put
from marketplace.cart.limits import most_pieces
from marketplace.cart.models import Cart, CartBasket, CartLine
from marketplace.cart.offers import BuyableVariant, find_all_buyable, require_quantity
from marketplace.cart.reductions import Reduction, reduction_in
from marketplace.cart.shopper import Shopper, make_token, read_token
from marketplace.cart.vouchers import carry_vouchers
from tenants.kernel.errors import Refusal
from tenants.registry.context import use_retailer


@dataclass(slots=True)
class MergeResult:
    """Counts of lines; `limited` and `dropped` name the titles, and why.

    `unchanged`: those of `added_up` that hold no more than before.
    """

    moved: int = 0
    added_up: int = 0
    unchanged: int = 0
    limited: list[dict[str, str]] = field(default_factory=list)
    dropped: list[dict[str, str]] = field(default_factory=list)
    token: str | None = None
    absorbed: UUID | None = None  # the cart that is gone

    @property
    def is_empty(self) -> bool:
        return not (self.moved or self.added_up or self.limited or self.dropped)

    def as_dict(self) -> dict[str, object]:
        return {
            "moved": self.moved,
            "added_up": self.added_up,
            "limited": self.limited,
            "dropped": self.dropped,
        }


def merge_guest_cart(*, user: User, token: str | None) -> MergeResult:
    """Move what the guest with this token had into the user's cart; the guest's is gone then."""
    try:
        return _merge_at_login(user, token)
    except IntegrityError:  # she began a cart in another tab at the same moment: now there is one
        return _merge_at_login(user, token)


@transaction.atomic
def _merge_at_login(user: User, token: str | None) -> MergeResult:
    if read_token(token) is None:
        return MergeResult()
    guest, target = services.lock_carts(Shopper(token=token), Shopper(user=user))
    if guest is None:
        return MergeResult()
    return _merge(guest, target) if target else _take_over(guest, user)


@transaction.atomic
def merge_guest_carts(*, source: str | None, target: str | None) -> MergeResult:
    """Both tokens are guests' (two hosts, one browser): the source's lines join the target's.

    `token` of the result is what the browser keeps from now on at the target. The one that it
    has at the source opens the same cart; that one's own UUID, `absorbed`, may be another than
    the source's token says, when others had become part of it before.
    """
    shoppers = Shopper(token=source), Shopper(token=target)
    source_cart, target_cart = services.lock_carts(*shoppers)
    if source_cart is None or target_cart is None or source_cart.pk == target_cart.pk:
        cart = target_cart or source_cart
        return MergeResult(token=make_token(cart) if cart else None)
    result = _merge(source_cart, services.absorb(target_cart, source_cart))
    result.token, result.absorbed = make_token(target_cart), source_cart.uuid
    return result


def _take_over(guest: Cart, user: User) -> MergeResult:
    """The customer had no cart: the guest's becomes hers as it is."""
    guest.user = user
    guest.save(update_fields=["user"])
    for basket in guest.baskets.select_related("retailer"):
        if basket.retailer.is_gone:
            continue
        with use_retailer(basket.retailer):
            baskets.give_basket(basket_id=basket.basket_id, owner_id=user.pk)
        reprice_unseen(basket, reduction=reduction_in(basket), user_id=user.pk)
    moved = CartLine.objects.filter(basket__cart=guest).count()
    return MergeResult(moved=moved)


def _merge(source: Cart, target: Cart) -> MergeResult:
    result = MergeResult()
    there = {basket.retailer_id: basket for basket in services.baskets_of(target, None)}
    pieces = _merge_lines(source, target, there, result)
    codes, reductions = {}, {}
    for basket in services.baskets_of(source, None):
        codes[basket.retailer_id] = basket.vouchers
        reductions[basket.retailer_id] = pieces.reduction_in(basket, there.get(basket.retailer_id))
        if basket.retailer_id not in there:
            _keep_fulfilment(basket, target)
        services.drop_basket(basket)
    # Its prices stand if the target holds the same of a shop.
    is_quoted = bool(source.quotes.update(cart=target))
    source.delete()
    for code, refusal in carry_vouchers(
        codes=codes, reductions=reductions, target=target, is_quoted=is_quoted
    ):
        result.dropped.append({"title": code, "why": str(refusal.title)})
    return result


@dataclass(frozen=True, slots=True)
class _Pieces:
    """{product: quantity} in the two carts before a merge, and in the one after it."""

    of_source: dict[str, int]
    of_target: dict[str, int]
    now: dict[str, int]

    def reduction_in(self, basket: CartBasket, there: CartBasket | None) -> Reduction:
        """What was taken off in the source's group, and in the target's of the same shop, of the
        pieces that are there now. The target's own were there first."""
        stayed = {
            product: min(quantity, self.of_target[product])
            for product, quantity in self.now.items()
            if product in self.of_target
        }
        came = {
            product: quantity - stayed.get(product, 0)
            for product, quantity in self.now.items()
            if product in self.of_source
        }
        reduction = reduction_in(basket).limit(came, self.of_source)
        return reduction + reduction_in(there).limit(stayed, self.of_target) if there else reduction


def _keep_fulfilment(basket: CartBasket, target: Cart) -> None:
    """What was to be collected still is; a shop's group that was there already stays as it is."""
    if basket.fulfilment != basket.retailer.default_fulfilment:
        groups = target.baskets.filter(retailer_id=basket.retailer_id)
        groups.update(fulfilment=basket.fulfilment)


def _merge_lines(
    source: Cart, target: Cart, groups: Mapping[int, CartBasket], result: MergeResult
) -> _Pieces:
    """Statements: a fixed number, and some for each shop, however many lines it has.

    `groups` are the target's, by their retailers' ids.
    """
    lines = _lines_in(source)
    own = {line.product: line for line in _lines_in(target)}
    offers = find_all_buyable(products=[line.product for line in lines], retailer=None)
    of_source, of_target = _count_pieces(lines), _count_pieces(own.values())
    wishes = [
        wish
        for line in lines
        if (wish := _merge_line(line, own.get(line.product), offers[line.product], result))
    ]
    put(target, wishes, groups)
    now = {str(wish.offered.variant.uuid): wish.quantity for wish in wishes}
    return _Pieces(of_source, of_target, now=of_target | now)


def _lines_in(cart: Cart) -> list[CartLine]:
    lines = CartLine.objects.filter(basket__cart=cart)
    return list(lines.order_by("basket__retailer_id", "id"))


def _count_pieces(lines: Iterable[CartLine]) -> dict[str, int]:
    return {str(line.product): line.quantity for line in lines}


def _merge_line(
    line: CartLine, there: CartLine | None, answer: BuyableVariant | Refusal, result: MergeResult
) -> Wish | None:
    """What the target shall hold of it; `there` is the line in which it has some already."""
    quantity = line.quantity + (there.quantity if there else 0)
    try:
        if isinstance(answer, Refusal):
            raise answer
        allowed = _limit_quantity(answer, quantity)
    except Refusal as refusal:
        result.dropped.append({"title": line.title, "why": str(refusal.title)})
        return None
    if allowed < quantity:
        why = gettext("%(allowed)s instead of %(wanted)s")
        pieces = {"allowed": allowed, "wanted": quantity}
        result.limited.append({"title": line.title, "why": why % pieces})
    if there:
        result.unchanged += allowed <= there.quantity
        result.added_up += 1
    else:
        result.moved += 1
    return Wish(answer, allowed, there, line.price_seen)


def _limit_quantity(offered: BuyableVariant, quantity: int) -> int:
    """As much of `quantity` as stock and limit allow. Raises a Refusal when that is nothing."""
    variant = offered.variant
    bounds = [quantity, variant.max_quantity, variant.quantity, most_pieces(offered.price)]
    allowed = min(bound for bound in bounds if bound is not None)
    require_quantity(offered, max(allowed, 1))
    return allowed
