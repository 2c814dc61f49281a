"""What the shop's offers and the basket's vouchers take off; runs inside the shop's schema.

Oscar's conditions and benefits decide; what they give is then brought to whole units of the
currency and shared out over the lines, so that lines, order and payment sum to the cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import now
from oscar.apps.basket.utils import LineDiscountRegistry

from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money, from_minor, to_minor
from tenants.shop.offer.amounts import round_down, share_out
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.offer.ranges import Goods, fill_members
from tenants.shop.voucher.models import Voucher
from tenants.shop.voucher.services import refusals_of

GOODS, DELIVERY = "goods", "delivery"


@dataclass(frozen=True, slots=True)
class PricedLine:
    goods: Goods
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class Discount:
    """`kind` is what it is taken from: "goods" or "delivery"."""

    name: str
    code: str
    amount: Money
    kind: str
    frequency: int
    offer_id: int
    voucher_id: int | None


@dataclass(frozen=True, slots=True)
class Discounts:
    """`lines` are the goods' discounts line by line; `refused` says why a code gave nothing."""

    found: list[Discount] = field(default_factory=list)
    lines: list[Money] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    until: datetime | None = None

    def of(self, kind: str, currency: str) -> Money:
        return sum((one.amount for one in self.found if one.kind == kind), Money.zero(currency))

    def within(self, fee: Money) -> "Discounts":
        """What is taken off the delivery is at most its `fee`, the first first."""
        found, left = [], fee
        for one in self.found:
            amount = min(one.amount, left) if one.kind == DELIVERY else one.amount
            if one.kind == DELIVERY:
                left -= amount
            if amount:
                found.append(replace(one, amount=amount))
        return replace(self, found=found)


class OfferLine:
    """A line as Oscar's conditions and benefits know it."""

    def __init__(self, line: PricedLine) -> None:
        self.product = line.goods
        self.quantity = line.quantity
        self.unit_effective_price = line.price.amount
        self.price_currency = line.price.currency
        self.stockrecord = self.stockrecord_id = line.goods.id
        self.discounts = LineDiscountRegistry(self)

    def discount(
        self, amount: Decimal, quantity: int, incl_tax: bool = True, offer: Any = None
    ) -> None:
        self.discounts.discount(amount, quantity, incl_tax, offer)

    def consume(self, quantity: int, offer: Any = None) -> int:
        return self.discounts.consume(quantity, offer=offer)

    def has_offer_discount(self, offer: Any) -> bool:
        return self.discounts.num_consumed(offer) > 0

    def quantity_with_offer_discount(self, offer: Any) -> int:
        return self.discounts.num_consumed(offer)

    def quantity_without_offer_discount(self, offer: Any) -> int:
        return self.discounts.available(offer)

    def is_available_for_offer_discount(self, offer: Any) -> bool:
        return self.discounts.available(offer) > 0

    def quantity_available_for_offer(self, offer: Any) -> int:
        return self.quantity_without_offer_discount(offer) + self.quantity_with_offer_discount(
            offer
        )


class OfferBasket:
    def __init__(self, lines: Iterable[PricedLine], currency: str, owner: Any) -> None:
        self.lines = [OfferLine(line) for line in lines]
        self.currency, self.owner = currency, owner

    def all_lines(self) -> list[OfferLine]:
        return self.lines


def find_discounts(
    *,
    lines: Sequence[PricedLine],
    codes: Sequence[str],
    currency: str,
    fee: Money,
    user_id: int | None,
    at: datetime | None = None,
    lock: bool = False,
) -> Discounts:
    """Of the offers that stand at `at` and of the vouchers with these codes.

    `lock` holds the vouchers, and the offers that have a limit, until the transaction ends:
    for a placement, which counts them as used.
    """
    moment = at or now()
    vouchers = _vouchers(codes, lock)
    refused = refusals_of(codes=codes, vouchers=vouchers, user_id=user_id, at=moment)
    usable = [voucher for voucher in vouchers if voucher.code not in refused]
    offers = _offers(usable, moment, lock)
    basket = OfferBasket(lines, currency, user_id)
    _prepare(offers, [line.goods for line in lines])
    applied = [found for offer in offers for found in _apply(offer, basket, fee)]
    until = [one for one in _ends(offers, usable) if one]
    return Discounts(
        found=applied,
        lines=_by_line(
            basket, lines, sum((d.amount for d in applied if d.kind == GOODS), Money.zero(currency))
        ),
        refused=refused,
        until=min(until, default=None),
    )


def _vouchers(codes: Sequence[str], lock: bool) -> list[Voucher]:
    if not codes:
        return []
    vouchers = Voucher.objects.filter(code__in=codes).order_by("id")
    if lock:
        vouchers = vouchers.select_for_update(of=("self",))
    rows = ConditionalOffer.objects.order_by("id")
    return list(vouchers.prefetch_related(Prefetch("offers", queryset=rows)))


