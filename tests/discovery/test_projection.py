"""What a listing says of a product, after each way of changing it."""

from decimal import Decimal

import pytest
from django.db import transaction

from marketplace.discovery import listings, queries
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing, ListingVariant
from tenants.kernel.ids import short_id
from tenants.registry import notices
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer
from tenants.shop.announcements import announce_products, announced_once, retailer_here
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Product
from tenants.shop.partner import services as partner
from tests.factories.goods import make_product, make_variants
from tests.factories.pictures import draw_picture
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


def shown(**filters):
    return [card.title for card in queries.list_listings(ListingFilters(**filters)).results]


def test_a_new_product_is_listed_with_all_that_is_known_of_it(books, listing_of, check):
    product = make_product(
        books,
        title="Crème brûlée mug",
        price="12.50",
        stock=5,
        description="Holds a dessert.",
        brand="  Le   Creuset ",
        sku="M-1",
        upc="4006381333931",
        attributes={"Material": "Stoneware"},
        categories=[["Home", "Kitchen", "Mugs"]],
        is_featured=True,
    )
    listing = listing_of(product)
    assert listing.retailer_id == books.pk
    assert listing.is_visible
    assert listing.short_id == short_id(product.uuid)
    assert (listing.slug, listing.title) == ("creme-brulee-mug", "Crème brûlée mug")
    assert listing.description == "Holds a dessert."
    assert (listing.brand, listing.brand_key) == ("Le Creuset", "le-creuset")
    assert listing.category.path == "home/kitchen/mugs-cups"
    assert listing.shop_categories == ["Home > Kitchen > Mugs"]
    assert listing.attributes == {"Material": "Stoneware"}
    assert listing.images == []
    assert listing.currency == "EUR"
    assert (listing.price, listing.price_max) == (Decimal("12.5"), Decimal("12.5"))
    assert (listing.is_available, listing.quantity) == (True, 5)
    assert (listing.has_variants, listing.is_featured, listing.rating) == (False, True, None)
    assert listing.created_at == product.date_created
    variant = listing.variants.get()
    assert (variant.uuid, variant.sku, variant.price) == (product.uuid, "M-1", Decimal("12.5"))
    assert (variant.quantity, variant.min_quantity, variant.max_quantity) == (5, 1, None)
    check(books)


def test_variants_give_the_lowest_available_price_and_the_stock_summed(books, listing_of, check):
    parent, (red, blue, sold_out) = make_variants(
        books,
        title="T-Shirt",
        variants=[
            {"options": {"Colour": "Red"}, "price": "20.00", "stock": 3},
            {"options": {"Colour": "Blue"}, "price": "25.00", "stock": 4},
            {"options": {"Colour": "Green"}, "price": "9.00", "stock": 0},
        ],
    )
    listing = listing_of(parent)
    assert listing.has_variants
    assert (listing.price, listing.price_max) == (Decimal(20), Decimal(25))
    assert (listing.is_available, listing.quantity) == (True, 7)
    variants = list(listing.variants.order_by("position"))
    assert [one.uuid for one in variants] == [red.uuid, blue.uuid, sold_out.uuid]
    assert [one.title for one in variants] == ["T-Shirt"] * 3
    assert [one.options for one in variants] == [
        {"Colour": "Red"},
        {"Colour": "Blue"},
        {"Colour": "Green"},
    ]
    assert [one.is_available for one in variants] == [True, True, False]
    assert not Listing.objects.filter(uuid__in=[red.uuid, blue.uuid]).exists()
    check(books)


def test_with_nothing_available_the_lowest_price_of_all_is_shown(books, listing_of):
    parent, _ = make_variants(
        books,
        variants=[
            {"options": {"Size": "S"}, "price": "20.00", "stock": 0},
            {"options": {"Size": "M"}, "price": "18.00", "stock": 0},
        ],
    )
    listing = listing_of(parent)
    assert (listing.price, listing.price_max) == (Decimal(18), Decimal(20))
    assert (listing.is_available, listing.quantity) == (False, 0)


def test_an_uncounted_variant_leaves_the_quantity_open(books, listing_of):
    parent, _ = make_variants(
        books,
        variants=[
            {"options": {"Size": "S"}, "price": "20.00", "stock": None},
            {"options": {"Size": "M"}, "price": "18.00", "stock": 2},
        ],
    )
    listing = listing_of(parent)
    assert (listing.is_available, listing.quantity) == (True, None)


