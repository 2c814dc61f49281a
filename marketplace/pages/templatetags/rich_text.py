"""{% load rich_text %}: descriptions that shops wrote."""

from django import template
from django.utils.safestring import SafeString

from tenants.kernel.rich_text import clean_html

register = template.Library()


@register.filter
def rich(text: object) -> SafeString:
    """{{ product.description|rich }}"""
    return clean_html(str(text))