def site_offers(moment: datetime) -> QuerySet:
    """The offers that need no voucher and stand at this moment."""
    return ConditionalOffer.objects.filter(
        Q(end_datetime__gte=moment) | Q(end_datetime=None),
        Q(start_datetime__lte=moment) | Q(start_datetime=None),
        status=ConditionalOffer.OPEN,
        offer_type=ConditionalOffer.SITE,
    )


def _offers(vouchers: list[Voucher], moment: datetime, lock: bool) -> list[ConditionalOffer]:
    """Highest priority first, as Oscar has it; of two alike the older one."""
    via = {offer.pk: voucher for voucher in vouchers for offer in voucher.offers.all()}
    standing = site_offers(moment).values("pk")
    rows = ConditionalOffer.objects.filter(Q(pk__in=standing) | Q(pk__in=list(via)))
    rows = rows.exclude(status=ConditionalOffer.SUSPENDED).order_by("id")
    related = ("condition__range", "benefit__range")
    found = list(rows.select_related(*related).prefetch_related("combinations", "in_combination"))
    if lock:
        _lock_limited(found)
    for offer in found:
        if offer.pk in via:
            offer.set_voucher(via[offer.pk])
        others = [*offer.combinations.all(), *offer.in_combination.all()]
        offer.combined_offers = [offer, *others]
    return sorted(found, key=lambda offer: (-offer.priority, offer.pk))


def _lock_limited(offers: list[ConditionalOffer]) -> None:
    """Hold the offers that can run out, and count from what they have given by now.

    The others are not held: checkouts of one shop need not wait for each other.
    """
    limited = {
        offer.pk: offer
        for offer in offers
        if offer.max_global_applications or offer.max_user_applications or offer.max_discount
    }
    if not limited:
        return
    rows = ConditionalOffer.objects.select_for_update(no_key=True).filter(pk__in=limited)
    counted = rows.order_by("id").values_list("id", "num_applications", "total_discount")
    for pk, times, total in counted:
        limited[pk].num_applications, limited[pk].total_discount = times, total


def _prepare(offers: list[ConditionalOffer], goods: list[Goods]) -> None:
    """Oscar's proxies, made once, with their ranges filled."""
    ranges: dict[int, Any] = {}
    for offer in offers:
        for part in (offer.condition, offer.benefit):
            if part.range:
                part.range = ranges.setdefault(part.range_id, part.range)
        offer.condition_proxy = _proxy(offer.condition)
        offer.benefit_proxy = _proxy(offer.benefit)
    fill_members(ranges.values(), goods)


def _proxy(part: Any) -> Any:
    made = part.proxy()
    made.range = part.range
    return made


def _apply(offer: Any, basket: OfferBasket, fee: Money) -> Iterable[Discount]:
    """As Oscar's applicator: again and again until its limit or until it gives nothing."""
    amount, times, limit = Decimal(0), 0, offer.get_max_applications(basket.owner)
    delivery = False
    while times < limit and offer.condition_proxy.is_satisfied(offer, basket):
        result = offer.benefit_proxy.apply(basket, offer.condition_proxy, offer)
        if not result.is_successful:
            break
        times += 1
        amount += result.discount
        delivery = delivery or result.affects_shipping
        if result.is_final:
            break
    if delivery:
        amount = min(offer.benefit_proxy.shipping_discount(fee.amount), fee.amount)
    amount = round_down(Decimal(amount), basket.currency)
    if amount > 0:
        yield _discount(offer, Money(amount, basket.currency), times, delivery)


def _discount(offer: Any, amount: Money, times: int, delivery: bool) -> Discount:
    voucher = offer.get_voucher()
    return Discount(
        name=offer.name if voucher is None else voucher.name,
        code="" if voucher is None else voucher.code,
        amount=amount,
        kind=DELIVERY if delivery else GOODS,
        frequency=times,
        offer_id=offer.pk,
        voucher_id=None if voucher is None else voucher.pk,
    )


def _by_line(basket: OfferBasket, lines: Sequence[PricedLine], discount: Money) -> list[Money]:
    """Oscar's line discounts have fractions of a cent; these have none and sum to the whole."""
    code = basket.currency
    limits = [(line.price * line.quantity).minor for line in lines]
    weights = [Decimal(line.discounts.total) for line in basket.lines]
    shares = share_out(to_minor(discount.amount, code), weights, limits)
    return [Money(from_minor(share, code), code) for share in shares]


def _ends(offers: list[ConditionalOffer], vouchers: list[Voucher]) -> Iterable[datetime | None]:
    return [
        *(offer.end_datetime for offer in offers if offer.get_voucher() is None),
        *(voucher.end_datetime for voucher in vouchers),
    ]
