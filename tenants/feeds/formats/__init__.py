"""The formats that can be imported: one module each, one line here."""

from tenants.feeds.formats import oscar_books, shopify, template, woocommerce
from tenants.feeds.formats.base import Format

# Where two know a file equally well the earlier one reads it.
FORMATS: dict[str, Format] = {
    "template": template.FORMAT,
    "shopify": shopify.FORMAT,
    "woocommerce": woocommerce.FORMAT,
    "oscar-books": oscar_books.FORMAT,
}
