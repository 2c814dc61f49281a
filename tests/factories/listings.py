"""Many rows of the marketplace's lists at once."""

from marketplace.discovery.models import Listing
from tests.factories.copies import copy_row


def list_many(product, count):
    """So many listings like this product's, each compared by another price."""
    short_id = "left(md5(random()::text), 12)"
    copy_row(Listing, product.uuid, count, short_id=short_id, comparable="n")
