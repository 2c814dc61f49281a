"""The taxonomy, and how the shops' categories are placed in it."""

import pytest

from marketplace.discovery import queries, services
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import CategoryMapping, MarketCategory
from marketplace.discovery.taxonomy import DATA, Suggester, read_nodes, seed_taxonomy, words_of
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Category
from tenants.shop.guards import bulk_writes
from tests.factories.goods import make_product
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db


def place_of(retailer, path):
    return CategoryMapping.objects.get(retailer=retailer, shop_path=path).category.path


def test_the_taxonomy_has_three_levels_and_unique_slugs():
    nodes = read_nodes(DATA.read_text(encoding="utf-8"))
    slugs = [node.slug for node in nodes]
    assert 80 <= len(nodes) <= 125
    assert len(set(slugs)) == len(slugs)
    assert {node.path.count("/") for node in nodes} == {0, 1, 2}
    assert "other" in slugs


def test_a_line_that_is_no_node_is_named():
    with pytest.raises(ValueError, match="line 2"):
        read_nodes("home: Home\nkitchen\n")


def test_seeding_again_changes_nothing_and_brings_renamed_nodes_back():
    before = list(MarketCategory.objects.order_by("id").values())
    MarketCategory.objects.filter(slug="kitchen").update(name="Old", keywords=[])
    seed_taxonomy()
    assert list(MarketCategory.objects.order_by("id").values()) == before


@pytest.mark.parametrize(
    ("names", "path"),
    [
        (["Home", "Kitchen", "Mugs"], "home/kitchen/mugs-cups"),
        (["Coffee beans"], "groceries/coffee-tea"),
        (["Fiction", "Computers in Literature"], "books/fiction"),
        (["Clothing", "Hoodies"], "fashion/tops"),
        (["Clothing", "Accessories"], "fashion/accessories"),
        (["Stationery", "Notebooks"], "stationery/pens-paper"),
        (["Computers", "Notebooks"], "computers/laptops"),
        (["Groceries", "Coffee", "Filter"], "groceries/coffee-tea"),
        (["Sports", "Cycling", "Accessories"], "sports/cycling"),
        (["Sports", "Hiking", "Navigation"], "sports/camping"),
        (["Books", "Cooking"], "books"),
        (["Garden", "Pots"], "garden"),
        (["Haedphones"], "electronics/audio/headphones"),
        (["Notebooks & Laptops"], "computers/laptops"),
        (["Kategorie 17"], "other"),
        (["日本語"], "other"),
        ([""], "other"),
    ],
)
def test_a_category_is_suggested_by_its_words(names, path):
    assert Suggester.load().suggest(names).path == path


def test_words_are_folded_and_singular():
    assert words_of("Children's Büçher & Batteries, Dresses") == [
        "children",
        "bucher",
        "batteri",
        "dress",
    ]


def test_each_category_of_a_shop_gets_a_place(books):
    with use_retailer(books):
        catalogue.category_for_path(["Home", "Kitchen", "Mugs"])
    assert place_of(books, "Home > Kitchen > Mugs") == "home/kitchen/mugs-cups"
    assert place_of(books, "Home > Kitchen") == "home/kitchen"
    assert not CategoryMapping.objects.filter(is_confirmed=True).exists()


def test_a_category_made_without_a_notice_is_placed_with_its_first_product(books, check):
    with use_retailer(books):
        category = Category.add_root(name="Guitars", slug="guitars")
        product = catalogue.create_product(title="Strat", categories=[category])
    assert place_of(books, "Guitars") == "music-instruments"
    assert queries.get_listing(product.uuid).listing.category.slug == "music-instruments"
    check(books)


def test_what_is_not_understood_goes_to_other_and_is_counted(books):
    make_product(books, categories=[["Kategorie 17"]])
    make_product(books, categories=[["Books"]])
    product = make_product(books)
    assert services.count_unmapped(retailer=books) == (1, 2)
    with use_retailer(books):
        catalogue.archive_product(product=product)
    assert services.count_unmapped(retailer=books) == (1, 1)


