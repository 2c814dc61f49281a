"""Rows of the marketplace's lists: many at once, and what is counted of them."""

from marketplace.discovery import queries
from marketplace.discovery.models import Listing
from tests.factories.copies import copy_row


def list_many(product, count):
    """So many listings like this product's, each compared by another price."""
    short_id = "left(md5(random()::text), 12)"
    copy_row(Listing, product.uuid, count, short_id=short_id, comparable="n")


def listed_by_category(**shop):
    """{slug: how many} of the categories that have some; of `retailer` (a slug), or all."""
    return {row.slug: row.listings for row in queries.count_categories(**shop) if row.listings}
