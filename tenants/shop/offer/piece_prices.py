"""What one piece costs by the offers that everybody gets, over time; runs in the shop's schema.

An offer counts here if it needs no voucher, is about goods and has no limit: not of uses, nor
of uses a customer, nor of a sum. A cart may take more off (by a limited offer, for several
pieces), never less. The price is that of a piece alone in a cart that is collected.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from tenants.kernel.money import Money
from tenants.shop.offer import discounts
from tenants.shop.offer.models import Benefit, ConditionalOffer
from tenants.shop.offer.ranges import Goods

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)
# An offer stands at its last moment still; the database counts in these.
TICK = timedelta(microseconds=1)
LIMITS = ("max_global_applications", "max_user_applications", "max_discount")
OF_DELIVERY = (
    Benefit.SHIPPING_PERCENTAGE,
    Benefit.SHIPPING_ABSOLUTE,
    Benefit.SHIPPING_FIXED_PRICE,
)


class Piece(NamedTuple):
    goods: Goods
    price: Money


@dataclass(frozen=True, slots=True)
class Sale:
    """From `starts_at` on and before `ends_at` one piece costs `price`, less than usual."""

    starts_at: datetime
    ends_at: datetime
    price: Decimal


def offers_for_everybody() -> QuerySet[ConditionalOffer]:
    """Of the kind that counts here, whether they stand, will or did."""
    rows = ConditionalOffer.objects.filter(offer_type=ConditionalOffer.SITE)
    for limit in LIMITS:
        rows = rows.filter(Q(**{limit: None}) | Q(**{limit: 0}))
    return rows.exclude(benefit__type__in=OF_DELIVERY)


def lasting_offers(at: datetime) -> QuerySet[ConditionalOffer]:
    """Those that stand at this moment or will."""
    return offers_for_everybody().filter(
        Q(end_datetime__gte=at) | Q(end_datetime=None), status=ConditionalOffer.OPEN
    )


def ranges_of(offers: Collection[UUID]) -> set[int]:
    """The ranges that those of these which count here look at, by id; one statement."""
    rows = offers_for_everybody().filter(uuid__in=offers)
    pairs = rows.values_list("condition__range_id", "benefit__range_id")
    return {pk for pair in pairs for pk in pair if pk is not None}


def read_sales(pieces: Sequence[Piece], *, at: datetime) -> dict[int, list[Sale]]:
    """By the goods' id what they cost when it is less; a fixed number of statements."""
    offers = discounts.load_offers(lasting_offers(at))
    discounts.prepare(offers, [piece.goods for piece in pieces])
    reckoner = _Reckoner(offers)
    return {piece.goods.id: reckoner.sales_of(piece) for piece in pieces} if offers else {}


class _Reckoner:
    """Pieces of the same price in the same ranges cost the same: each kind is priced once."""

    def __init__(self, offers: Sequence[ConditionalOffer]) -> None:
        self.offers = offers
        self.sales: dict[Any, list[Sale]] = {}

    def sales_of(self, piece: Piece) -> list[Sale]:
        offers = [offer for offer in self.offers if any(_membership(offer, piece.goods))]
        if not offers:
            return []
        key = self._kind(piece, offers)
        if key not in self.sales:
            self.sales[key] = list(_sales(piece, offers))
        return self.sales[key]

    def _kind(self, piece: Piece, offers: Sequence[ConditionalOffer]) -> Any:
        ranges = [(offer.pk, *_membership(offer, piece.goods)) for offer in offers]
        own = piece.goods.id if any(map(_is_custom, offers)) else None
        return piece.price, piece.goods.is_discountable, own, *ranges


def _membership(offer: Any, goods: Goods) -> tuple[bool, bool]:
    """Whether it is in the ranges of the condition and of the benefit."""
    if _is_custom(offer):
        return True, True
    return tuple(  # type: ignore[return-value]
        part.range is not None and part.range.contains_product(goods)
        for part in (offer.condition, offer.benefit)
    )


def _is_custom(offer: Any) -> bool:
    return bool(offer.condition.proxy_class or offer.benefit.proxy_class)


def _sales(piece: Piece, offers: Sequence[ConditionalOffer]) -> Iterable[Sale]:
    """One after another, never two at a moment; neighbours of one price are one."""
    last: Sale | None = None
    for start, end in _spans(offers):
        standing = [offer for offer in offers if _stands(offer, start)]
        price = discounts.price_of_single(standing, piece.goods, piece.price).amount
        if last and last.ends_at == start and last.price == price:
            last = Sale(last.starts_at, end, price)
            continue
        if last:
            yield last
        last = Sale(start, end, price) if price < piece.price.amount else None
    if last:
        yield last


def _begins(offer: Any) -> datetime:
    return offer.start_datetime or BEGINNING


def _is_over(offer: Any) -> datetime:
    """The moment after its last; one that ends with the calendar ends at END, as "for ever"."""
    end = offer.end_datetime
    return END if end is None or end >= END else end + TICK


def _stands(offer: Any, at: datetime) -> bool:
    return _begins(offer) <= at < _is_over(offer)


def _spans(offers: Iterable[ConditionalOffer]) -> Iterable[tuple[datetime, datetime]]:
    """Between any two moments at which an offer begins or ends: nothing changes in there."""
    moments = sorted({moment for offer in offers for moment in (_begins(offer), _is_over(offer))})
    return pairwise(moments)
