"""Which goods an offer is about; a variant is among them if its product is."""

from decimal import Decimal

import pytest

from marketplace.cart.queries import read_cart
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.models import ProductClass
from tenants.shop.offer.models import Range
from tests.factories.carts import fill_cart
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def shirts(books):
    """(the parent, its two variants)"""
    sizes = [{"options": {"Size": size}, "price": "10.00", "stock": 5} for size in "SL"]
    return make_variants(books, variants=sizes)


@pytest.fixture
def half_off(books):
    """Of everything."""
    return make_offer(books, given=terms(percent="50"))


def discount(shop, *products):
    return read_cart(fill_cart(*(product.uuid for product in products))).group(shop.slug).discount


def exclude(shop, offer, product):
    with use_retailer(shop):
        for goods in {offer.condition.range, offer.benefit.range}:
            goods.excluded_products.add(product)


def give(shop, offer, goods, *, condition=None):
    """The offer takes off of these goods, by default whenever there are some of them."""
    with use_retailer(shop):
        offer.condition.range, offer.benefit.range = condition or goods, goods
        offer.condition.save()
        offer.benefit.save()


def make_range(shop, name, *products, classes=()):
    with use_retailer(shop):
        goods = Range.objects.create(name=name)
        for product in products:
            goods.add_product(product)
        goods.classes.set(classes)
        return goods


def test_a_product_that_was_left_out_costs_its_price_and_the_others_less(books, half_off):
    left_out, other = make_product(books, price="10.00"), make_product(books, price="4.00")
    exclude(books, half_off, left_out)

    assert discount(books, left_out, other).amount == Decimal("2.00")


def test_with_a_product_its_variants_are_left_out(books, half_off, shirts):
    parent, variants = shirts
    exclude(books, half_off, parent)

    assert not discount(books, *variants)


def test_one_variant_is_left_out_alone(books, half_off, shirts):
    _, (small, large) = shirts
    exclude(books, half_off, small)

    assert discount(books, small, large).amount == Decimal("5.00")


def test_an_offer_on_a_class_is_about_its_products_and_their_variants(books, half_off, shirts):
    parent, (small, _) = shirts
    mug = make_product(books, price="4.00")
    with use_retailer(books):
        kind = parent.product_class
        mug.product_class = ProductClass.objects.create(name="Of another class")
        mug.save()
    give(books, half_off, make_range(books, "Shirts", classes=[kind]))

    assert discount(books, small, mug).amount == Decimal("5.00")


@pytest.mark.parametrize("which", ["parent", "variant"])
def test_nothing_is_taken_off_what_is_not_discountable(books, half_off, shirts, which):
    parent, (small, _) = shirts
    with use_retailer(books):
        goods = parent if which == "parent" else small
        goods.is_discountable = False
        goods.save()

    assert not discount(books, small)


def test_a_smaller_percentage_of_other_goods_is_not_outdone(books, half_off):
    """Both count when anything is bought, and each takes off of goods of its own."""
    mug, bowl = make_product(books, price="10.00"), make_product(books, price="4.00")
    with use_retailer(books):
        everything = half_off.condition.range
    tenth = make_offer(books, given=terms(percent="10"))
    give(books, half_off, make_range(books, "Mugs", mug), condition=everything)
    give(books, tenth, make_range(books, "Bowls", bowl), condition=everything)

    assert discount(books, mug, bowl).amount == Decimal("5.40")
