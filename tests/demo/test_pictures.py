"""The demo's pictures are there, and an upload of them would be taken."""

import pytest
from django.http import Http404
from PIL import Image
from wagtail.images import get_image_model

from cms.blocks.pictures import HERO_WIDTHS
from cms.demo import decorate
from marketplace.demo.goods import key_of, sell
from marketplace.demo.pictures import (
    FOLDER,
    HERO_SIZE,
    LOGO_SIDE,
    SIDE,
    hero_path,
    logo_path,
    product_paths,
)
from marketplace.demo.shops import SHOPS
from marketplace.pages.shared import styleguide, styleguide_samples
from tenants.kernel.pictures import UnusableImage
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.images import WIDTHS
from tenants.shop.catalogue.models import Product

LARGEST_TOTAL = 8_000_000  # bytes; they stand in the history of the repository for good

PRODUCT_PATHS = {
    path
    for shop in SHOPS
    for product in shop.products
    for path in product_paths(shop.slug, product)
}
HERO_PATHS = {hero_path(slug) for slug in ("market", *(shop.slug for shop in SHOPS))}
LOGO_PATHS = {logo_path(shop.slug) for shop in SHOPS}


@pytest.fixture
def media(settings, tmp_path):
    """Files of a test stay in its own folder."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def test_each_picture_is_there_and_no_other():
    assert {*FOLDER.rglob("*.webp")} == PRODUCT_PATHS | HERO_PATHS | LOGO_PATHS
    assert len(PRODUCT_PATHS) == sum(1 + item.featured for shop in SHOPS for item in shop.products)


def test_all_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.webp")) < LARGEST_TOTAL


def test_each_is_a_webp_as_wide_as_the_widest_that_is_shown():
    assert WIDTHS[-1] == SIDE
    assert HERO_WIDTHS[-1] == "fill-{}x{}".format(*HERO_SIZE)
    shown = (
        dict.fromkeys(PRODUCT_PATHS, (SIDE, SIDE))
        | dict.fromkeys(HERO_PATHS, HERO_SIZE)
        | dict.fromkeys(LOGO_PATHS, (LOGO_SIDE, LOGO_SIDE))
    )
    for path, size in shown.items():
        with Image.open(path) as picture:
            assert (picture.format, picture.size) == ("WEBP", size), path


def test_a_product_of_the_demo_is_sold_with_its_pictures(books, media):
    shop = SHOPS[0]
    item = next(item for item in shop.products if item.featured)
    with use_retailer(books):
        sell(item, product_paths(shop.slug, item))
        product = Product.objects.get(external_key=key_of(item))
        images = list(product.images.order_by("display_order"))
    assert [set(image.renditions) for image in images] == [{"320", "640", "1200"}] * 2
    assert [image.caption for image in images] == [item.title] * 2


def test_a_shop_of_the_demo_is_dressed_as_its_editor_would_do(books, media):
    slug = SHOPS[0].slug
    decorate(
        retailer=books,
        hero_image=hero_path(slug).read_bytes(),
        logo=logo_path(slug).read_bytes(),
    )
    with use_retailer(books):
        formats = {picture.title: picture.file.name for picture in get_image_model().objects.all()}
    assert {name.rpartition(".")[2] for name in formats.values()} == {"webp"}
    books.refresh_from_db()
    assert books.logo.endswith(".webp")
    assert (media / books.schema_name / books.logo).is_file()


def test_the_demo_takes_no_picture_that_an_editor_could_not_upload(books, media):
    with pytest.raises(UnusableImage):
        decorate(retailer=books, logo=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    books.refresh_from_db()
    assert books.logo == ""


def test_the_style_guide_shows_pictures_of_the_demo(rf):
    sources = {item["image"]["src"] for item in styleguide_samples.products() if item["image"]}
    sources |= {shop["cover"]["src"] for shop in styleguide_samples.retailers()}
    assert len(sources) == 11 + 4
    for source in sources:
        shop, name = source.removeprefix("/styleguide/pictures/").removesuffix(".webp").split("/")
        answer = styleguide.picture(rf.get(source), shop, name)
        assert answer.content == (FOLDER / shop / f"{name}.webp").read_bytes()
    with pytest.raises(Http404):
        styleguide.picture(rf.get("/"), "clay", "unicorn")


def test_no_two_pictures_are_the_same():
    files = sorted(FOLDER.rglob("*.webp"))
    assert len({path.read_bytes() for path in files}) == len(files) > 100
