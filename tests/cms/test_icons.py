"""The sign of a site: in its colours, with its logo, and named by its manifest."""

import io

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Image

from cms.models import ThemeSettings
from tenants.registry import services
from tenants.registry.context import use_retailer
from tests.factories.statements import count_statements
from tests.pages.browser import host_of

pytestmark = pytest.mark.django_db


def ask(path, slug="", **headers):
    return Client().get(path, headers={"host": host_of(slug)} | headers)


def picture(answer):
    assert answer.status_code == 200
    return Pillow.open(io.BytesIO(answer.content)).convert("RGB")


def set_theme(shop, **values):
    with use_retailer(shop):
        theme = ThemeSettings.objects.get()
        for name, value in values.items():
            setattr(theme, name, value)
        theme.save()


def colours(image):
    return {colour for _, colour in image.getcolors(image.width * image.height)}


@pytest.mark.parametrize("size", [48, 180, 192, 512])
def test_without_a_logo_it_is_the_arcade_in_the_shops_colours(size, books):
    set_theme(books, brand="#aa0022", surface="#ffffee")

    icon = picture(ask(f"/favicon.{size}.png", "books"))

    assert icon.size == (size, size)
    assert {(0xAA, 0x00, 0x22), (0xFF, 0xFF, 0xEE)} <= colours(icon)
    assert (0xAA, 0x00, 0x22) not in colours(picture(ask(f"/favicon.{size}.png")))


def test_a_logo_is_shown_whole_on_the_surface(books, png):
    with use_retailer(books):
        logo = Image.objects.create(
            title="Logo", file=ImageFile(io.BytesIO(png("#123456", (400, 100))), "logo.png")
        )
    set_theme(books, logo=logo, surface="#ffffee")

    icon = picture(ask("/favicon.192.png", "books"))

    assert icon.getpixel((96, 96)) == (0x12, 0x34, 0x56)
    assert icon.getpixel((96, 20)) == icon.getpixel((4, 96)) == (0xFF, 0xFF, 0xEE)


def test_a_logo_that_is_gone_leaves_the_arcade(books):
    services.Retailer.objects.filter(pk=books.pk).update(logo="images/gone.webp")

    assert picture(ask("/favicon.48.png", "books")).size == (48, 48)


def test_a_picture_is_asked_for_again_without_being_sent(books):
    first = ask("/favicon.ico", "books")
    assert first["Content-Type"] == "image/x-icon"

    again = ask("/favicon.ico", "books", **{"if-none-match": f"W/{first['ETag']}"})

    assert (again.status_code, again.content) == (304, b"")


def test_other_sizes_are_not_drawn(books):
    assert ask("/favicon.4096.png", "books").status_code == 404


def test_the_manifest_says_how_the_site_is_called_and_looks(books):
    set_theme(books, brand="#aa0022", surface="#ffffee")

    answer = ask("/site.webmanifest", "books")
    manifest = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"]) == (books.name, "/")
    assert (manifest["theme_color"], manifest["background_color"]) == ("#aa0022", "#ffffee")
    for icon in manifest["icons"]:
        assert "x".join(map(str, picture(ask(icon["src"], "books")).size)) == icon["sizes"]
    assert ask("/site.webmanifest").json()["name"] == "Galleria"


def test_the_manifest_of_a_shop_in_arabic_runs_from_right_to_left(books):
    services.Retailer.objects.filter(pk=books.pk).update(language="ar")

    manifest = ask("/site.webmanifest", "books").json()

    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize("path", ["/favicon.48.png", "/favicon.ico", "/site.webmanifest"])
def test_one_statement_each(path, books):
    ask(path, "books")

    with count_statements() as statements:
        ask(path, "books")

    assert len(statements) == 1


def test_the_pages_of_a_shop_name_its_own_sign(books):
    shop, market = (ask("/cart", slug).content.decode() for slug in ("books", ""))

    assert '<link rel="icon" type="image/png" sizes="48x48" href="/favicon.48.png">' in shop
    assert "galleria/img/favicon.svg" in market
    for html in (shop, market):
        assert '<link rel="manifest" href="/site.webmanifest">' in html
