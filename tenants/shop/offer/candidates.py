"""Offers that no best combination needs: left out before any are compared.

Each rule is sound, ties included; docs/decisions/0016 says why.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from tenants.shop.offer.amounts import round_down
from tenants.shop.offer.benefits import Candidate, ceiling
from tenants.shop.offer.lines import OfferBasket
from tenants.shop.offer.models import Benefit


def prune(candidates: Sequence[Candidate], basket: OfferBasket) -> list[Candidate]:
    """Those that may count, in their order; the basket is as it came."""
    return _undominated([one for one in candidates if _may_give(one, basket)])


def _may_give(one: Candidate, basket: OfferBasket) -> bool:
    """Others only use pieces up: a condition that is not met now never will be."""
    if one.is_custom:
        return True
    if not one.times or round_down(ceiling(one, basket), basket.currency) <= 0:
        return False
    basket.show(one.offer, one.lines)
    return bool(one.condition.is_satisfied(one.offer, basket))


def _undominated(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Without a percentage beside which an older one takes as much off the same pieces.

    In any combination the older one can stand in its place: it asks for the same, uses the
    same pieces (all that are free), needs no other code, and takes off no less. Both together
    never count: whichever comes first leaves nothing to the other.
    """
    best: dict[Any, Decimal] = {}
    beaten: set[int] = set()
    for one in sorted(candidates, key=lambda one: one.offer.pk):
        if _uses_all_that_is_free(one):
            value = one.offer.benefit.value
            kinds = [_kind(one, code) for code in {"", one.code}]
            if any(best.get(kind, Decimal(-1)) >= value for kind in kinds):
                beaten.add(one.offer.pk)
            else:
                best[_kind(one, one.code)] = value
    return [one for one in candidates if one.offer.pk not in beaten]


def _uses_all_that_is_free(one: Candidate) -> bool:
    benefit = one.offer.benefit
    return one.is_plain and benefit.type == Benefit.PERCENTAGE and not one.offer.max_discount


def _kind(one: Candidate, code: str) -> Any:
    """Offers of one kind differ in nothing but their percentage and their age."""
    offer, ids = one.offer, [line.product.id for line in one.lines]
    asked, given = (
        tuple(
            pk
            for line, pk in zip(one.lines, ids, strict=True)
            if part.range.contains_product(line.product)
        )
        for part in (offer.condition, offer.benefit)
    )
    relations = offer.rivals | {offer.pk}, offer.apart
    condition = offer.condition.type, offer.condition.value
    return code, offer.priority, condition, asked, given, relations
