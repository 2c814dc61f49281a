"""Invariant 4: discovery equals the shops, whoever changed what."""

from decimal import Decimal

import pytest

from marketplace.discovery.models import Listing, ListingVariant
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tests.discovery.editor import EDITS, Editor

pytestmark = pytest.mark.django_db


def expected_listings(retailer):
    """Worked out in Python from the shop's rows: not the SQL that is tested."""
    with use_retailer(retailer):
        products = Product.objects.exclude(structure=Product.CHILD).order_by("id")
        return {product.uuid: expected_listing(product) for product in products}


def expected_listing(product):
    standalone = product.structure == Product.STANDALONE
    offered = [product] if standalone else [one for one in product.children.all() if one.is_active]
    offers = {one.uuid: offer_of(one) for one in offered}
    buyable = [price for price, _, available in offers.values() if available]
    prices = buyable or [price for price, _, _ in offers.values() if price is not None]
    quantities = [quantity for _, quantity, _ in offers.values()]
    return {
        "title": product.title,
        "brand": " ".join(product.brand.split()),
        "is_visible": product.is_public and product.archived_at is None,
        "price": min(prices, default=None),
        "price_max": max(prices, default=None),
        "is_available": bool(buyable),
        "quantity": None if None in quantities else sum(quantities),
        "offers": offers,
    }


def offer_of(product):
    """(price, quantity or None, whether it can be had)"""
    record = product.stockrecords.first()
    if record is None:
        return None, None, False
    quantity = record.available
    enough = quantity is None or quantity >= product.min_quantity
    return record.price, quantity, record.price is not None and enough


def kept_listings(retailer):
    kept = {}
    for listing in Listing.objects.filter(retailer=retailer):
        variants = ListingVariant.objects.filter(listing=listing)
        names = ["title", "brand", "is_visible", "price", "price_max", "is_available", "quantity"]
        kept[listing.uuid] = {name: getattr(listing, name) for name in names} | {
            "offers": {one.uuid: (one.price, one.quantity, one.is_available) for one in variants}
        }
    return kept


def run_edits(editor, retailers, check, count):
    for number in range(1, count + 1):
        editor.edit()
        if number % 100 == 0:
            check(*retailers)
            for retailer in retailers:
                assert kept_listings(retailer) == expected_listings(retailer)


@pytest.mark.parametrize("count", [100, pytest.param(300, marks=pytest.mark.world)])
def test_hundreds_of_edits_through_every_door(books, coffee, check, tmp_path, settings, count):
    settings.MEDIA_ROOT = tmp_path
    editor = Editor([books, coffee], tmp_path)
    run_edits(editor, [books, coffee], check, count)
    assert Listing.objects.count() >= 20


@pytest.mark.slow
def test_five_thousand_edits_through_every_door(books, coffee, check, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    editor = Editor([books, coffee], tmp_path, seed=2)
    run_edits(editor, [books, coffee], check, 5000)
    assert all(editor.done[name] for name in EDITS if name != "think_again"), editor.done


def test_the_independent_sum_knows_a_difference(books):
    retailer = Retailer.objects.get(slug="books")
    with use_retailer(retailer):
        from tenants.shop.catalogue.services import create_product

        product = create_product(title="Mug", price=Decimal(3), stock=2)
    assert kept_listings(retailer) == expected_listings(retailer)
    Listing.objects.filter(uuid=product.uuid).update(quantity=1)
    assert kept_listings(retailer) != expected_listings(retailer)
