"""Addresses of goods, categories and pages that are named in any script."""

from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

import pytest

from cms.pages.content import ContentPage
from cms.pages.home import HomePage
from marketplace.discovery.models import Listing
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import services as catalogue
from tenants.shop.catalogue.models import Category, Product
from tests.factories.goods import make_product
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db
TITLES = ["3 كتب قديمة", "ספל אבן", "हिन्दी किताब", "หนังสือ", "京都の茶碗", "Кружка ё"]


def page(path, slug=""):
    return Browser().get(slug, path)


def moved_to(answer):
    assert answer.status_code == 301
    return unquote(urlsplit(answer["Location"]).path)


@pytest.mark.parametrize("title", TITLES)
def test_an_address_is_the_same_in_every_form(books, title):
    make_product(books, title)
    listing = Listing.objects.get(title=title)
    path = f"/products/{listing.slug}-{listing.short_id}"
    assert listing.slug == title.replace(" ", "-").lower()

    assert page(quote(path), "books").status_code == 200
    assert page(path, "books").status_code == 200
    decomposed = normalize("NFD", path)
    if decomposed != path:
        assert moved_to(page(quote(decomposed), "books")) == path


def test_the_address_of_before_leads_on(books):
    product = make_product(books, "كتب")
    listing = Listing.objects.get(uuid=product.uuid)
    old = f"/products/product-{listing.short_id}"
    assert moved_to(page(old)) == f"/products/كتب-{listing.short_id}"
    with use_retailer(books):
        pk = Product.objects.get(uuid=product.uuid).pk
    for name in ("product", "हिन्दी"):
        oscar = page(quote(f"/catalogue/{name}_{pk}/"), "books")
        assert moved_to(oscar) == f"/products/كتب-{listing.short_id}"


def test_a_slug_of_before_stays_where_only_the_name_changes(books):
    product = make_product(books, "Old")
    with use_retailer(books):
        here = Product.objects.get(uuid=product.uuid)
        changed = catalogue.change_product(product=here, title="جديد")
    assert changed.slug == "old"


def test_a_category_leads_on_from_its_old_address_with_the_filters(books):
    make_product(books, "Mug", categories=[["مطبخ هندي"]])
    with use_retailer(books):
        category = Category.objects.get(name="مطبخ هندي")
    path = f"/catalogue/category/مطبخ-هندي_{category.pk}/"

    assert page(quote(path), "books").status_code == 200
    answer = page(f"/catalogue/category/category_{category.pk}/?sort=newest", "books")
    assert moved_to(answer) == path
    assert answer["Location"].endswith("?sort=newest")
    assert f'href="{quote(path)}"' in page("/catalogue/", "books").content.decode()


def test_a_page_keeps_its_letters_and_its_old_address_leads_on(
    books, django_capture_on_commit_callbacks
):
    with use_retailer(books):
        home = HomePage.objects.get()
        about = home.add_child(instance=ContentPage(title="من نحن آ"))
        assert about.slug == "من-نحن-آ"
    path = "/من-نحن-آ/"
    assert page(quote(path), "books").status_code == 200
    assert moved_to(page(quote(normalize("NFD", path)), "books")) == path

    with use_retailer(books), django_capture_on_commit_callbacks(execute=True):
        about = ContentPage.objects.get(pk=about.pk)
        about.slug = "عنا"
        about.save_revision().publish()
    assert moved_to(page(quote(path), "books")) == "/عنا/"
