"""Shops' offers without a database, and what is best of them by trying everything.

The trying shares with the product Oscar's conditions and benefits alone: lines, rules of
combination, order and comparison are written here once more, and otherwise.
"""

import copy
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from itertools import count
from random import Random
from types import SimpleNamespace

from oscar.apps.offer.results import ZERO_DISCOUNT

from tenants.kernel.money import Money, exponent
from tenants.shop.offer import discounts
from tenants.shop.offer.benefits import Application
from tenants.shop.offer.combinations import choose
from tenants.shop.offer.lines import OfferBasket, PricedLine
from tenants.shop.offer.models import Benefit, Condition, ConditionalOffer, Range
from tenants.shop.offer.ranges import Goods

DELIVERY = [Benefit.SHIPPING_PERCENTAGE, Benefit.SHIPPING_ABSOLUTE, Benefit.SHIPPING_FIXED_PRICE]
GOODS = [
    *(Benefit.PERCENTAGE, Benefit.FIXED, Benefit.FIXED_UNIT),
    *(Benefit.MULTIBUY, Benefit.FIXED_PRICE),
]


@dataclass
class World:
    currency: str
    fee: Decimal
    lines: list[PricedLine]
    offers: list[ConditionalOffer] = field(default_factory=list)

    def priced(self, codes=None) -> tuple[list[Application], OfferBasket]:
        """What the product chooses with these of the codes (None: all)."""
        entered = codes_of(self.offers) if codes is None else codes
        offers = [one for one in self.offers if not code_of(one) or code_of(one) in entered]
        for offer in offers:
            offer.rivals, offer.apart = discounts._relations(offer, offers)
        basket = OfferBasket(self.lines, self.currency, self.fee)
        return choose(discounts._candidates(offers, basket, entered, None), basket), basket


def code_of(offer) -> str:
    voucher = offer.get_voucher()
    return voucher.code if voucher else ""


def codes_of(offers) -> list[str]:
    return list(dict.fromkeys(code_of(offer) for offer in offers if code_of(offer)))


def total_of(applied: list[Application]) -> Decimal:
    return sum((one.amount for one in applied), Decimal(0))


def make_line(number: int, price: str | Decimal, quantity: int = 1, currency: str = "EUR"):
    goods = Goods(id=number, parent_id=None, product_class_id=None, is_discountable=True)
    return PricedLine(goods, quantity, Money(Decimal(price), currency))


_ids = count(1)


def make_offer(
    benefit: str,
    value=None,
    *,
    members,
    needs=(Condition.COUNT, 1),
    code: str = "",
    about=None,
    most_items: int | None = None,
    pk: int | None = None,
    **fields,
) -> ConditionalOffer:
    """`members` are the numbers of the lines that it gives for, `about` of those it asks for."""
    asked, given = Range(pk=next(_ids)), Range(pk=next(_ids))
    asked.members = frozenset(members if about is None else about)
    given.members = frozenset(members)
    kind, needed = needs
    offer = ConditionalOffer(
        pk=pk or next(_ids),
        condition=Condition(pk=next(_ids), type=kind, value=Decimal(needed), range=asked),
        benefit=Benefit(
            pk=next(_ids),
            type=benefit,
            value=None if value is None else Decimal(value),
            range=None if benefit in (*DELIVERY, Benefit.FIXED_PRICE) else given,
            max_affected_items=most_items,
        ),
        **fields,
    )
    combine(offer, ())
    offer.condition_proxy = discounts._proxy(offer.condition)
    offer.benefit_proxy = discounts._proxy(offer.benefit)
    if code:
        offer.set_voucher(SimpleNamespace(code=code, name=code, pk=offer.pk))
    return offer


def combine(offer, others) -> None:
    offer._prefetched_objects_cache = {"combinations": list(others), "in_combination": []}
    for other in others:
        other._prefetched_objects_cache["in_combination"].append(offer)