def test_an_archived_variant_is_no_longer_offered(books, listing_of, check):
    parent, (small, _) = make_variants(
        books,
        variants=[
            {"options": {"Size": "S"}, "price": "10.00", "stock": 1},
            {"options": {"Size": "M"}, "price": "18.00", "stock": 2},
        ],
    )
    with use_retailer(books):
        catalogue.archive_product(product=small)
    listing = listing_of(parent)
    assert (listing.price, listing.quantity) == (Decimal(18), 2)
    assert listing.variants.count() == 1
    check(books)


def test_a_parent_without_variants_is_shown_but_cannot_be_had(books, listing_of):
    with use_retailer(books):
        parent = catalogue.create_product(title="Empty", structure=Product.PARENT)
    listing = listing_of(parent)
    assert listing.is_visible
    assert (listing.price, listing.is_available, listing.quantity) == (None, False, 0)
    assert shown() == ["Empty"]


def test_a_standalone_product_that_gets_a_variant_becomes_a_parent(books, listing_of, check):
    product = make_product(books, price="5.00")
    with use_retailer(books):
        child = catalogue.create_product(
            title="", parent=product, price=Decimal(7), stock=1, options={"Size": "L"}
        )
    listing = listing_of(product)
    assert (listing.has_variants, listing.price) == (True, Decimal(7))
    assert [one.uuid for one in listing.variants.all()] == [child.uuid]
    check(books)


def test_less_stock_than_the_minimum_is_not_available(books, listing_of):
    product = make_product(books, stock=3, min_quantity=5)
    listing = listing_of(product)
    assert (listing.is_available, listing.quantity) == (False, 3)


def test_without_a_price_it_is_not_available(books, listing_of):
    listing = listing_of(make_product(books, price=None, stock=3))
    assert (listing.price, listing.is_available, listing.quantity) == (None, False, 3)


def test_price_and_stock_follow_without_rewriting_the_texts(books, listing_of, check):
    product = make_product(books, price="10.00", stock=3)
    with use_retailer(books):
        partner.set_price(product=product, price=Decimal("8.25"))
        with count_statements() as seen:
            partner.set_stock(product=product, num_in_stock=0)
    listing = listing_of(product)
    assert (listing.price, listing.is_available, listing.quantity) == (Decimal("8.25"), False, 0)
    assert listing.variants.get().quantity == 0
    discovery = [sql for sql in seen.data if "discovery_" in sql]
    assert len(discovery) == 2  # the lock and the write; the shop is read in between
    check(books)


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"title": "Another"}, {"title": "Another"}),
        ({"description": "Longer."}, {"description": "Longer."}),
        ({"brand": "L'Oréal"}, {"brand": "L'Oréal", "brand_key": "l-oreal"}),
        ({"is_public": False}, {"is_visible": False}),
        ({"is_featured": True}, {"is_featured": True}),
        ({"specifications": {"Weight": "2 kg"}}, {"attributes": {"Weight": "2 kg"}}),
        (
            {"image_urls": ["https://img.example/1.jpg"]},
            {"images": []},
        ),
    ],
)
def test_each_change_of_a_product_is_followed(books, listing_of, check, changes, columns):
    product = make_product(books, title="Thing")
    with use_retailer(books):
        catalogue.change_product(product=product, **changes)
    listing = listing_of(product)
    assert {name: getattr(listing, name) for name in columns} == columns
    check(books)


def test_an_archived_product_is_hidden_and_comes_back(books, listing_of, check):
    product = make_product(books, title="Thing")
    with use_retailer(books):
        catalogue.archive_product(product=product)
        assert shown() == []
        assert not listing_of(product).is_visible
        catalogue.restore_product(product=product)
    assert shown() == ["Thing"]
    check(books)


def test_the_average_and_number_of_reviews_follow_the_product(books, listing_of, check):
    product = make_product(books)
    assert (listing_of(product).rating, listing_of(product).rating_count) == (None, 0)
    product.rating, product.rating_count = 13 / 3, 3
    with use_retailer(books), transaction.atomic():
        product.save(update_fields=["rating", "rating_count"])
        announce_products([product])
    assert listing_of(product).rating == Decimal("4.33")
    assert listing_of(product).rating_count == 3
    check(books)


def test_what_is_changed_within_a_larger_change_is_announced_at_its_end(books):
    first, second = make_product(books), make_product(books)
    announcements = []

    def listen(sender, retailer, products, **kwargs):
        announcements.append(products)

    notices.product_changed.connect(listen)
    with use_retailer(books), transaction.atomic():
        with announced_once():
            announce_products([second])
            with announced_once():
                announce_products([first])
            assert announcements == []
        announce_products([first])
    notices.product_changed.disconnect(listen)

    assert announcements == [sorted([first.uuid, second.uuid]), [first.uuid]]


def test_outside_of_a_shop_nothing_is_announced():
    with use_market(), pytest.raises(RuntimeError, match="inside a retailer's schema"):
        retailer_here()


