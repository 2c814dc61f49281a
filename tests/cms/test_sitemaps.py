"""The map of each host: what it names is there for everybody, and nothing else is named."""

from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cms.models import ContentPage
from marketplace.discovery import sitemaps
from tenants.kernel.ids import short_id
from tenants.registry import services
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.services import archive_product
from tests.factories.goods import make_product
from tests.factories.statements import count_statements
from tests.pages.browser import host_of

pytestmark = pytest.mark.django_db
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(path, slug=""):
    answer = Client().get(path, headers={"host": host_of(slug)})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    tree = ElementTree.fromstring(answer.content)
    return tree.tag.removeprefix(SPACE), [node.text for node in tree.iter(f"{SPACE}loc")]


def addresses(slug=""):
    """Of all pieces that the index names; each begins with the host's own."""
    root, pieces = read("/sitemap.xml", slug)
    assert root == "sitemapindex"
    listed = []
    for piece in pieces:
        root, locations = read(urlsplit(piece).path, slug)
        assert root == "urlset"
        listed += locations
    base = f"http://{host_of(slug)}"
    assert all(address.startswith(f"{base}/") for address in listed)
    return [address.removeprefix(base) for address in listed]


def path_of(product):
    return f"/products/{product.slug}-{short_id(product.uuid)}"


def add_page(parent, title, **fields):
    return parent.add_child(instance=ContentPage(title=title, **fields))


def test_each_host_names_its_own_and_all_of_it_is_there(books, coffee):
    novel, beans = make_product(books, "Novel & more"), make_product(coffee, "Beans")

    market, shop = addresses(), addresses("books")

    assert {"/", "/products", "/retailers", "/retailers/books", "/retailers/coffee"} <= set(market)
    assert {path_of(novel), path_of(beans)} <= set(market)
    assert {"/", "/catalogue/", path_of(novel)} <= set(shop)
    assert path_of(beans) not in shop
    assert not any(address.startswith("/retailers") for address in shop)
    for slug, listed in (("", market), ("books", shop)):
        assert len(listed) == len(set(listed))
        for address in listed:
            assert Client().get(address, headers={"host": host_of(slug)}).status_code == 200, (
                address
            )


def test_nothing_hidden_archived_or_suspended_is_named(books, coffee):
    hidden = make_product(books, "Hidden", is_public=False)
    archived, beans = make_product(books, "Archived"), make_product(coffee, "Beans")
    with use_retailer(books):
        archive_product(product=archived)
    services.suspend(retailer=coffee, reason="Checks")

    market = addresses()

    assert not {path_of(hidden), path_of(archived), path_of(beans)} & set(market)
    assert "/retailers/coffee" not in market
    assert Client().get("/sitemap.xml", headers={"host": host_of("coffee")}).status_code == 503


def test_pages_that_are_drafts_or_restricted_are_not_named(books):
    with use_retailer(books):
        home = Page.objects.get(depth=2)
        add_page(home, "About", slug="about")
        add_page(home, "Draft", slug="draft", live=False)
        inner = Page.objects.get(pk=add_page(home, "Inner", slug="inner").pk)
        add_page(inner, "Below", slug="below")
        PageViewRestriction.objects.create(page=inner, restriction_type="login")

    shop = addresses("books")

    assert "/about/" in shop
    assert not {"/draft/", "/inner/", "/inner/below/"} & set(shop)


def test_many_come_in_pieces_that_hold_each_of_them_once(books, monkeypatch):
    products = [make_product(books, f"Novel {number}") for number in range(6)]
    monkeypatch.setattr(sitemaps, "MOST", 8)

    _, pieces = read("/sitemap.xml", "books")
    listed = addresses("books")

    assert len([piece for piece in pieces if "/sitemap-products-" in piece]) == 16
    assert sorted(address for address in listed if address.startswith("/products/")) == sorted(
        map(path_of, products)
    )


@pytest.mark.parametrize(
    ("count", "pieces"), [(0, 0), (1, 1), (2500, 1), (2501, 16), (40_000, 16), (40_001, 256)]
)
def test_pieces_are_cut_by_how_many_there_are(count, pieces):
    prefixes = sitemaps.prefixes(count)

    assert len(set(prefixes)) == pieces
    assert len({len(prefix) for prefix in prefixes}) <= 1


def test_a_piece_is_one_range():
    first, last = UUID("0f000000-0000-0000-0000-000000000000"), UUID("0f" + "f" * 30)

    assert sitemaps.bounds("0f") == (first, last)


@pytest.mark.parametrize("part", ["nothing", "products-xy", "products-00000", "shops", "pages-0"])
def test_there_are_no_other_pieces(part, books):
    answer = Client().get(f"/sitemap-{part}.xml", headers={"host": host_of("books")})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/sitemap.xml", 2),
        ("/sitemap-pages.xml", 3),
        ("/sitemap-categories.xml", 1),
        ("/sitemap-products.xml", 1),
    ],
)
@pytest.mark.parametrize("slug", ["", "books"])
def test_statements_do_not_grow_with_what_is_named(slug, path, most, books):
    for number in range(3):
        make_product(books, f"Novel {number}")
    client = Client(headers={"host": host_of(slug)})
    client.get("/robots.txt")  # whose host it is, is known now

    with count_statements() as statements:
        client.get(path)

    assert len(statements) <= most, statements.data
