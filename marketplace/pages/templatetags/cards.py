"""What a page repeats by the dozen, written without a template: ten times as fast as one.

{% load cards %}{% product_cards products %}{% hours_list hours %}; what they take is told in
templates/components/product_grid.html and opening_hours.html, which use them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from marketplace.pages.templatetags.galleria import icon, initials, tint
from marketplace.pages.templatetags.ratings import rating_stars
from tenants.kernel.money_format import write_money

register = template.Library()

Product = Mapping[str, Any]
FEW = 3
SIZES = "(min-width: 84rem) 15rem, (min-width: 48rem) 22vw, 46vw"


@register.simple_tag(takes_context=True)
def product_cards(
    context: template.Context,
    products: Iterable[Product],
    hide_shop: bool = False,
    add_url: str = "",
    eager_count: int = 0,
) -> SafeString:
    """One card after another; the first `eager_count` pictures are not loaded lazily."""
    look = _Look(
        hide_shop=bool(hide_shop),
        adding=_AddForm(add_url, _token(context)) if add_url else None,
        language=get_language() or "",
    )
    cards = [
        _card(product, look, eager=place < (eager_count or 0))
        for place, product in enumerate(products)
    ]
    return mark_safe("\n".join(cards))  # noqa: S308 - each part is escaped below


class _AddForm:
    """The form that puts a product into the cart."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = escape(url), escape(token)
        self.icon = icon("plus")

    def form(self, product: Product) -> str:
        words = gettext("Add %(title)s to the cart") % {"title": product["title"]}
        return (
            f'<form class="product-card__add" action="{self.url}" method="post" '
            f'hx-post="{self.url}" hx-swap="none">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">'
            f'<input type="hidden" name="product" value="{escape(str(product["id"]))}">'
            '<input type="hidden" name="quantity" value="1">'
            '<button class="button button--icon" type="submit" '
            f'aria-label="{escape(words)}">{self.icon}</button></form>'
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """What all cards of a grid have in common."""

    hide_shop: bool
    adding: _AddForm | None
    language: str


def _token(context: template.Context) -> str:
    request = context.get("request")
    return get_token(request) if request else str(context.get("csrf_token", ""))


def _card(product: Product, look: _Look, *, eager: bool) -> str:
    available = product["stock"]["available"]
    can_add = look.adding and available and not product.get("has_variants")
    form = look.adding.form(product) if look.adding and can_add else ""
    title = escape(product["title"])
    foot = f"{_price(product, look.language)}{_stock(product['stock'])}"
    return (
        f'<article class="product-card{"" if available else " product-card--out"}">\n'
        f'  <div class="product-card__picture picture">{_picture(product, eager)}{form}</div>\n'
        f"  {_maker(product, look.hide_shop)}\n"
        f'  <h3 class="product-card__title"><a href="{escape(product["url"])}">{title}</a></h3>\n'
        f"  {_rating(product)}\n"
        f'  <p class="product-card__foot">{foot}</p>\n'
        "</article>"
    )


def _picture(product: Product, eager: bool) -> str:
    image = product.get("image")
    if not image or not image.get("src"):
        title = product["title"]
        return (
            f'<div class="placeholder placeholder--{tint(title)}" aria-hidden="true">'
            f"<span>{escape(initials(title))}</span></div>"
        )
    wide = image.get("srcset")
    srcset = f' srcset="{escape(wide)}" sizes="{SIZES}"' if wide else ""
    loading = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    size = f'width="{image.get("width") or 600}" height="{image.get("height") or 600}"'
    return f'<img src="{escape(image["src"])}"{srcset} {size} alt="" {loading}>'


def _maker(product: Product, hide_shop: bool) -> str:
    """The shop; on its own pages the brand, unless that is the shop itself."""
    shop = product.get("retailer")
    if shop and not hide_shop:
        name = escape(shop["name"])
        if shop.get("url"):
            return f'<a class="product-card__shop" href="{escape(shop["url"])}">{name}</a>'
        return f'<span class="product-card__shop">{name}</span>'
    brand = product.get("brand")
    if shop and brand == shop["name"]:
        return ""
    return f'<span class="product-card__shop">{escape(brand)}</span>' if brand else ""


def _rating(product: Product) -> str:
    rating = product.get("rating") or {"average": None, "count": 0}
    return str(rating_stars(**rating))


def _price(product: Product, language: str) -> str:
    price, highest, was = product.get("price"), product.get("price_max"), product.get("was")
    is_range = price is not None and highest is not None and highest.amount != price.amount
    opening = f'<span class="price__from">{escape(gettext("from"))}</span> ' if is_range else ""
    text = f"{opening}{escape(write_money(price, language))}"
    if not was:
        return f'<span class="price">{text}</span>'
    now = f'<span class="visually-hidden">{escape(gettext("Now:"))} </span>'
    before = f'<span class="visually-hidden">{escape(gettext("Before:"))} </span>'
    return (
        f'<span class="price price--sale">{now}{text}</span>'
        f'<del class="price__was">{before}{escape(write_money(was, language))}</del>'
    )


def _stock(stock: Mapping[str, Any]) -> str:
    quantity = stock.get("quantity")
    if not stock["available"]:
        return f'<span class="stock stock--out">{escape(gettext("Sold out"))}</span>'
    if quantity is None or quantity > FEW:
        return ""
    words = ngettext("%(counter)s left", "%(counter)s left", quantity) % {"counter": quantity}
    return f'<span class="stock stock--low">{escape(words)}</span>'


@register.simple_tag
def hours_list(week: Iterable[Mapping[str, Any]]) -> SafeString:
    """[{day, intervals, today, note}] as rows of a <dl>."""
    return mark_safe("\n".join(_day(row) for row in week))  # noqa: S308 - escaped in _day


@register.simple_tag
def special_list(special: Iterable[Mapping[str, Any]]) -> SafeString:
    """[{days, intervals, note}] as rows of a <dl>."""
    rows = (_row(escape(row["days"]), row) for row in special)
    return mark_safe("\n".join(rows))  # noqa: S308 - escaped in _row


def _day(row: Mapping[str, Any]) -> str:
    today, word = row["today"], gettext("today")
    mark = f'<span class="visually-hidden"> ({escape(word)})</span>' if today else ""
    kind = " hours__row--today" if today else ""
    return _row(escape(row["day"]) + mark, row, kind)


def _row(title: str, row: Mapping[str, Any], kind: str = "") -> str:
    spans = ", ".join(map(_interval, row["intervals"]))
    if not spans:
        spans = f'<span class="hours__closed">{escape(gettext("Closed"))}</span>'
    note = f'<span class="hours__note">{escape(row["note"])}</span>' if row["note"] else ""
    return f'<div class="hours__row{kind}"><dt>{title}</dt><dd>{spans}{note}</dd></div>'


def _interval(interval: Mapping[str, Any]) -> str:
    """Left to right in every script, as a clock's times are."""
    if interval["all_day"]:
        return escape(gettext("Around the clock"))
    later = gettext("on the next day")
    mark = f'<span class="visually-hidden"> ({escape(later)})</span>' if interval["later"] else ""
    times = f'<bdi dir="ltr">{interval["opens"]} – {interval["closes"]}</bdi>'
    return f'<span class="nowrap">{times}{mark}</span>'
