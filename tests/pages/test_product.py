"""One product's page, on both kinds of host."""

import re

import pytest

from tenants.kernel.ids import short_id
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.services import add_image, archive_product
from tests.factories.goods import make_product, make_variants
from tests.factories.offers import make_offer, terms
from tests.factories.pictures import draw_picture
from tests.factories.statements import count_statements
from tests.pages.browser import Browser, text_of

pytestmark = pytest.mark.django_db


def path_of(product):
    return f"/products/{product.slug}-{short_id(product.uuid)}"


def test_price_stock_shop_and_a_form_that_adds_it(books):
    product = make_product(books, "Novel", price="14.50", stock=3, description="A long story.")

    answer = Browser().get("", path_of(product))

    text = text_of(answer)
    assert "€14.50" in text
    assert "Only 3 left" in text
    assert "A long story." in text
    assert "See it at Northgate Books" in text
    html = answer.content.decode()
    assert f'<input type="hidden" name="product" value="{product.uuid}">' in html
    assert 'action="/cart/items"' in html


def test_what_is_given_away_has_a_price_and_what_has_none_is_not_for_sale(books):
    free, without = (
        make_product(books, "Leaflet", price="0"),
        make_product(books, "Lamp", price=None),
    )

    assert "€0.00" in text_of(Browser().get("", path_of(free)))
    page = Browser().get("", path_of(without))
    assert "Not for sale at the moment" in text_of(page)


def test_variants_are_chosen_by_radio_and_sold_out_ones_cannot_be(books):
    parent, (small, large) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 0},
            {"options": {"Size": "L"}, "price": "9.00", "stock": 2},
        ],
    )

    html = Browser().get("", path_of(parent)).content.decode()

    assert re.search(r"<legend>\s*Size\s*</legend>", html)
    assert re.search(rf'value="{large.uuid}"[^>]* checked', html)
    assert re.search(rf'value="{small.uuid}"[^>]* disabled', html)


def test_the_chosen_variant_shows_its_price_stock_and_picture(books, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    parent, (_small, large) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 5},
            {"options": {"Size": "L"}, "price": "11.00", "stock": 2},
        ],
    )
    with use_retailer(books):
        add_image(product=parent, file=draw_picture("#224466"), caption="All sizes")
        add_image(product=large, file=draw_picture("#664422"), caption="The large one")

    answer = Browser().get("", f"{path_of(parent)}?variant={large.uuid}")

    text, html = text_of(answer), answer.content.decode()
    assert "€11.00" in text.split("Size")[0]
    assert "Only 2 left" in text
    assert re.search(rf'value="{large.uuid}"[^>]* checked', html)
    assert html.index("The large one") < html.index("All sizes")
    assert f'<link rel="canonical" href="http://localhost{path_of(parent)}">' in html
    assert "from" in text_of(Browser().get("", f"{path_of(parent)}?variant=none")).split("Size")[0]


def test_a_sold_out_product_cannot_be_added(books):
    answer = Browser().get("", path_of(make_product(books, stock=0)))

    assert "Sold out" in text_of(answer)
    assert "Add to cart" not in text_of(answer)


def test_another_slug_leads_to_the_right_address(books):
    product = make_product(books, "Novel")

    answer = Browser().get("", f"/products/old-name-{short_id(product.uuid)}")

    assert (answer.status_code, answer["Location"]) == (301, path_of(product))


def test_a_shops_host_knows_its_own_products_alone(books, coffee):
    novel, beans = make_product(books, "Novel"), make_product(coffee, "Beans")
    browser = Browser()

    assert browser.get("books", path_of(novel)).status_code == 200
    assert browser.get("books", path_of(beans)).status_code == 404


def test_what_is_archived_is_gone(books):
    product = make_product(books)
    with use_retailer(books):
        archive_product(product=product)

    assert Browser().get("", path_of(product)).status_code == 404


def test_a_description_cannot_act(books):
    product = make_product(books, description="<p>Fine</p><script>alert('x')</script>")

    html = Browser().get("", path_of(product)).content.decode()

    assert "<p>Fine</p>" in html
    assert "alert('x')" not in html


def test_oscars_address_leads_to_ours(books):
    product = make_product(books, "Novel")

    answer = Browser().get("books", f"/catalogue/novel_{product.pk}/")

    assert (answer.status_code, answer["Location"]) == (301, path_of(product))


def test_a_page_costs_few_statements(books):
    product = make_product(books)
    for _ in range(5):
        make_product(books)
    browser = Browser()
    browser.get("", path_of(product))

    with count_statements() as statements:
        browser.get("", path_of(product))

    assert len(statements) == 4  # listing, variants, more of the shop; categories of the header


def test_a_sale_is_shown_with_what_it_was(books):
    parent, (small, _) = make_variants(
        books,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "10.00", "stock": 2},
            {"options": {"Size": "L"}, "price": "20.00", "stock": 2},
        ],
    )
    make_offer(books, given=terms(percent="25", products=[small]))
    path = path_of(parent)
    text = text_of(Browser().get("", path))
    assert "Now: from €7.50 Before: €10.00" in text
    assert "S · €7.50 Before: €10.00" in text
    large = text_of(Browser().get("", f"{path}?variant={small.uuid}"))
    assert "Now: €7.50 Before: €10.00" in large
    list_text = text_of(Browser().get("", "/products?on_sale=1"))
    assert "Now: from €7.50 Before: €10.00" in list_text
    assert "Reduced now" in list_text
