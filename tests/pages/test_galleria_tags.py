from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from marketplace.pages.templatetags.galleria import initials, moment, money, tint, tone
from tenants.kernel.money import Money
from tenants.kernel.money_format import write_money

NBSP = "\xa0"


def amount(value: str, currency: str = "EUR") -> Money:
    return Money(Decimal(value), currency)


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", amount("12.5"), "€12.50"),
        ("en", amount("1234.50", "USD"), "$1,234.50"),
        ("en", amount("1200", "JPY"), "¥1,200"),
        ("en", amount("1.250", "KWD"), f"KWD{NBSP}1.250"),
        ("de", amount("1234.50"), f"1.234,50{NBSP}€"),
        ("fr", amount("12.50"), f"12,50{NBSP}€"),
        ("en", amount("-3"), "-€3.00"),
    ],
)
def test_money_is_written_in_the_active_language(language: str, value: Money, written: str) -> None:
    with override(language):
        assert money(value) == written


def test_money_reads_the_api_shape_and_writes_nothing_for_none() -> None:
    with override("en"):
        assert money({"amount": "12.50", "currency": "EUR"}) == "€12.50"
    assert money(None) == ""


def test_money_falls_back_to_english_where_no_language_is_active() -> None:
    with override(None):
        assert money(amount("12.50")) == "€12.50"


@pytest.mark.parametrize("language", ["xx", "not a language"])
def test_money_is_written_in_english_for_a_language_that_is_none(language: str) -> None:
    assert write_money(amount("12.50"), language) == "€12.50"


def test_initials_take_the_first_letters_of_two_words() -> None:
    assert initials("Blue stone mug") == "BS"
    assert initials("— éclair") == "É"
    assert initials("") == ""


def test_tint_is_stable_and_in_range() -> None:
    assert tint("Blue stone mug") == tint("Blue stone mug")
    assert {tint(f"product {number}") for number in range(50)} == {1, 2, 3, 4, 5, 6}


def test_tone_of_an_unknown_status_is_neutral() -> None:
    assert tone("delivered") == "success"
    assert tone("on the moon") == "neutral"


def test_icon_names_are_escaped() -> None:
    html = Template("{% load galleria %}{% icon name %}").render(Context({"name": '"><b>'}))
    assert "<b>" not in html


FOOT = '{% load galleria %}{% pure "components/shop_brand.html" name=name url="/" %}'


def test_a_pure_component_follows_its_values() -> None:
    written = [Template(FOOT).render(Context({"name": name})) for name in ("Ink", "Oak", "Ink")]
    assert "Ink" in written[0]
    assert "Oak" in written[1]
    assert "Ink" not in written[1]
    assert written[2] == written[0]


def test_a_pure_component_escapes_a_text_that_was_once_safe_elsewhere() -> None:
    safe = Template(FOOT).render(Context({"name": mark_safe("<b>Ink</b>")}))
    plain = Template(FOOT).render(Context({"name": "<b>Ink</b>"}))
    assert "<b>Ink</b>" in safe
    assert "&lt;b&gt;Ink&lt;/b&gt;" in plain


def test_a_pure_component_follows_the_language() -> None:
    template = Template('{% load galleria %}{% pure "components/price.html" price=price %}')
    price = Context({"price": {"amount": "12.50", "currency": "EUR"}})
    with override("en"):
        assert "€12.50" in template.render(price)
    with override("de"):
        assert f"12,50{NBSP}€" in template.render(price)


def test_a_time_of_no_shop_says_that_it_is_utc():
    at = datetime(2026, 12, 2, 9, 2, tzinfo=ZoneInfo("Europe/Berlin"))
    html = "Dec. 2, 2026, 8:02 a.m. UTC</time>"
    assert moment(at).startswith('<time datetime="2026-12-02T08:02:00+00:00" data-moment>')
    assert moment(at).endswith(html)
