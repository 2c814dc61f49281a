"""What the shop's offers and the basket's vouchers take off; runs inside the shop's schema.

Oscar's conditions and benefits decide; what they give is then brought to whole units of the
currency and shared out over the lines, so that lines, order and payment sum to the cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.utils.timezone import now

from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.kernel.money import Money, from_minor, to_minor
from tenants.shop.offer.amounts import share_out
from tenants.shop.offer.benefits import Application, Candidate, apply_offer
from tenants.shop.offer.combinations import choose
from tenants.shop.offer.lines import OfferBasket, OfferLine, PricedLine, go_back, mark
from tenants.shop.offer.models import ConditionalOffer
from tenants.shop.offer.ranges import Goods, fill_members
from tenants.shop.order import states
from tenants.shop.order.models import OrderDiscount
from tenants.shop.voucher.models import Voucher
from tenants.shop.voucher.services import refusals_of

GOODS, DELIVERY = "goods", "delivery"
RELATED = ("condition__range", "benefit__range")


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
    """`lines` are the goods' discounts line by line; `refused` says why a code cannot be used.

    `outdone` are the codes that would give something by themselves, where other offers give as
    much without them: they are not used up.
    """

    entries: list[Discount] = field(default_factory=list)
    lines: list[Money] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    outdone: tuple[str, ...] = ()
    until: datetime | None = None

    def of(self, kind: str, currency: str) -> Money:
        return sum(
            (entry.amount for entry in self.entries if entry.kind == kind), Money.zero(currency)
        )


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
    """The best of all combinations of the offers that stand at `at` and the vouchers' (choose).

    `lock` holds the vouchers, and the offers that have a limit, until the transaction ends:
    for a placement, which counts them as used.
    """
    moment = at or now()
    vouchers = _vouchers(codes, lock)
    refused = refusals_of(codes=codes, vouchers=vouchers, user_id=user_id, at=moment)
    usable = [voucher for voucher in vouchers if voucher.code not in refused]
    offers, coming = _offers(usable, moment, lock)
    basket = OfferBasket(lines, currency, fee.amount)
    prepare(offers, [line.goods for line in lines])
    candidates = _candidates(offers, basket, codes, user_id)
    outdone = _find_giving_codes(candidates, basket)
    applied = choose(candidates, basket)
    used = {application.candidate.code for application in applied}
    return Discounts(
        entries=[_discount(application, currency) for application in applied],
        lines=_by_line(basket, applied),
        refused=refused,
        outdone=tuple(code for code in codes if code in outdone - used),
        until=min(_changes(offers, coming, usable), default=None),
    )


def _vouchers(codes: Sequence[str], lock: bool) -> list[Voucher]:
    if not codes:
        return []
    vouchers = Voucher.objects.filter(code__in=codes).order_by("id")
    if lock:
        vouchers = hold(vouchers, of=("self",))
    rows = ConditionalOffer.objects.order_by("id")
    return list(vouchers.prefetch_related(Prefetch("offers", queryset=rows)))


def site_offers(moment: datetime) -> QuerySet:
    """The offers that need no voucher and stand at this moment, or stood at it.

    One that was ended by hand says when (services.end_offer).
    """
    ended = Q(status=ConditionalOffer.SUSPENDED, end_datetime__lt=now())
    return ConditionalOffer.objects.filter(
        Q(end_datetime__gte=moment) | Q(end_datetime=None),
        Q(start_datetime__lte=moment) | Q(start_datetime=None),
        Q(status=ConditionalOffer.OPEN) | ended,
        offer_type=ConditionalOffer.SITE,
    )


def _offers(
    vouchers: list[Voucher], moment: datetime, lock: bool
) -> tuple[list[ConditionalOffer], list[ConditionalOffer]]:
    """Highest priority first, as Oscar has it; of two alike the older one. And those to come."""
    via = {offer.pk: voucher for voucher in vouchers for offer in voucher.offers.all()}
    standing = site_offers(moment).values("pk")
    later = Q(offer_type=ConditionalOffer.SITE, start_datetime__gt=moment)
    others = (Q(pk__in=list(via)) | later) & ~Q(status=ConditionalOffer.SUSPENDED)
    rows = ConditionalOffer.objects.filter(Q(pk__in=standing) | others).order_by("-priority", "id")
    all_offers = list(
        rows.select_related(*RELATED).prefetch_related("combinations", "in_combination")
    )
    coming = [offer for offer in all_offers if offer.pk not in via and _is_to_come(offer, moment)]
    offers = [offer for offer in all_offers if offer not in coming]
    if lock:
        _lock_limited(offers)
    for offer in offers:
        if offer.pk in via:
            offer.set_voucher(via[offer.pk])
        offer.rivals, offer.apart = _relations(offer, offers)
    return offers, coming


def load_offers(rows: QuerySet[ConditionalOffer]) -> list[ConditionalOffer]:
    """Highest priority first, of two alike the older one; for `prepare`."""
    offers = list(rows.select_related(*RELATED).order_by("-priority", "id"))
    if len(offers) > 1:
        prefetch_related_objects(offers, "combinations", "in_combination")
        for offer in offers:
            offer.rivals, offer.apart = _relations(offer, offers)
    return offers


def price_of_single(offers: Sequence[ConditionalOffer], goods: Goods, price: Money) -> Money:
    """What one piece alone in a basket, collected, costs by these offers; they are prepared."""
    basket = OfferBasket([PricedLine(goods, 1, price)], price.currency, Decimal(0))
    applied = choose(_candidates(offers, basket, (), None), basket)
    off = _off_goods(applied)
    return Money(max(price.amount - off, Decimal(0)), price.currency)


def _off_goods(applied: Iterable[Application]) -> Decimal:
    amounts = (each.amount for each in applied if not each.is_delivery)
    return sum(amounts, Decimal(0))


def _is_to_come(offer: ConditionalOffer, moment: datetime) -> bool:
    return offer.start_datetime is not None and offer.start_datetime > moment


def _relations(
    offer: ConditionalOffer, offers: Iterable[ConditionalOffer]
) -> tuple[frozenset[int], frozenset[int]]:
    """Oscar's rules (LineOfferConsumer.available): which offers keep which off a line or piece."""
    mine = set(offer.combinations.all())
    named = mine | set(offer.in_combination.all())
    rivals, apart = set(), set()
    for other in offers:
        restricted = bool(mine) or bool(other.combinations.all())
        if other == offer:
            continue
        if offer.exclusive != other.exclusive or (restricted and other not in named):
            apart.add(other.pk)
        elif offer.exclusive:
            rivals.add(other.pk)
    return frozenset(rivals), frozenset(apart)


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
    rows = hold(ConditionalOffer.objects.filter(pk__in=limited), no_key=True)
    for pk, times, total in rows.values_list("id", "num_applications", "total_discount"):
        limited[pk].num_applications, limited[pk].total_discount = times, total