def random_world(dice: Random, offers: int, lines: int = 4, codes: int = 3) -> World:
    currency = dice.choice(["EUR", "EUR", "JPY", "KWD"])
    unit = Decimal(1).scaleb(-exponent(currency))
    scale = {0: 1, 2: 1, 3: 10}[exponent(currency)]
    world = World(
        currency,
        unit * dice.choice([0, 490, 495, 700]) * scale,
        [
            make_line(number, unit * dice.randrange(1, 3000) * scale, dice.randint(1, 4), currency)
            for number in range(dice.randint(1, lines))
        ],
    )
    numbers = [line.goods.id for line in world.lines]
    for pk in dice.sample(range(1, 100), offers):
        code = f"CODE{dice.randrange(codes)}" if codes and dice.random() < 0.5 else ""
        if world.offers and dice.random() < 0.25:
            world.offers.append(_like(dice, dice.choice(world.offers), pk, code))
        else:
            world.offers.append(_random_offer(dice, pk, code, numbers, unit * scale))
    open_ones = [offer for offer in world.offers if not offer.exclusive]
    for offer in open_ones:
        if dice.random() < 0.3:
            others = [other for other in open_ones if other is not offer]
            combine_more(offer, dice.sample(others, min(1, len(others))))
    world.offers.sort(key=lambda offer: (-offer.priority, offer.pk))
    return world


def combine_more(offer, others) -> None:
    for other in others:
        offer._prefetched_objects_cache["combinations"].append(other)
        other._prefetched_objects_cache["in_combination"].append(offer)


def _random_offer(dice: Random, pk: int, code: str, numbers: list[int], unit: Decimal):
    benefit = dice.choice([*GOODS, Benefit.PERCENTAGE, dice.choice(DELIVERY)])
    if "ercentage" in benefit:
        value = dice.choice(["10", "33", "50", "12.5", "100"])
    else:
        value = unit * dice.choice([100, 250, 499, 1000, 2500])
    kinds = [Condition.COUNT, Condition.COUNT, Condition.COVERAGE]
    if benefit != Benefit.FIXED_PRICE:
        kinds.append(Condition.VALUE)
    kind = dice.choice(kinds)
    needed = (
        unit * dice.choice([100, 2000, 4000]) if kind == Condition.VALUE else dice.randint(1, 3)
    )
    capped = benefit in (Benefit.PERCENTAGE, Benefit.FIXED, Benefit.FIXED_UNIT)
    return make_offer(
        benefit,
        None if benefit == Benefit.MULTIBUY else value,
        members=_some(dice, numbers),
        about=_some(dice, numbers) if dice.random() < 0.3 else None,
        needs=(kind, needed),
        code=code,
        pk=pk,
        most_items=dice.choice([None, None, 1, 2]) if capped else None,
        exclusive=dice.random() < 0.65,
        priority=dice.choice([0, 0, 0, 5, -1]),
        max_basket_applications=dice.choice([None, None, 1, 2]),
    )


def _like(dice: Random, other: ConditionalOffer, pk: int, code: str) -> ConditionalOffer:
    """The same about the same goods: as much off, more or less; or for more than there is."""
    condition, benefit = other.condition, other.benefit
    value = benefit.value
    if "ercentage" in benefit.type:
        value = dice.choice([value, *map(Decimal, ("10", "33", "12.5", "11"))])
    members = benefit.range.members if benefit.range else condition.range.members
    return make_offer(
        benefit.type,
        value,
        members=members,
        about=condition.range.members,
        needs=(condition.type, condition.value * dice.choice([1, 1, 1, 100])),
        code=code,
        pk=pk,
        most_items=benefit.max_affected_items,
        exclusive=dice.choice([other.exclusive, other.exclusive, True]),
        priority=dice.choice([other.priority, other.priority, 0]),
        max_basket_applications=dice.choice([other.max_basket_applications, None]),
    )


def _some(dice: Random, numbers: list[int]) -> list[int]:
    if dice.random() < 0.5:
        return numbers
    return dice.sample(numbers, dice.randint(1, len(numbers)))