def test_pictures_lead_with_the_primary_one(books, listing_of, check, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    product = make_product(books)
    with use_retailer(books):
        catalogue.add_image(product=product, file=draw_picture(), caption="A")
        catalogue.add_image(product=product, file=draw_picture(), caption="B", is_primary=True)
        paths = dict(product.images.values_list("caption", "original"))
    assert listing_of(product).images == [
        {"path": paths["B"], "alt": "B"},
        {"path": paths["A"], "alt": "A"},
    ]
    card = queries.list_listings(ListingFilters()).results[0]
    assert card.image == {"path": paths["B"], "alt": "B"}
    check(books)


def test_a_suspended_shop_is_hidden_at_once_and_its_rows_stay(books, coffee, listing_of):
    product = make_product(books, title="Book")
    make_product(coffee, title="Coffee")
    before = listing_of(product)
    books.status = Retailer.Status.SUSPENDED
    books.save()
    assert shown() == ["Coffee"]
    assert queries.get_listing(product.uuid) is None
    assert listing_of(product).is_visible == before.is_visible
    books.status = Retailer.Status.ACTIVE
    books.save()
    assert sorted(shown()) == ["Book", "Coffee"]


def test_a_renamed_shop_is_shown_by_its_new_name(books):
    make_product(books)
    books.name = "Southgate"
    books.save()
    assert queries.list_listings(ListingFilters()).results[0].retailer.name == "Southgate"


def test_a_purged_shop_leaves_nothing(books, coffee, listing_of):
    product = make_product(books, categories=[["Books"]])
    kept = make_product(coffee)
    books.purged_at = product.date_created
    notices.retailer_changed.send(Retailer, retailer=books)
    assert not Listing.objects.filter(uuid=product.uuid).exists()
    assert not ListingVariant.objects.filter(uuid=product.uuid).exists()
    assert listing_of(kept)


def test_a_deleted_product_loses_its_listing(books, check):
    product = make_product(books)
    uuid = product.uuid
    with use_retailer(books):
        product.stockrecords.get().delete()
        product.delete()
        listings.write_listings(retailer=books, products=[uuid])
    assert not Listing.objects.filter(uuid=uuid).exists()
    assert not ListingVariant.objects.filter(uuid=uuid).exists()
    check(books)


def test_what_is_rolled_back_in_the_shop_is_rolled_back_in_public(books, listing_of, check):
    product = make_product(books, title="Before")

    def change_and_fail():
        with transaction.atomic(), use_retailer(books):
            catalogue.change_product(product=product, title="After")
            make_product(books, title="Never")
            assert sorted(shown()) == ["After", "Never"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert shown() == ["Before"]
    check(books)


def test_a_failing_receiver_rolls_the_change_back(books, listing_of, monkeypatch):
    product = make_product(books, title="Before")

    def fail(**kwargs):
        raise RuntimeError("discovery is down")

    monkeypatch.setattr(listings, "write_listings", fail)
    with pytest.raises(RuntimeError), use_retailer(books):
        catalogue.change_product(product=product, title="After")
    with use_retailer(books):
        assert Product.objects.get(pk=product.pk).title == "Before"


def test_an_unchanged_listing_is_not_written_again(books):
    products = [make_product(books).uuid for _ in range(3)]
    assert listings.write_listings(retailer=books, products=products) == 0


def test_another_shops_product_is_not_read(books, coffee):
    product = make_product(books, title="Mine")
    listings.write_listings(retailer=coffee, products=[product.uuid])
    assert Listing.objects.get(uuid=product.uuid).retailer_id == books.pk


def test_amounts_of_a_currency_without_decimals(tea, listing_of):
    listing = listing_of(make_product(tea, price="1200"))
    assert (listing.currency, listing.price) == ("JPY", Decimal(1200))
    card = queries.list_listings(ListingFilters()).results[0]
    assert card.money.as_dict() == {"amount": "1200", "currency": "JPY"}


def listings_written_with(retailer, count):
    make = [make_product(retailer, categories=[["Books"]]).uuid for _ in range(count)]
    with count_statements() as seen:
        listings.write_listings(retailer=retailer, products=make)
    return len(seen)


def test_statements_do_not_grow_with_products(books):
    assert listings_written_with(books, 2) == listings_written_with(books, 40) == 4


def test_statements_for_stock_do_not_grow_with_products(books):
    products = [make_product(books).uuid for _ in range(40)]
    with count_statements() as few:
        listings.write_offers(retailer=books, products=products[:2])
    with count_statements() as many:
        listings.write_offers(retailer=books, products=products)
    assert len(few) == len(many) == 3
