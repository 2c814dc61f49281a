"""Stars of what customers gave: {% load ratings %}{% rating_stars average count %}."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = template.Library()


@register.simple_tag
def rating_stars(average: Decimal | None, count: int) -> SafeString:
    """Five stars, filled by halves, and how many gave them; nothing where nobody did."""
    if average is None or not count:
        return SafeString("")
    return format_html(
        '<span class="rating" role="img" aria-label="{}">'
        '<span class="rating__stars rating__stars--{}"></span>'
        '<span class="nums">({})</span></span>',
        _words(average, count),
        int((average * 2).quantize(Decimal(1), ROUND_HALF_UP)),
        count,
    )


def _words(average: Decimal, count: int) -> str:
    """ "4.5 of 5 stars, 12 reviews"."""
    stars = gettext("%(average)s of 5 stars") % {"average": number_format(average, decimal_pos=1)}
    reviews = ngettext("%(counter)s review", "%(counter)s reviews", count) % {"counter": count}
    return f"{stars}, {reviews}"
