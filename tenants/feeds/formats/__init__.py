"""The formats that can be imported: one module each, one line here."""

from tenants.feeds.formats import (
    google,
    magento,
    magento_sample,
    oscar_books,
    shopify,
    spree,
    template,
    vendure,
    woocommerce,
)
from tenants.feeds.formats.base import Format

# Where two know a file equally well the earlier one reads it.
FORMATS: dict[str, Format] = {
    "template": template.FORMAT,
    "shopify": shopify.FORMAT,
    "woocommerce": woocommerce.FORMAT,
    "magento": magento.FORMAT,
    "magento-sample": magento_sample.FORMAT,
    "vendure": vendure.FORMAT,
    "spree": spree.FORMAT,
    "google": google.FORMAT,
    "oscar-books": oscar_books.FORMAT,
}
