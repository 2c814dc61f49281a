"""Dresses a shop for the demo: theme, hero picture, words; called by dotted name."""

from collections.abc import Mapping
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.images.models import Image

from cms.library import write_anew
from cms.models import ContentPage, HomePage, MarketHomePage, ThemeSettings
from cms.provisioning import market_body, shop_body
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer

THEME_FIELDS = ("brand", "surface", "ink", "accent", "heading_font", "body_font", "radius")


@transaction.atomic
def decorate(
    *,
    retailer: Retailer,
    hero_image: bytes | None = None,
    logo: bytes | None = None,
    colours: Mapping[str, Any] | None = None,
    headline: str = "",
    intro: str = "",
    about: str = "",
) -> None:
    """Give the shop's site a look and publish it.

    `colours` may also name fonts and the radius (THEME_FIELDS); pictures are the bytes of
    files that an editor could upload; `about` is HTML for a page of that name. Raises
    ValidationError for a theme that an editor could not save either, UnusableImage.
    """
    with use_retailer(retailer):
        _set_theme(colours or {}, _store(logo, "logo", retailer.name))
        picture = _store(hero_image, "hero", headline or retailer.name)
        home = HomePage.objects.get()
        home.body = _body(retailer, headline, intro, picture)
        home.save_revision(log_action=False).publish(log_action=False)
        if about:
            _write_about(home, about)


@transaction.atomic
def decorate_market(*, hero_image: bytes) -> None:
    """Give the marketplace's home page an opening picture, unless it has one."""
    with use_market():
        home = MarketHomePage.objects.get()
        opening = next((block.value for block in home.body if block.block_type == "hero"), None)
        if opening is None or opening["image"]:
            return
        home.body = _with_picture(market_body(), _store(hero_image, "hero", home.title))
        home.save_revision(log_action=False).publish(log_action=False)


def _set_theme(choices: Mapping[str, Any], logo: Image | None) -> None:
    theme = ThemeSettings.objects.get(site__is_default_site=True)
    for name, value in choices.items():
        if name not in THEME_FIELDS:
            raise ValueError(f"{name} is not part of a theme")
        setattr(theme, name, value)
    theme.logo = logo or theme.logo
    theme.full_clean()
    theme.save()


def _store(data: bytes | None, name: str, title: str) -> Image | None:
    if not data:
        return None
    upload = SimpleUploadedFile(name, data)
    write_anew(upload)
    image = Image(title=title[:255], file=ImageFile(upload.file, name=upload.name))
    image.save()
    return image


def _body(
    retailer: Retailer, headline: str, intro: str, picture: Image | None
) -> list[tuple[str, Any]]:
    return _with_picture(
        shop_body(headline or retailer.name, lead=intro or retailer.tagline), picture
    )


def _with_picture(body: list[tuple[str, Any]], picture: Image | None) -> list[tuple[str, Any]]:
    """The picture decorates: the words of the hero say what there is to say."""
    if picture:
        picture.contextual_alt_text = ""
        picture.decorative = True
        body[0][1]["image"] = picture
    return body


def _write_about(home: HomePage, html: str) -> None:
    page = ContentPage.objects.child_of(home).filter(slug="about").first()
    page = page or home.add_child(instance=ContentPage(title="About us", slug="about"))
    page.show_in_menus = True
    page.body = [("text", html)]
    page.save_revision(log_action=False).publish(log_action=False)