class Line:
    """As Oscar's benefits want a line; `eaten` are (offer, pieces)."""

    def __init__(self, line: PricedLine) -> None:
        self.product, self.quantity = line.goods, line.quantity
        self.unit_effective_price = line.price.amount
        self.stockrecord = self.stockrecord_id = line.goods.id
        self.eaten: list[tuple[ConditionalOffer, int]] = []
        self.off = Decimal(0)

    def __deepcopy__(self, memo):
        twin = copy.copy(self)
        twin.eaten = list(self.eaten)
        return twin

    def quantity_with_offer_discount(self, offer) -> int:
        return sum(pieces for other, pieces in self.eaten if other is offer)

    def quantity_without_offer_discount(self, offer) -> int:
        others = {other.pk: other for other, _ in self.eaten if other is not offer}.values()
        if any(not may_share_line(offer, other) for other in others):
            return 0
        if offer.exclusive:
            return self.quantity - sum(pieces for _, pieces in self.eaten)
        return self.quantity - self.quantity_with_offer_discount(offer)

    def is_available_for_offer_discount(self, offer) -> bool:
        return self.quantity_without_offer_discount(offer) > 0

    def consume(self, quantity, offer=None) -> int:
        pieces = int(min(quantity, self.quantity_without_offer_discount(offer)))
        if pieces:
            self.eaten.append((offer, pieces))
        return pieces

    def discount(self, amount, quantity, incl_tax=True, offer=None) -> None:
        self.off = min(self.off + amount, self.unit_effective_price * self.quantity)
        self.consume(quantity, offer)


def may_share_line(one, other) -> bool:
    if one.exclusive or other.exclusive:
        return bool(one.exclusive and other.exclusive)
    if not (list(one.combinations.all()) or list(other.combinations.all())):
        return True
    return other in one.combinations.all() or one in other.combinations.all()


@dataclass
class Shown:
    lines: list[Line]
    currency: str

    def all_lines(self):
        return self.lines


@dataclass
class State:
    currency: str
    fee: Decimal
    lines: list[Line]
    amounts: list[tuple[ConditionalOffer, Decimal]] = field(default_factory=list)
    offer: ConditionalOffer | None = None

    def all_lines(self):
        return [
            line
            for line in self.lines
            if line.quantity_with_offer_discount(self.offer)
            or line.quantity_without_offer_discount(self.offer) > 0
        ]


def apply_one(state: State, offer, whole_fee: Decimal) -> bool:
    """Applies it as often as it goes; whether it gave anything."""
    state.offer = offer
    off, times = Decimal(0), 0
    before = sum(line.off for line in state.lines)
    delivers = offer.benefit.type in DELIVERY
    while times < offer.get_max_applications():
        earlier = copy.deepcopy(state.lines)
        # Which lines are shown does not change while an offer is applied once.
        shown = Shown(state.all_lines(), state.currency)
        result = ZERO_DISCOUNT
        if offer.condition_proxy.is_satisfied(offer, shown):
            result = offer.benefit_proxy.apply(shown, offer.condition_proxy, offer)
        if not result.is_successful:
            state.lines = earlier
            break
        times, off = times + 1, off + result.discount
        if delivers:
            break
    if delivers:
        percent = offer.benefit.type == Benefit.SHIPPING_PERCENTAGE
        off = whole_fee * offer.benefit.value / 100 if percent else Decimal(0)
        off = off if percent else offer.benefit_proxy.shipping_discount(whole_fee)
        off = min(off, state.fee) if times else Decimal(0)
    else:
        off = min(off, sum(line.off for line in state.lines) - before)
    unit = Decimal(1).scaleb(-exponent(state.currency))
    off = off.quantize(unit, rounding=ROUND_DOWN)
    if off > 0:
        state.fee -= off if delivers else 0
        state.amounts.append((offer, off))
    return off > 0


def worth_of(amounts) -> tuple:
    """What is compared: more off, fewer codes, fewer offers, older offers."""
    used = sorted(offer.pk for offer, _ in amounts)
    codes = {code_of(offer) for offer, _ in amounts} - {""}
    return -sum((off for _, off in amounts), Decimal(0)), len(codes), len(used), used


def try_everything(world: World, codes=None) -> tuple:
    """The best `worth_of` over each order of each subset of the offers."""
    entered = codes_of(world.offers) if codes is None else codes
    offers = [one for one in world.offers if not code_of(one) or code_of(one) in entered]
    best = worth_of([])
    todo = [State(world.currency, world.fee, [Line(line) for line in world.lines])]
    while todo:
        state = todo.pop()
        best = min(best, worth_of(state.amounts))
        done = [offer for offer, _ in state.amounts]
        for offer in offers:
            if offer in done or (done and offer.priority > done[-1].priority):
                continue
            further = copy.deepcopy(state, {id(one): one for one in offers})
            if apply_one(further, offer, world.fee):
                todo.append(further)
    return best