def test_staff_confirm_and_the_products_move(books, coffee, check):
    product = make_product(books, categories=[["Kategorie 17"]])
    row = CategoryMapping.objects.get(retailer=books)
    toys = MarketCategory.objects.get(slug="toys")
    services.confirm_category(retailer=books, shop_category=row.shop_category, category=toys)
    assert queries.get_listing(product.uuid).listing.category == toys
    assert CategoryMapping.objects.get(retailer=books).is_confirmed
    check(books, coffee)


def test_a_category_of_another_shop_cannot_be_confirmed(books, coffee):
    make_product(books, categories=[["Kategorie 17"]])
    row = CategoryMapping.objects.get(retailer=books)
    toys = MarketCategory.objects.get(slug="toys")
    with pytest.raises(CategoryMapping.DoesNotExist):
        services.confirm_category(retailer=coffee, shop_category=row.shop_category, category=toys)
    row.refresh_from_db()
    assert (row.category.slug, row.is_confirmed) == ("other", False)


def test_a_confirmed_place_survives_renaming_a_suggested_one_follows(books, check):
    first = make_product(books, categories=[["Kategorie 17"]])
    second = make_product(books, categories=[["Kategorie 18"]])
    toys = MarketCategory.objects.get(slug="toys")
    row = CategoryMapping.objects.get(retailer=books, shop_path="Kategorie 17")
    services.confirm_category(retailer=books, shop_category=row.shop_category, category=toys)
    with use_retailer(books):
        for category in Category.objects.order_by("id"):
            catalogue.change_category(category=category, name=f"Guitars {category.pk}")
    assert queries.get_listing(first.uuid).listing.category == toys
    assert queries.get_listing(second.uuid).listing.category.slug == "music-instruments"
    assert all("Guitars" in row.shop_path for row in CategoryMapping.objects.all())
    check(books)


def test_renaming_a_category_renames_it_in_all_listings_below(books, listing_of, check):
    product = make_product(books, title="Cup", categories=[["Home", "Kitchen", "Mugs"]])
    with use_retailer(books):
        home = Category.objects.get(name="Home")
        catalogue.change_category(category=home, name="Casa")
    assert listing_of(product).shop_categories == ["Casa > Kitchen > Mugs"]
    found = queries.list_listings(ListingFilters(search="casa")).results
    assert [card.title for card in found] == ["Cup"]
    check(books)


def test_a_deleted_category_leaves_its_products_in_other(books, listing_of, check):
    product = make_product(books, categories=[["Guitars"]])
    with use_retailer(books):
        category = Category.objects.get(name="Guitars")
        gone = category.pk
        with bulk_writes():
            category.delete()
        services.follow_categories(retailer=books, categories=[gone])
    listing = listing_of(product)
    assert (listing.category.slug, listing.shop_categories) == ("other", [])
    assert not CategoryMapping.objects.filter(retailer=books).exists()
    check(books)


def test_of_several_categories_the_one_with_a_place_leads(books, listing_of):
    product = make_product(books, categories=[["Kategorie 17"], ["Books", "Fiction"]])
    listing = listing_of(product)
    assert listing.category.path == "books/fiction"
    assert listing.shop_categories == ["Books > Fiction", "Kategorie 17"]


def statements_for_renaming(retailer, products):
    category = [[f"Books {products}"]]
    for _ in range(products):
        make_product(retailer, categories=category)
    row = CategoryMapping.objects.get(retailer=retailer, shop_path=f"Books {products}")
    with use_retailer(retailer), bulk_writes():
        Category.objects.filter(pk=row.shop_category).update(name=f"Novels {products}")
    with count_statements() as seen:
        services.follow_categories(retailer=retailer, categories=[row.shop_category])
    return len(seen)


def test_renaming_takes_as_many_statements_for_one_product_as_for_many(books):
    assert statements_for_renaming(books, 1) == statements_for_renaming(books, 30)
