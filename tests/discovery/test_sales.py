"""Sales in lists: an offer that a single piece fulfils, from its first second to its last."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from marketplace.cart.queries import read_cart
from marketplace.cart.services import set_fulfilment
from marketplace.discovery import queries, rates, sales
from marketplace.discovery.cards import read_cards
from marketplace.discovery.details import read_listing
from marketplace.discovery.facets import facets
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing, Sale
from marketplace.discovery.services import rebuild
from tenants.kernel.rates import Rates
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.guards import bulk_writes
from tenants.shop.offer.models import Benefit
from tenants.shop.offer.services import end_offer
from tenants.shop.partner.services import InvalidPrice, set_price, set_price_before, set_stock
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, make_voucher, terms
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


def shown(at=None, **filters):
    """[(title, price, was)] of a list, as it is at this moment."""
    page = queries.list_listings(ListingFilters(at=at, **filters))
    return [
        (card.title, str(card.money).split()[0], None if card.was is None else f"{card.was:.2f}")
        for card in page.results
    ]


def price_at(product, at):
    (card,) = [
        card
        for card in queries.list_listings(ListingFilters(at=at)).results
        if card.uuid == product.uuid
    ]
    return f"{card.price.normalize():f}", card.is_reduced


def test_a_sale_shows_in_lists_and_details(books, check):
    product = make_product(books, title="Mug", price="20.00")
    make_product(books, title="Plate", price=None)
    assert shown() == [("Plate", "None", None), ("Mug", "20.00", None)]
    make_offer(books, given=terms(percent="15"))
    assert shown() == [("Plate", "None", None), ("Mug", "17.00", "20.00")]
    plate, mug = queries.list_listings(ListingFilters()).results
    assert (plate.money_was, str(mug.money_was)) == (None, "20.00 EUR")
    detail = read_listing(product.uuid)
    assert (detail.price, detail.price_max, detail.was) == (17, 17, 20)
    assert [(one.price, one.was) for one in detail.variants] == [(17, 20)]
    (card,) = read_cards([product.uuid])
    assert (card.price, card.was, card.is_reduced) == (17, 20, True)
    listing = queries.get_listing(product.uuid).listing
    assert listing.price == 20  # what the shop has written stays
    assert listing.now == (17, 17, 20, True)
    check(books)


def test_it_begins_and_ends_to_the_second_without_anybody_doing_anything(books, check):
    product, begin = make_product(books, price="10.00"), now() + HOUR
    end = begin + HOUR
    make_offer(books, given=terms(percent="10"), starts=begin, ends=end)
    assert price_at(product, begin - TICK) == ("10", False)
    assert price_at(product, begin) == ("9", True)
    assert price_at(product, end) == ("9", True)
    assert price_at(product, end + TICK) == ("10", False)
    check(books)


def test_of_several_sales_the_best_that_stands_counts_at_every_moment(books, check):
    product, start = make_product(books, price="10.00"), now() + HOUR
    for percent, begins, lasts in (("10", 0, 10), ("30", 2, 2), ("20", 3, 4), ("5", 12, 1)):
        make_offer(
            books,
            given=terms(percent=percent),
            priority=int(percent),
            starts=start + begins * HOUR,
            ends=start + (begins + lasts) * HOUR,
        )
    prices = [price_at(product, start + hours * HOUR + SECOND)[0] for hours in range(-1, 14)]
    assert prices == "10 9 9 7 7 8 8 8 9 9 9 10 10 9.5 10".split()
    check(books)


def test_an_offer_that_a_single_piece_does_not_fulfil_is_no_sale(books, coffee):
    product = make_product(books, title="Mug", price="20.00")
    make_product(coffee, title="Beans", price="20.00")
    plate = make_product(books, title="Plate", price="30.00")
    make_offer(books, given=terms(percent="10", pieces=2))
    make_offer(books, given=terms(percent="10", at_least=Decimal("20.01"), products=[product]))
    make_offer(books, given=terms(percent="10", times=5))
    make_offer(books, given=terms(percent="10", most=Decimal(5)))
    make_offer(books, given=terms(percent="10"), max_user_applications=1)
    make_offer(books, given=terms(benefit=Benefit.SHIPPING_PERCENTAGE, percent="100"))
    make_voucher(books, "TEN", given=terms(percent="10"))
    assert not Sale.objects.exists()
    make_offer(books, given=terms(percent="10", at_least=Decimal(30)))
    assert [sale.listing_id for sale in Sale.objects.all()] == [plate.uuid]


def test_one_orders_filters_and_counts_by_the_price_that_stands(books, tea):
    for price in (10, 20, 30, 40):
        make_product(books, title=f"At {price}", price=str(price))
    dear = make_product(books, title="Lamp", price="50.00")
    make_product(tea, title="Tea", price="3000")  # about 17 euro
    make_offer(books, given=terms(percent="50", products=[dear]), ends=now() + HOUR)
    ordered = ["At 10", "Tea", "At 20", "Lamp", "At 30", "At 40"]
    assert [title for title, *_ in shown(ordering="price")] == ordered
    assert [title for title, *_ in shown(ordering="-price")] == ordered[::-1]
    for ordering, expected in (("price", ordered), ("-price", ordered[::-1])):
        cursor, seen = None, []
        while True:
            page = queries.list_listings(ListingFilters(ordering=ordering), cursor, 1)
            seen += [card.title for card in page.results]
            if (cursor := page.next) is None:
                break
        assert seen == expected
    inside = {"price_min": Decimal(25), "price_max": Decimal(25)}
    assert shown(**inside) == [("Lamp", "25.00", "50.00")]
    assert shown(search="lamp", ordering="price", **inside) == [("Lamp", "25.00", "50.00")]
    assert shown(price_min=Decimal(50)) == []
    assert shown(on_sale=True) == [("Lamp", "25.00", "50.00")]
    assert len(shown(on_sale=False)) == 5
    assert shown(at=now() + 2 * HOUR, on_sale=True) == []
    assert shown(at=now() + 2 * HOUR, price_min=Decimal(50)) == [("Lamp", "50.00", None)]
    found = facets(ListingFilters())
    assert (found.price_min, found.price_max, found.on_sale) == (10, 40, 1)
    assert facets(ListingFilters(at=now() + 2 * HOUR)).price_max == 50


def test_variants_each_have_their_price_and_the_parent_the_lowest(books, check):
    parent, (small, large) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 3},
            {"options": {"Size": "L"}, "price": "10.00", "stock": 3},
        ],
    )
    offer = make_offer(books, given=terms(percent="20", products=[large]))
    detail = read_listing(parent.uuid)
    assert (detail.price, detail.price_max, detail.was, detail.is_reduced) == (8, 9, 10, True)
    assert [(one.price, one.was) for one in detail.variants] == [(9, None), (8, 10)]
    with use_retailer(books):
        set_stock(product=large, num_in_stock=0)
    card = read_cards([parent.uuid])[0]
    assert (card.price, card.price_max, card.was, card.is_reduced) == (9, 9, None, False)
    with use_retailer(books):
        set_stock(product=small, num_in_stock=0)
    assert read_cards([parent.uuid])[0].price == 8
    check(books)
    with use_retailer(books):
        end_offer(offer=offer)
    assert not Sale.objects.exists()
    check(books)


def test_of_variants_that_cost_the_same_now_the_lower_price_before_is_told(books):
    """12.00 less a third, and 16.00 less a half."""
    _, (small, large) = make_variants(
        books,
        title="Hoodie",
        variants=[
            {"options": {"Size": "S"}, "price": "12.00", "stock": 1},
            {"options": {"Size": "L"}, "price": "16.00", "stock": 1},
        ],
    )
    make_offer(books, given=terms(off="4", products=[small], benefit=Benefit.FIXED_UNIT))
    make_offer(books, given=terms(percent="50", products=[large]))

    assert shown() == [("Hoodie", "8.00", "12.00")]


def test_a_reduced_variant_that_is_not_the_cheapest_leaves_the_lowest_price_alone(books):
    parent, (_, large) = make_variants(
        books,
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 3},
            {"options": {"Size": "L"}, "price": "20.00", "stock": 3},
        ],
    )
    make_offer(books, given=terms(percent="10", products=[large]))
    card = read_cards([parent.uuid])[0]
    assert (card.price, card.price_max, card.was, card.is_reduced) == (9, 18, None, True)


def test_the_listing_follows_every_change_of_the_shop(books, check):
    mug = make_product(books, title="Mug", price="20.00", categories=[["Home", "Mugs"]])
    with use_retailer(books):
        mugs = catalogue.category_for_path(["Home", "Mugs"])
    make_offer(books, given=terms(percent="10", categories=[mugs]))
    assert shown() == [("Mug", "18.00", "20.00")]
    with use_retailer(books):
        set_price(product=mug, price=Decimal("30.00"))
    assert shown() == [("Mug", "27.00", "30.00")]
    check(books)
    with use_retailer(books):
        other = catalogue.category_for_path(["Garden"])
        catalogue.set_categories(product=mug, categories=[other])
    assert shown() == [("Mug", "30.00", None)]
    check(books)
    cup = make_product(books, title="Cup", price="10.00", categories=[["Home", "Mugs"]])
    assert shown() == [("Cup", "9.00", "10.00"), ("Mug", "30.00", None)]
    check(books)
    with use_retailer(books):
        catalogue.archive_product(product=cup)
    check(books)


def test_yen_have_no_fractions_and_their_worth_follows_the_rates(tea, check):
    product = make_product(tea, price="999")
    make_offer(tea, given=terms(percent="10"))
    (sale,) = Sale.objects.all()
    assert (sale.price, sale.was) == (900, 999)  # 99.9 off is 99
    rates.store_rates(Rates(now().date(), {"JPY": Decimal(90) * 2}))
    rates.align_listings()
    assert Sale.objects.get(product=product.uuid).comparable == 5
    check(tea)


def test_what_is_shown_is_what_a_single_piece_costs_in_the_cart(books):
    """Random offers of every kind, over random goods; collected, so that nothing is delivered."""
    chance = random.Random(17)
    goods = [make_product(books, price=f"{chance.randint(1, 9000) / 100:.2f}") for _ in range(6)]
    with use_retailer(books):
        home = catalogue.category_for_path(["Home"])
        catalogue.set_categories(product=goods[0], categories=[home])
    for _ in range(7):
        make_offer(books, given=random_terms(chance, goods, home), priority=chance.randint(0, 2))
    for product in goods:
        shopper = fill_cart(product.uuid)
        set_fulfilment(shopper=shopper, retailer=books, fulfilment="pickup")
        to_pay = read_cart(shopper).group(books.slug).to_pay
        (card,) = read_cards([product.uuid])
        assert (product.title, card.money) == (product.title, to_pay)
    assert Sale.objects.exists()


def random_terms(chance, goods, home):
    benefit = chance.choice([Benefit.PERCENTAGE, Benefit.FIXED, Benefit.FIXED_UNIT])
    narrowed = chance.choice([{}, {"products": chance.sample(goods, 3)}, {"categories": [home]}])
    return terms(
        benefit=benefit,
        off=str(chance.randint(1, 60)),
        at_least=chance.choice([None, Decimal(chance.randint(1, 80))]),
        **narrowed,
    )


def test_rebuilding_finds_and_mends_wrong_sales(books, check):
    product = make_product(books, price="20.00")
    make_offer(books, given=terms(percent="10"))
    Sale.objects.update(price=1)
    with pytest.raises(AssertionError, match="sale"):
        check(books)
    rebuild(retailer=books)
    check(books)
    assert Sale.objects.get(product=product.uuid).price == 18
    Sale.objects.all().delete()
    with pytest.raises(AssertionError, match="sale"):
        check(books)


def test_a_sale_that_nobody_makes_any_more_is_swept_away(books, check):
    product = make_product(books, price="20.00")
    Sale.objects.create(
        product=product.uuid,
        listing=Listing.objects.get(uuid=product.uuid),
        starts_at=now() - HOUR,
        ends_at=now() + HOUR,
        currency="EUR",
        price=1,
        price_max=1,
    )
    with pytest.raises(AssertionError, match="sale"):
        check(books)
    rebuild(retailer=books)
    check(books)


def test_statements_do_not_grow_with_the_goods_nor_with_the_offers(books):
    """A single offer needs not be compared with others: two statements fewer."""
    goods = [make_product(books) for _ in range(3)]
    make_offer(books, given=terms(percent="10", products=goods))
    assert statements_of_writing(goods[:1], books) == 9
    make_offer(books, given=terms(percent="20", products=goods))
    assert statements_of_writing(goods[:1], books) == 11
    goods += [make_product(books) for _ in range(20)]
    for percent in range(1, 6):
        make_offer(books, given=terms(percent=str(percent)))
    assert statements_of_writing(goods, books) == 11


def statements_of_writing(goods, retailer):
    uuids = [str(one.uuid) for one in goods]
    with use_retailer(retailer), count_statements() as seen:
        sales.write_sales(uuids=uuids, at=now())
    return len(seen)


# --- the older price that a shop names itself -------------------------------------------------
def before(books, product, amount):
    with use_retailer(books):
        set_price_before(product=product, price_before=amount and Decimal(amount))


def test_an_older_price_is_shown_until_a_sale_tells_its_own(books, check):
    mug = make_product(books, title="Mug", price="20.00")
    make_product(books, title="Plate", price="9.00")
    before(books, mug, "30")

    assert shown() == [("Plate", "9.00", None), ("Mug", "20.00", "30.00")]
    assert shown(on_sale=True) == [("Mug", "20.00", "30.00")]
    assert shown(on_sale=False) == [("Plate", "9.00", None)]
    assert facets(ListingFilters()).on_sale == 1
    detail = read_listing(mug.uuid)
    assert (detail.price, detail.was, detail.is_reduced) == (20, 30, True)
    assert [(variant.price, variant.was) for variant in detail.variants] == [(20, 30)]
    assert queries.get_listing(mug.uuid).listing.now == (20, 20, 30, True)
    check(books)
    make_offer(books, given=terms(percent="15"))
    assert ("Mug", "17.00", "20.00") in shown()
    assert read_listing(mug.uuid).was == 20
    check(books)


def test_of_variants_the_cheapest_tells_what_it_cost(books, check):
    parent, (small, large) = make_variants(
        books,
        variants=[
            {"options": {"Size": size}, "price": price}
            for size, price in (("S", "10.00"), ("L", "15.00"))
        ],
    )
    before(books, large, "20")

    (card,) = read_cards([parent.uuid])
    assert (card.price, card.price_max, card.was, card.is_reduced) == (10, 15, None, True)
    before(books, small, "12")
    (card,) = read_cards([parent.uuid])
    assert (card.was, card.is_reduced) == (12, True)
    check(books)


def test_a_price_that_reaches_the_older_one_ends_it(books, check):
    mug = make_product(books, title="Mug", price="20.00")
    before(books, mug, "30")
    with use_retailer(books):
        set_price(product=mug, price=Decimal(25))
    assert shown() == [("Mug", "25.00", "30.00")]
    with use_retailer(books):
        set_price(product=mug, price=Decimal(30))

    assert shown() == [("Mug", "30.00", None)]
    check(books)


@pytest.mark.parametrize("amount", ["20", "19.99", "-1", "30.005"])
def test_an_older_price_that_is_none(books, amount):
    mug = make_product(books, title="Mug", price="20.00")

    with pytest.raises(InvalidPrice):
        before(books, mug, amount)
    assert shown() == [("Mug", "20.00", None)]


def test_the_database_holds_the_older_price_above(books):
    mug = make_product(books, title="Mug", price="20.00")

    with use_retailer(books), transaction.atomic(), pytest.raises(IntegrityError), bulk_writes():
        mug.stockrecords.update(price_before=20)
