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
    return _drop_dominated([candidate for candidate in candidates if _may_give(candidate, basket)])


def _may_give(candidate: Candidate, basket: OfferBasket) -> bool:
    """Others only use pieces up: a condition that is not met now never will be."""
    if candidate.is_custom:
        return True
    if not candidate.times or round_down(ceiling(candidate, basket), basket.currency) <= 0:
        return False
    basket.show(candidate.offer, candidate.lines)
    return bool(candidate.condition.is_satisfied(candidate.offer, basket))


def _drop_dominated(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Without a percentage beside which an older one takes as much off the same pieces.

    In any combination the older one can stand in its place: it asks for the same, uses the
    same pieces (all that are free), needs no other code, and takes off no less. Both together
    never count: whichever comes first leaves nothing to the other.
    """
    best: dict[Any, Decimal] = {}
    beaten: set[int] = set()
    for candidate in sorted(candidates, key=lambda candidate: candidate.offer.pk):
        if _uses_all_that_is_free(candidate):
            value = candidate.offer.benefit.value
            kinds = [_kind(candidate, code) for code in {"", candidate.code}]
            if any(best.get(kind, Decimal(-1)) >= value for kind in kinds):
                beaten.add(candidate.offer.pk)
            else:
                best[_kind(candidate, candidate.code)] = value
    return [candidate for candidate in candidates if candidate.offer.pk not in beaten]


def _uses_all_that_is_free(candidate: Candidate) -> bool:
    benefit = candidate.offer.benefit
    return (
        candidate.is_plain
        and benefit.type == Benefit.PERCENTAGE
        and not candidate.offer.max_discount
    )


def _kind(candidate: Candidate, code: str) -> Any:
    """Offers of one kind differ in nothing but their percentage and their age."""
    offer, ids = candidate.offer, [line.product.id for line in candidate.lines]
    condition_goods, benefit_goods = (
        tuple(
            pk
            for line, pk in zip(candidate.lines, ids, strict=True)
            if part.range.contains_product(line.product)
        )
        for part in (offer.condition, offer.benefit)
    )
    relations = offer.rivals | {offer.pk}, offer.apart
    condition = offer.condition.type, offer.condition.value
    return code, offer.priority, condition, condition_goods, benefit_goods, relations
