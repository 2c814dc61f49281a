"""What keeps two from doing the same at once that neither could see of the other."""

from django.db import connection

from tenants.kernel.locks import Advisory, hold
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product

LOCK_NAMES = "SELECT pg_advisory_xact_lock(%s, %s)"


def lock_names(retailer: Retailer) -> None:
    """Until the transaction ends nobody else types a product's name in this shop."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_NAMES, [Advisory.NAMES, retailer.pk])


def lock_product(product: Product) -> Product:
    return hold(Product.objects.all(), no_key=True).get(pk=product.pk)


def lock_variant(variant: Product) -> Product:
    """With the product it belongs to: so its siblings stay as they are."""
    family = hold(Product.objects.filter(pk__in=[variant.parent_id, variant.pk]), no_key=True)
    return next(product for product in family if product.pk == variant.pk)
