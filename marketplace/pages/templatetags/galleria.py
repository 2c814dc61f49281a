"""Filters and tags of the design system: {% load galleria %}."""

import json
import pickle
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tenants.kernel import fulfilments
from tenants.kernel.languages import direction_of
from tenants.kernel.money_format import Amount, write_money

register = template.Library()

PLACEHOLDER_TINTS = 6
STATUS_TONES = {
    "pending": "warning",
    "processing": "info",
    "paid": "success",
    "ready_for_pickup": "brand",
    "shipped": "info",
    "delivered": "success",
    "cancelled": "danger",
    "returned": "danger",
    "cod_due": "warning",
    "authorized": "info",
    "failed": "danger",
    "refunded": "info",
    "partially_refunded": "info",
    "applied": "warning",
    "active": "success",
    "suspended": "danger",
    "approved": "success",
    "rejected": "danger",
}


@register.filter
def moment(at: datetime) -> SafeString:
    """A time on pages that belong to no shop: in UTC, until the reader's browser writes it in its
    own zone (widgets.js)."""
    utc = at.astimezone(UTC)
    text = date_format(utc, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" data-moment>{} UTC</time>', utc.isoformat(), text)


@register.simple_tag(takes_context=True)
def page_language(context: dict[str, Any], *, of_shop: bool = False) -> SafeString:
    """`lang` and `dir` of the whole page: what the reader chose of the languages that we speak.

    `of_shop`: in one that we do not speak yet a shop's pages are in its own, as its goods are.
    """
    shop = getattr(context.get("request"), "retailer", None) if of_shop else None
    language = get_language() or settings.LANGUAGE_CODE
    if shop and shop.language not in dict(settings.LANGUAGES):
        language = shop.language
    direction = "rtl" if context.get("force_rtl") else direction_of(language)
    return format_html('lang="{}" dir="{}"', language, direction)


@register.filter
def money(value: Amount | dict[str, Any] | None) -> str:
    """{{ product.price|money }}: an amount in the reader's language, "" for None."""
    return write_money(value)


@register.filter
def tone(status: object) -> str:
    """The badge tone of an order's, payment's or shop's status; "neutral" for others."""
    return STATUS_TONES.get(str(status), "neutral")


@register.filter
def way(fulfilment: str) -> str:
    """{{ order.fulfilment|way }}: how the goods come to the buyer, for people."""
    return str(fulfilments.LABELS.get(fulfilment, fulfilment))


@register.filter
def initials(text: object) -> str:
    """Up to two letters for a drawn placeholder: "Blue stone mug" -> "BS"."""
    words = [word for word in str(text).split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def tint(text: object) -> int:
    """A stable number from 1 to 6, so that a product keeps its placeholder's colour."""
    return sum(str(text).encode()) % PLACEHOLDER_TINTS + 1


# As Django's json_script: no value ends the element that it stands in.
JSON_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_tag
def json_ld(facts: dict[str, Any]) -> SafeString:
    """{% json_ld facts %}: for machines (schema.org). A browser runs nothing of that type, and so
    the Content-Security-Policy lets it stand in the page."""
    text = json.dumps(facts, cls=DjangoJSONEncoder).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.simple_tag(name="static")
@lru_cache(maxsize=256)
def static_url(path: str) -> str:
    """As Django's own tag, which works each address out again: a page has a dozen of them."""
    return static(path)


@register.simple_tag
def pure(component: str, /, **values: object) -> SafeString:
    """{% pure "components/shop_footer.html" nav=chrome.nav %}: a component, rendered once.

    The same values in the same language give the text of before. The component must read
    nothing but what it is given, and that must be plain: texts, numbers, times, lists, dicts.
    """
    return _render(component, get_language(), pickle.dumps(values))


@lru_cache(maxsize=2048)  # some eight a shop
def _render(name: str, language: str | None, values: bytes) -> SafeString:
    return render_to_string(name, pickle.loads(values))  # noqa: S301 - made by `pure`


@lru_cache(maxsize=256)
def _icon(sprite: str, name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false"><use href="{}#{}"></use></svg>',
        f" {classes}" if classes else "",
        sprite,
        name,
    )


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """{% icon "bag" %}: a decorative icon of the sprite; the words beside it say what it is."""
    return _icon(static_url("galleria/img/icons.svg"), name, classes)
