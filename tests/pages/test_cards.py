"""The cards that are written without a template."""

from decimal import Decimal

from django.template import Context, Template

from tenants.kernel.money import Money

GRID = '{% include "components/product_grid.html" %}'


def product(**values):
    return {
        "id": "1b671a64",
        "title": "Stone mug",
        "url": "/products/stone-mug-1",
        "image": None,
        "price": Money(Decimal("12.50"), "EUR"),
        "price_max": None,
        "brand": "Olaria",
        "retailer": {"name": "Mugs & More", "url": "/retailers/mugs"},
        "stock": {"available": True, "quantity": None},
        "has_variants": False,
    } | values


def grid(*products, **context):
    return Template(GRID).render(Context({"products": products, "csrf_token": "t"} | context))


def test_a_card_names_shop_title_and_price():
    html = grid(product())
    assert '<a class="product-card__shop" href="/retailers/mugs">Mugs &amp; More</a>' in html
    assert '<a href="/products/stone-mug-1">Stone mug</a>' in html
    assert '<span class="price">€12.50</span>' in html
    assert ">SM</span>" in html
    assert "<form" not in html


def test_on_a_shops_own_pages_the_brand_stands_in_its_place():
    html = grid(product(), hide_shop=True)
    assert "Mugs" not in html
    assert '<span class="product-card__shop">Olaria</span>' in html


def test_a_brand_that_is_the_shop_itself_is_not_repeated_on_its_pages():
    assert "Mugs" not in grid(product(brand="Mugs & More"), hide_shop=True)


def test_everything_that_people_wrote_is_escaped():
    evil = '"><script>alert(1)</script>'
    html = grid(
        product(
            title=evil,
            brand=evil,
            url=f"/products/{evil}",
            id=evil,
            image={"src": evil, "srcset": evil},
            retailer={"name": evil, "url": evil},
        ),
        add_url=evil,
    )
    assert "<script" not in html
    assert html.count('"&gt;') == 0
    assert "&quot;&gt;&lt;script&gt;" in html


def test_a_simple_product_in_stock_can_be_added():
    simple, varied = product(), product(has_variants=True)
    sold_out = product(stock={"available": False, "quantity": 0})
    html = grid(simple, varied, sold_out, add_url="/cart/items")
    assert html.count('hx-post="/cart/items"') == 1
    assert 'name="csrfmiddlewaretoken" value="t"' in html
    assert 'aria-label="Add Stone mug to the cart"' in html


def test_what_is_told_of_price_and_stock():
    several = product(price_max=Money(Decimal("19.00"), "EUR"))
    html = grid(
        several,
        product(was=Money(Decimal("15.00"), "EUR")),
        product(stock={"available": True, "quantity": 2}),
        product(stock={"available": True, "quantity": 9}),
        product(stock={"available": False, "quantity": 0}, price=None),
    )
    assert html.count('<span class="price__from">from</span> €12.50') == 1
    now, was = "Now: </span>€12.50", "Before: </span>€15.00"
    assert html.count(f'<span class="visually-hidden">{now}</span>') == 1
    assert html.count(f'<del class="price__was"><span class="visually-hidden">{was}</del>') == 1
    assert html.count("2 left") == 1
    assert "9 left" not in html
    assert html.count("Sold out") == 1
    assert html.count("product-card--out") == 1


def test_only_the_first_pictures_are_loaded_at_once():
    image = {"src": "/media/a.webp", "srcset": "/media/a.webp 320w", "width": 320, "height": 200}
    html = grid(product(image=image), product(image=image), eager_count=1)
    assert html.count('fetchpriority="high"') == 1
    assert html.count('loading="lazy"') == 1
    assert html.count('width="320" height="200"') == 2


def test_opening_hours_name_each_day():
    morning = {"opens": "09:00", "closes": "12:30", "all_day": False, "later": False}
    week = [
        {"day": "Monday", "intervals": [morning], "today": True, "note": ""},
        {"day": "Sunday", "intervals": [], "today": False, "note": ""},
    ]
    status = {"is_open": True, "words": "Open now · closes 12:30"}
    hours = {"status": status, "week": week, "special": []}
    html = Template('{% include "components/opening_hours.html" %}').render(
        Context({"hours": hours})
    )
    assert "Open now · closes 12:30" in html
    assert "09:00 – 12:30" in html
    assert html.count("hours__row--today") == 1
    assert html.count("Closed") == 1
