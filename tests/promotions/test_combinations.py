"""The best combination of offers and codes, beside what trying everything finds."""

import time
from decimal import Decimal
from random import Random

import pytest

from tenants.shop.offer import combinations, discounts
from tenants.shop.offer.candidates import prune
from tenants.shop.offer.lines import OfferBasket
from tenants.shop.offer.models import Benefit, Condition
from tests.promotions.combinations import (
    World,
    codes_of,
    make_line,
    make_offer,
    random_world,
    total_of,
    try_everything,
)


def worth_of(applied):
    codes = {one.candidate.code for one in applied} - {""}
    pks = sorted(one.candidate.offer.pk for one in applied)
    return -total_of(applied), len(codes), len(pks), pks


def assert_cheapest(world):
    applied, basket = world.priced()
    assert worth_of(applied) == try_everything(world)
    shares = discounts._by_line(basket, applied)
    off = sum((one.amount for one in applied if not one.is_delivery), Decimal(0))
    delivery = sum((one.amount for one in applied if one.is_delivery), Decimal(0))
    assert sum((share.amount for share in shares), Decimal(0)) == off
    for share, line in zip(shares, world.lines, strict=True):
        assert Decimal(0) <= share.amount <= line.price.amount * line.quantity
    assert delivery <= world.fee


@pytest.mark.parametrize("seed", range(8))
def test_the_best_is_what_trying_everything_finds(seed):
    dice = Random(seed)
    for _ in range(40):
        assert_cheapest(random_world(dice, offers=dice.randint(1, 4)))


@pytest.mark.parametrize("seed", range(4))
def test_no_code_makes_it_dearer(seed):
    dice = Random(100 + seed)
    for _ in range(25):
        assert_no_code_makes_it_dearer(random_world(dice, offers=dice.randint(2, 7), codes=4))


@pytest.mark.parametrize("looks", [1, 300])
def test_no_code_makes_it_dearer_where_the_search_is_cut_short(monkeypatch, looks):
    monkeypatch.setattr(combinations, "MOST_LOOKS", looks)
    monkeypatch.setattr(combinations, "MOST_LOOKS_OF_MANY", looks)
    dice = Random(looks)
    for _ in range(25):
        assert_no_code_makes_it_dearer(
            random_world(dice, offers=dice.randint(6, 14), lines=8, codes=4)
        )


def assert_no_code_makes_it_dearer(world):
    codes = codes_of(world.offers)
    totals = [total_of(world.priced(codes[:number])[0]) for number in range(len(codes) + 1)]
    assert totals == sorted(totals)


def test_the_search_ends_with_many_offers_and_lines(monkeypatch):
    """Twenty offers that each give another piece away: more orders than could be compared."""
    looks = []
    run = combinations.Search.run
    monkeypatch.setattr(
        combinations.Search, "run", lambda self: (run(self), looks.append(self.looks))
    )
    lines = [make_line(number, 10 + number, 4) for number in range(50)]
    offers = [
        make_offer(Benefit.MULTIBUY, members=range(50), needs=(Condition.COUNT, 2 + number % 4))
        for number in range(20)
    ]

    applied, _ = World("EUR", Decimal("4.90"), lines, offers).priced()

    assert len(applied) == 20
    assert len(looks) == 1
    assert combinations.MOST_LOOKS_OF_MANY <= looks[0] < combinations.MOST_LOOKS_OF_MANY + 5_000


def test_eight_offers_on_everything_are_all_compared():
    lines = [make_line(number, 10 + number, 2) for number in range(50)]
    offers = [make_offer(Benefit.PERCENTAGE, 10 + n, members=range(50)) for n in range(8)]

    applied, _ = World("EUR", Decimal(0), lines, offers).priced()

    assert [one.candidate.offer for one in applied] == [offers[7]]


def test_the_cheaper_order_counts_and_priority_is_the_shops_word():
    lines = [make_line(1, "10.00"), make_line(2, "30.00")]
    everything = make_offer(Benefit.PERCENTAGE, 20, members=[1, 2])
    cheaper = make_offer(Benefit.PERCENTAGE, 50, members=[1], code="HALF")

    applied, _ = World("EUR", Decimal(0), lines, [everything, cheaper]).priced()

    assert total_of(applied) == Decimal("11.00")
    everything.priority = 1
    applied, _ = World("EUR", Decimal(0), lines, [everything, cheaper]).priced()
    assert total_of(applied) == Decimal("8.00")


