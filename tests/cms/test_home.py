from datetime import time
from decimal import Decimal

import pytest
from django.test import Client

from cms.demo import decorate
from cms.models import ContentPage, HomePage, MarketHomePage
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import OpeningHours
from tenants.shop.catalogue import services
from tenants.shop.partner.services import set_price
from tests.factories.goods import make_product
from tests.factories.staff import open_browser
from tests.factories.statements import count_statements
from tests.pages.browser import text_of

MARKET = {"host": "localhost"}


def test_a_new_shop_opens_with_its_name(books):
    page = open_browser(books).get("/")
    assert page.status_code == 200
    assert "<h1>Northgate Books</h1>" in page.content.decode()
    assert "Welcome" not in text_of(page)


def test_featured_and_newest_products_are_shown_with_their_prices(books):
    make_product(books, title="Plain atlas", price="31.00")
    make_product(books, title="Chosen atlas", price="42.50", is_featured=True)
    page = open_browser(books).get("/").content.decode()
    featured, newest = page.split("<h2>New</h2>")
    assert "Chosen atlas" in featured
    assert "Plain atlas" not in featured
    assert "Plain atlas" in newest
    assert "€42.50" in featured


def test_a_changed_price_shows_at_once(books):
    product = make_product(books, title="Atlas", price="31.00")
    client = open_browser(books)
    assert "€31.00" in text_of(client.get("/"))
    with use_retailer(books):
        set_price(product=product, price=Decimal("29.00"))
    shown = text_of(client.get("/"))
    assert "€29.00" in shown
    assert "€31.00" not in shown


def test_an_archived_product_leaves_the_home_page(books):
    product = make_product(books, title="Atlas")
    with use_retailer(books):
        services.archive_product(product=product)
    assert "Atlas" not in text_of(open_browser(books).get("/"))


def test_opening_hours_are_the_shops_own(books, coffee):
    OpeningHours.objects.create(retailer=books, weekday=0, opens=time(9), closes=time(18))
    OpeningHours.objects.create(retailer=coffee, weekday=0, opens=time(5), closes=time(6))
    shown = text_of(open_browser(books).get("/"))
    assert "09:00 – 18:00" in shown
    assert "05:00 – 06:00" not in shown


def test_no_products_of_another_shop(books, coffee):
    make_product(coffee, title="Yirgacheffe", is_featured=True)
    assert "Yirgacheffe" not in open_browser(books).get("/").content.decode()


def test_statements_do_not_grow_with_products_and_stay_within_the_budget(books, png):
    OpeningHours.objects.create(retailer=books, weekday=0, opens=time(9), closes=time(18))
    decorate(retailer=books, hero_image=png(), logo=png("#335577", (400, 120)), headline="Read")
    make_product(books, is_featured=True, categories=[["Maps"]])
    client = open_browser(books)
    client.get("/")
    with count_statements() as few:
        page = client.get("/")
    for _ in range(9):
        make_product(books, is_featured=True, categories=[["Maps"]])
    with count_statements() as many:
        page = client.get("/")
    assert page.status_code == 200
    assert page.content.decode().count('class="product-card"') == 12
    assert len(many) == len(few) == 6


def test_a_page_behind_a_password_stays_there(books):
    from wagtail.models import PageViewRestriction

    with use_retailer(books):
        PageViewRestriction.objects.create(
            page=HomePage.objects.get(), restriction_type="password", password="open sesame"
        )
    page = open_browser(books).get("/")
    assert "Northgate Books</h1>" not in page.content.decode()
    assert 'name="password"' in page.content.decode()


def test_an_unpublished_home_page_is_not_served(books):
    with use_retailer(books):
        HomePage.objects.get().unpublish()
    assert open_browser(books).get("/").status_code == 404


def test_the_demo_dresses_a_shop(books, png):
    decorate(
        retailer=books,
        hero_image=png(),
        logo=png("#335577", (400, 120)),
        colours={"brand": "#8a3b12", "heading_font": "old-style"},
        headline="Rare maps",
        intro="Since 1911.",
        about="<p>We bind by hand.</p>",
    )
    client = open_browser(books)
    page = client.get("/").content.decode()
    assert "<h1>Rare maps</h1>" in page
    assert "fill-1600x1000" in page
    assert "/media/shop_books/images/" in page
    assert "--brand: #8a3b12;" in client.get("/theme.css").content.decode()
    about = client.get("/about/")
    assert about.status_code == 200
    assert "We bind by hand." in text_of(about)


@pytest.mark.parametrize(
    ("seo_title", "title"), [("", "Northgate Books"), ("Maps of the north", "Maps of the north")]
)
def test_a_home_page_is_titled_for_search_engines_where_an_editor_wrote_that(
    books, seo_title, title
):
    with use_retailer(books):
        HomePage.objects.update(seo_title=seo_title)

    page = open_browser(books).get("/")

    assert page.context["page_title"] == title


@pytest.mark.parametrize("seo_title", ["", "All shops of the town"])
def test_the_markets_first_page_is_titled_likewise(db, seo_title):
    with use_market():
        MarketHomePage.objects.update(seo_title=seo_title)
        title = seo_title or MarketHomePage.objects.get().title

    page = Client(headers=MARKET).get("/")

    assert page.context["page_title"] == title


def test_a_page_of_words_stands_within_its_shop(books):
    with use_retailer(books):
        HomePage.objects.get().add_child(instance=ContentPage(title="About", slug="about"))

    page = open_browser(books).get("/about/")

    assert (page.status_code, page.context["base"]) == (200, "base_shop.html")


def test_the_markets_first_page_shows_ways_to_what_there_is(books):
    make_product(books, categories=[["Home", "Kitchen", "Mugs"]])

    page = Client(headers=MARKET).get("/").content.decode()

    assert 'href="/products?category=home"' in page


def test_the_markets_first_page_shows_shops_and_products(books, coffee):
    make_product(coffee, title="Yirgacheffe")
    page = Client(headers=MARKET).get("/")
    assert page.status_code == 200
    shown = text_of(page)
    for words in ("Independent shops, one cart", "Northgate Books", "Kaldi Coffee", "Yirgacheffe"):
        assert words in shown