def prepare(offers: list[ConditionalOffer], goods: list[Goods]) -> None:
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
    proxy = part.proxy()
    proxy.range = part.range
    return proxy


def _candidates(
    offers: Sequence[ConditionalOffer],
    basket: OfferBasket,
    codes: Sequence[str],
    user_id: int | None,
) -> list[Candidate]:
    uses = _count_uses(user_id, offers)
    return [
        Candidate(
            offer=offer,
            condition=offer.condition_proxy,
            benefit=offer.benefit_proxy,
            times=_times(offer, uses.get(offer.pk, 0), user_id),
            code=code,
            place=codes.index(code) if code else -1,
            lines=_lines_of(offer, basket),
        )
        for offer in offers
        for code in [offer.get_voucher().code if offer.get_voucher() else ""]
    ]


def _count_uses(user_id: int | None, offers: Sequence[ConditionalOffer]) -> dict[int, int]:
    """How often this customer has had those offers that have a limit for each."""
    limited = [offer.pk for offer in offers if offer.max_user_applications]
    if not limited or user_id is None:
        return {}
    rows = OrderDiscount.objects.filter(offer_id__in=limited, order__user_id=user_id)
    rows = rows.exclude(order__status=states.CANCELLED)
    return dict(rows.values_list("offer_id").annotate(times=Sum("frequency")).order_by())


def _times(offer: Any, used: int, user_id: int | None) -> int:
    times: int = offer.get_max_applications()
    if offer.max_user_applications and user_id is not None:
        return max(0, min(times, offer.max_user_applications - used))
    return times


def _lines_of(offer: Any, basket: OfferBasket) -> list[OfferLine]:
    """A class of a shop's own may look at any line."""
    parts = (offer.condition, offer.benefit)
    if any(part.proxy_class for part in parts):
        return basket.lines
    ranges = [part.range for part in parts if part.range]
    return [
        line
        for line in basket.lines
        if any(goods.contains_product(line.product) for goods in ranges)
    ]


def _find_giving_codes(candidates: Sequence[Candidate], basket: OfferBasket) -> set[str]:
    """The codes that take something off when nothing else does."""
    giving = set()
    for candidate in candidates:
        before, fee_left = mark(basket.lines), basket.fee_left
        if candidate.code and apply_offer(candidate, basket):
            giving.add(candidate.code)
        go_back(before)
        basket.fee_left = fee_left
    return giving


def _discount(application: Application, currency: str) -> Discount:
    offer = application.candidate.offer
    voucher = offer.get_voucher()
    return Discount(
        name=offer.name if voucher is None else voucher.name,
        code=application.candidate.code,
        amount=Money(application.amount, currency),
        kind=DELIVERY if application.is_delivery else GOODS,
        frequency=application.times,
        offer_id=offer.pk,
        voucher_id=None if voucher is None else voucher.pk,
    )


def _by_line(basket: OfferBasket, applied: Iterable[Application]) -> list[Money]:
    """Oscar's line discounts have fractions of a cent; these have none and sum to the whole."""
    code = basket.currency
    off = _off_goods(applied)
    limits = [to_minor(line.worth, code) for line in basket.lines]
    shares = share_out(to_minor(off, code), [line.reduction for line in basket.lines], limits)
    return [Money(from_minor(share, code), code) for share in shares]


def _changes(
    offers: Iterable[ConditionalOffer],
    coming: Iterable[ConditionalOffer],
    vouchers: Iterable[Voucher],
) -> list[datetime]:
    """When it may be another sum, if nobody touches the cart: something ends or begins."""
    moments = [
        *(offer.end_datetime for offer in offers if offer.get_voucher() is None),
        *(offer.start_datetime for offer in coming),
        *(voucher.end_datetime for voucher in vouchers),
    ]
    return [moment for moment in moments if moment is not None]


__all__ = ["DELIVERY", "GOODS", "Discount", "Discounts", "PricedLine", "find_discounts"]