def test_of_the_same_total_fewer_codes_count_then_fewer_then_older_offers():
    lines = [make_line(1, "10.00"), make_line(2, "10.00")]

    def chosen(*offers):
        applied, _ = World("EUR", Decimal(0), lines, list(offers)).priced()
        return [one.candidate.offer.pk for one in applied]

    both = [1, 2]
    assert chosen(
        make_offer(Benefit.PERCENTAGE, 10, members=both, pk=1, code="A"),
        make_offer(Benefit.PERCENTAGE, 10, members=both, pk=2),
    ) == [2]
    assert chosen(
        make_offer(Benefit.PERCENTAGE, 10, members=[1], pk=1),
        make_offer(Benefit.PERCENTAGE, 10, members=[2], pk=2),
        make_offer(Benefit.PERCENTAGE, 10, members=both, pk=3),
    ) == [3]
    assert chosen(
        make_offer(Benefit.PERCENTAGE, 10, members=both, pk=8),
        make_offer(Benefit.PERCENTAGE, 10, members=both, pk=7),
    ) == [7]


def test_combining_offers_take_no_more_off_than_a_line_is_worth():
    lines = [make_line(1, "9.99")]
    offers = [make_offer(Benefit.PERCENTAGE, 60, members=[1], exclusive=False) for _ in range(2)]

    applied, basket = World("EUR", Decimal(0), lines, offers).priced()

    assert [one.amount for one in applied] == [Decimal("5.99"), Decimal("3.99")]
    assert basket.lines[0].reduction == Decimal("9.99")


def test_an_exclusive_and_a_combining_offer_do_not_share_a_line():
    lines = [make_line(1, "10.00", 2)]
    offers = [
        make_offer(Benefit.PERCENTAGE, 20, members=[1]),
        make_offer(Benefit.PERCENTAGE, 15, members=[1], exclusive=False),
    ]

    applied, _ = World("EUR", Decimal(0), lines, offers).priced()

    assert [one.amount for one in applied] == [Decimal("4.00")]


def test_a_percentage_of_the_delivery_is_rounded_down_in_every_currency():
    for currency, fee, off in [
        ("EUR", "4.95", "2.47"),
        ("KWD", "1.235", "0.617"),
        ("JPY", "495", "247"),
    ]:
        lines = [make_line(1, "100", 1, currency)]
        offers = [make_offer(Benefit.SHIPPING_PERCENTAGE, 50, members=[1])]
        applied, _ = World(currency, Decimal(fee), lines, offers).priced()
        assert [one.amount for one in applied] == [Decimal(off)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_the_best_of_up_to_eight_offers_is_what_trying_everything_finds(seed):
    dice = Random(1000 + seed)
    for _ in range(10):
        assert_cheapest(random_world(dice, offers=dice.randint(5, 8)))


def hundred(dice, **fields):
    """Lines worth some thousands, and percentages that each take half of them."""
    lines = [make_line(number, 10 + number, 1 + number % 4) for number in range(50)]
    offers = [
        make_offer(
            Benefit.PERCENTAGE, dice.randint(5, 60), members=dice.sample(range(50), 25), **fields
        )
        for _ in range(100)
    ]
    return World("EUR", Decimal("4.90"), lines, offers)


@pytest.mark.parametrize("is_exclusive", [True, False])
def test_a_hundred_overlapping_offers_are_bounded_in_time(is_exclusive):
    """A tenth of a second is the aim; a busy machine gets more."""
    world = hundred(Random(3), exclusive=is_exclusive)
    begin = time.process_time()
    applied, basket = world.priced()
    assert time.process_time() - begin < 0.5
    assert total_of(applied) > Decimal("0.55") * sum(line.worth for line in basket.lines)


def test_offers_that_can_never_count_are_not_compared():
    lines = [make_line(number, 10 + number, 2) for number in range(5)]
    everything = range(5)
    worse = make_offer(Benefit.PERCENTAGE, 10, members=everything, pk=2)
    best = make_offer(Benefit.PERCENTAGE, 20, members=everything, pk=1)
    later = make_offer(Benefit.PERCENTAGE, 30, members=everything, pk=3)
    elsewhere = make_offer(Benefit.PERCENTAGE, 10, members=[1], pk=4)
    many = make_offer(Benefit.PERCENTAGE, 90, members=everything, needs=(Condition.COUNT, 11), pk=5)
    coded = make_offer(Benefit.PERCENTAGE, 20, members=everything, pk=6, code="TWENTY")
    first = make_offer(Benefit.PERCENTAGE, 10, members=everything, pk=7, priority=1)
    tiny = make_offer(Benefit.FIXED, "0.001", members=everything, pk=8)
    offers = [first, best, worse, later, elsewhere, many, coded, tiny]
    world = World("EUR", Decimal(0), lines, offers)
    for offer in offers:
        offer.rivals, offer.apart = discounts._relations(offer, offers)
    basket = OfferBasket(lines, "EUR", world.fee)

    left = prune(discounts._candidates(offers, basket, ["TWENTY"], None), basket)

    assert [one.offer for one in left] == [first, best, later, elsewhere]
