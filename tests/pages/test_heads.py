"""What pages say of themselves to search engines, and to who shares a link."""

import json
import re
from html import unescape

import pytest

from marketplace.discovery.models import Listing, ListingVariant
from marketplace.pages.shared.heads import shorten
from marketplace.pages.templatetags.galleria import json_ld
from tenants.kernel.ids import short_id
from tenants.registry.models import Retailer
from tests.factories.goods import make_product, make_variants
from tests.factories.statements import count_statements
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script><!-- "\u2028'


def path_of(product):
    return f"/products/{product.slug}-{short_id(product.uuid)}"


def head_of(path, slug=""):
    answer = Browser().get(slug, path)
    assert answer.status_code == 200
    return answer.content.decode().partition("</head>")[0]


def metas(head):
    """By name or property, as a reader of the page gets them."""
    pairs = re.findall(r'<meta (?:name|property)="([^"]+)"\s+content="([^"]*)"', head)
    return {name: unescape(content) for name, content in pairs}


def facts_of(head):
    texts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL)
    return {facts["@type"]: facts for facts in map(json.loads, texts)}


def test_a_product_is_told_as_an_offer(books):
    product = make_product(
        books, "Novel", price="14.50", stock=3, description="A <b>long</b> story.", brand="Acme"
    )
    Listing.objects.filter(uuid=product.uuid).update(rating="4.50", rating_count=2)

    head = head_of(path_of(product))
    facts, meta = facts_of(head), metas(head)

    url = f"http://localhost{path_of(product)}"
    assert facts["Product"] == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Novel",
        "url": url,
        "description": "A long story.",
        "brand": {"@type": "Brand", "name": "Acme"},
        "offers": {
            "@type": "Offer",
            "price": "14.50",
            "url": url,
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "seller": {"@type": "Organization", "name": books.name},
        },
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": "4.50",
            "reviewCount": 2,
        },
    }
    assert f'<link rel="canonical" href="{url}">' in head
    assert meta["description"] == meta["og:description"] == "A long story."
    assert (meta["og:type"], meta["og:title"], meta["og:url"]) == ("product", "Novel", url)
    assert meta["og:image"] == "http://localhost/favicon.512.png"


def test_what_has_one_number_says_it(books):
    product = make_product(books, "Novel")
    ListingVariant.objects.filter(listing=product.uuid).update(sku="N-1")

    assert facts_of(head_of(path_of(product)))["Product"]["sku"] == "N-1"


def test_breadcrumbs_are_told_with_whole_addresses(books):
    product = make_product(books, "Novel")

    crumbs = facts_of(head_of(path_of(product), "books"))["BreadcrumbList"]["itemListElement"]

    assert crumbs == [
        {
            "@type": "ListItem",
            "position": 1,
            "name": "All products",
            "item": "http://books.localhost/catalogue/",
        },
        {"@type": "ListItem", "position": 2, "name": "Novel"},
    ]


def test_variants_of_several_prices_are_told_from_the_lowest_to_the_highest(tea):
    parent, _ = make_variants(
        tea,
        title="Shirt",
        variants=[
            {"options": {"Size": "S"}, "price": "900", "stock": 0},
            {"options": {"Size": "L"}, "price": "1100", "stock": 0},
        ],
    )

    facts = facts_of(head_of(path_of(parent)))["Product"]
    offers = facts["offers"]

    assert offers["@type"] == "AggregateOffer"
    assert (offers["lowPrice"], offers["highPrice"], offers["offerCount"]) == ("900", "1100", 2)
    assert (offers["priceCurrency"], offers["availability"]) == (
        "JPY",
        "https://schema.org/OutOfStock",
    )
    assert "sku" not in facts
    assert "aggregateRating" not in facts


def test_what_has_no_price_is_no_offer(books):
    product = make_product(books, "Lamp", price=None)

    assert "offers" not in facts_of(head_of(path_of(product)))["Product"]


def test_no_word_of_a_shop_ends_the_element_it_stands_in(books):
    Retailer.objects.filter(pk=books.pk).update(name=HOSTILE, tagline=HOSTILE)
    product = make_product(books, f"A{HOSTILE}", description=f'"><script>x()</script>{HOSTILE}')

    for path, slug in (
        (path_of(product), ""),
        (path_of(product), "books"),
        ("/retailers/books", ""),
        ("/catalogue/", "books"),
    ):
        head = head_of(path, slug)
        assert "<script>alert" not in head
        assert "<script>x()" not in head
        assert set(facts_of(head)) <= {"Product", "BreadcrumbList", "Store"}
        assert head.count("<script") == len(facts_of(head))


def test_json_for_machines_holds_no_markup():
    text = json_ld({"name": HOSTILE})

    assert text.count("<") == 2
    assert json.loads(text.partition(">")[2].rpartition("<")[0]) == {"name": HOSTILE}


def test_the_page_of_a_product_takes_no_statement_more(books):
    product = make_product(books, "Novel")
    browser = Browser()
    browser.get("", path_of(product))

    with count_statements() as statements:
        browser.get("", path_of(product))

    assert len(statements) <= 6, statements.data


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("<p>One</p><p>two</p>", "One two"),
        (" a \n\t b ", "a b"),
        ("word " * 40, ("word " * 31).strip() + "…"),
        ("word, " * 40, ("word, " * 25 + "word") + "…"),
        ("x" * 200, "x" * 154 + "…"),
        ("日本語" * 100, ("日本語" * 100)[:154] + "…"),
    ],
)
def test_a_description_is_one_line_cut_at_a_word(text, short):
    assert shorten(text) == short
    assert len(shorten(text)) <= 156


@pytest.mark.parametrize(
    ("slug", "path", "canonical"),
    [
        ("", "/", "/"),
        ("", "/products", "/products"),
        ("", "/products/?utm_source=mail", "/products"),
        ("", "/retailers", "/retailers"),
        ("", "/retailers/books?utm_source=mail", "/retailers/books"),
        ("books", "/", "/"),
        ("books", "/products", "/catalogue/"),
        ("books", "/catalogue", "/catalogue/"),
    ],
)
def test_a_page_names_its_one_address_and_describes_itself(slug, path, canonical, books):
    head = head_of(path, slug)
    host = f"{slug}.localhost" if slug else "localhost"

    assert f'<link rel="canonical" href="http://{host}{canonical}">' in head
    assert metas(head)["description"]
    assert 'name="robots"' not in head


def test_a_category_of_the_market_is_a_page_of_its_own(books):
    make_product(books, "Novel", categories=[["Books"]])
    slug = Listing.objects.get(title="Novel").category.slug

    head = head_of(f"/products?category={slug}")

    assert f'<link rel="canonical" href="http://localhost/products?category={slug}">' in head
    assert 'name="robots"' not in head


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("", "/products?brand=acme"),
        ("", "/products?category=no-such-category"),
        ("", "/products?cursor=abc"),
        ("", "/search"),
        ("", "/search?q=novel"),
        ("books", "/catalogue/?in_stock=1"),
        ("books", "/search?q=novel"),
    ],
)
def test_a_list_that_is_narrowed_is_not_to_be_listed(slug, path, books):
    head = head_of(path, slug)

    assert '<meta name="robots" content="noindex, follow">' in head
    assert 'rel="canonical"' not in head
