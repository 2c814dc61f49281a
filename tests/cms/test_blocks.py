from datetime import time

import pytest
from django.template.loader import get_template
from wagtail.blocks import StructBlockValidationError

from cms import blocks, selections
from cms.blocks.categories import CategoriesBlock
from cms.blocks.hero import HeroBlock
from cms.blocks.products import ProductsBlock
from cms.blocks.text import TextBlock
from marketplace.pages.shop.opening_hours import hours_of
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import OpeningHours
from tenants.registry.timetables import timetable_of
from tests.factories.goods import make_product


@pytest.mark.parametrize("block", dict([*blocks.SHOP, *blocks.MARKET]).values())
def test_each_block_has_a_template_of_its_modules_name(block):
    module = type(block).__module__.rsplit(".", 1)[-1]
    assert block.meta.template == f"cms/blocks/{module}.html"
    assert get_template(block.meta.template)


def test_products_of_a_category_and_those_below_it(books, rf):
    make_product(books, title="Atlas", categories=[["Maps"]])
    make_product(books, title="Sea chart", categories=[["Maps", "Sea"]])
    make_product(books, title="Novel", categories=[["Mapsters"]])
    request = rf.get("/")
    request.retailer = books
    with use_retailer(books):
        found = selections.products_of_shop(
            request=request, source="category", category="Maps", count=8
        )
    assert {card["title"] for card in found} == {"Atlas", "Sea chart"}


def test_the_market_shows_ways_to_categories_with_goods_only(books):
    make_product(books, categories=[["Home", "Kitchen", "Mugs"]])
    with use_market():
        ways = selections.categories_here(None)
    assert ways == [{"name": "Home & Living", "url": "/products?category=home"}]


def test_a_block_shows_the_ways_into_its_shops_catalogue(books):
    make_product(books, categories=[["Maps"]])
    block = CategoriesBlock()
    with use_retailer(books):
        page = block.render(block.to_python({"title": "Browse"}))
    assert "Browse" in page
    assert "Maps" in page


def test_a_category_that_is_not_there_is_refused_at_its_field(books):
    block = ProductsBlock()
    value = block.to_python({"title": "x", "source": "category", "category": "Nowhere", "count": 4})
    with use_retailer(books), pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert set(refused.value.block_errors) == {"category"}


@pytest.mark.parametrize(("source", "category"), [("featured", ""), ("category", "Maps")])
def test_a_category_is_looked_for_where_products_are_of_one(books, source, category):
    make_product(books, categories=[["Maps"]])
    block = ProductsBlock()
    value = {"title": "x", "source": source, "category": category, "count": 4}
    with use_retailer(books):
        cleaned = block.clean(block.to_python(value))
    assert (cleaned["source"], cleaned["category"]) == (source, category)


def test_a_block_without_products_leaves_no_empty_shelf(books):
    from tests.factories.staff import open_browser

    assert "Featured" not in open_browser(books).get("/").content.decode()


def test_a_picture_follows_its_subject_and_its_file(books, png):
    from io import BytesIO

    from django.core.files.images import ImageFile
    from wagtail.images.models import Image

    from cms.blocks.pictures import HERO_WIDTHS, picture
    from tests.factories.statements import count_statements

    with use_retailer(books):
        image = Image(title="Map", file=ImageFile(BytesIO(png()), name="map.png"))
        image.save()
        image.contextual_alt_text = "A map"
        first = picture(image, HERO_WIDTHS)
        assert (first["width"], first["height"], first["alt"]) == (1600, 1000, "A map")
        assert first["srcset"].count("/media/shop_books/images/") == 2
        with count_statements() as statements:
            again = picture(image, HERO_WIDTHS)
        assert again == first
        assert len(statements) == 1
        image.focal_point_x, image.focal_point_y = 100, 100
        image.focal_point_width = image.focal_point_height = 50
        image.save()
        assert picture(image, HERO_WIDTHS)["src"] != first["src"]
        assert picture(None, HERO_WIDTHS) is None


def test_hours_are_shown_where_no_page_has_read_them_yet(books):
    """In the editor's preview of a block there is no foot of a page to share them with."""
    with use_retailer(books):
        assert selections.opening_hours(None) == {}
        OpeningHours.objects.create(retailer=books, weekday=0, opens=time(9), closes=time(1))
        hours = selections.opening_hours(None)
        assert hours == hours_of(timetable_of(books))
        assert hours["week"][0]["intervals"][0]["closes"] == "01:00"


def test_what_a_page_links_to_on_another_of_our_hosts_carries_the_cart(books):
    link = "http://localhost:8000/products?q=a"
    way = "/handoff/go?to=localhost&amp;next=%2Fproducts%3Fq%3Da"
    hero, text = HeroBlock(), TextBlock()
    with use_retailer(books):
        button = hero.render(hero.to_python({"title": "Hello", "label": "All", "link": link}))
        words = text.render(text.to_python(f'<p><a href="{link}">All</a></p>'))

    assert f'href="{way}"' in button
    assert f'href="{way}"' in words
