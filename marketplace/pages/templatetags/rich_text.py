"""{% load rich_text %}: texts that people wrote, and the links in them."""

import re
from html import unescape

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe

from marketplace.pages.shared.links import typed_link
from tenants.kernel.rich_text import clean_html

register = template.Library()
# As nh3 and Wagtail write it.
LINK = re.compile(r'\bhref="(https?://[^"]+)"', re.IGNORECASE)


@register.filter
def rich(text: object) -> SafeString:
    """{{ product.description|rich }}"""
    return carrying_links(clean_html(str(text)))


@register.filter
def carrying_links(html: SafeData) -> SafeString:
    """{{ value|richtext|carrying_links }}: links to our hosts carry cart and login."""
    return mark_safe(LINK.sub(_lead, conditional_escape(html)))  # noqa: S308 - safe before, and escaped here


def _lead(match: re.Match[str]) -> str:
    return f'href="{escape(typed_link(unescape(match[1])))}"'


@register.filter
def carrying(url: object) -> str:
    """{{ value.link|carrying }}: of an address alone."""
    return typed_link(str(url or ""))
