"""`rebuild_listings` finds every kind of difference, and mends it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from marketplace.discovery.models import (
    CategoryCount,
    CategoryMapping,
    Listing,
    ListingVariant,
    Term,
)
from tests.factories.goods import make_product, make_variants

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("rebuild_listings", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments):
    """(what was printed, exit status)"""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("rebuild_listings", *arguments, stdout=out)
    return out.getvalue(), error.value.returncode


@pytest.fixture
def goods(books, coffee):
    make_product(coffee)
    make_variants(books, variants=[{"options": {"Size": "S"}, "price": "3.00", "stock": 1}])
    return make_product(books, title="Mug", categories=[["Home"]])


def test_nothing_differs_after_ordinary_writes(goods):
    assert run("--check").endswith("0 differences\n")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("is_visible", False),
        ("title", "Wrong"),
        ("slug", "wrong"),
        ("description", "Wrong"),
        ("brand", "Wrong"),
        ("brand_key", "wrong"),
        ("shop_categories", ["Wrong"]),
        ("attributes", {"Wrong": "1"}),
        ("images", [{"url": "wrong", "alt": ""}]),
        ("currency", "USD"),
        ("price", 1),
        ("price_max", 99),
        ("is_available", False),
        ("quantity", 99),
        ("has_variants", True),
        ("is_featured", True),
        ("rating", 5),
        ("rating_count", 7),
        ("search", None),
    ],
)
def test_each_column_is_compared_and_mended(goods, column, value):
    Listing.objects.filter(uuid=goods.uuid).update(**{column: value})
    text, status = refused("--check")
    assert status == 1
    assert f"books: {goods.uuid} differs {column}\n" in text
    run()
    assert run("--check").endswith("0 differences\n")


def test_what_is_missing_or_left_over_is_reported(goods, books, coffee):
    ListingVariant.objects.filter(listing=goods.uuid).delete()
    CategoryMapping.objects.filter(retailer=books).update(shop_path="Wrong")
    Listing.objects.filter(retailer=coffee).update(retailer=books)
    text, _ = refused("--check")
    assert f"books: {goods.uuid} missing" in text
    assert "books: Home differs" in text
    assert "stale" in text
    assert "coffee: other differs count" in text
    assert "coffee: 2 differs" in text
    run()
    assert run("--check").endswith("0 differences\n")


def test_a_wrong_count_is_reported_and_mended(goods, books):
    CategoryCount.objects.filter(retailer=books, category__slug="home").update(listings=7)
    text, _ = refused("--check")
    assert "books: home differs count\n" in text
    run()
    assert run("--check").endswith("0 differences\n")


def test_one_shop_alone(goods, books, coffee):
    Listing.objects.filter(uuid=goods.uuid).update(title="Wrong")
    assert run("--check", "--retailer", "coffee").endswith("0 differences\n")
    assert refused("--check", "--retailer", "books")[1] == 1
    with pytest.raises(CommandError, match="There is no shop"):
        run("--retailer", "nowhere")


def test_checking_writes_nothing(goods):
    Listing.objects.filter(uuid=goods.uuid).update(title="Wrong")
    refused("--check")
    assert Listing.objects.get(uuid=goods.uuid).title == "Wrong"


def test_rebuilding_counts_the_words_again(goods):
    Term.objects.create(word="gone", frequency=7)
    run()
    assert not Term.objects.filter(word="gone").exists()
    assert Term.objects.get(word="mug").frequency == 1
