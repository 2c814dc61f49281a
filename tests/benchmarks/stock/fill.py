"""`python -m tests.benchmarks.stock.fill`: the measured shop's products, read from standard input.

One JSON object a line: {"title", "description", "price", "stock", "variants": [...]}.
"""

import json
import os
import sys

import django


def fill() -> None:
    from django.core.management import call_command
    from oscar.apps.address.models import Country
    from oscar.apps.catalogue.models import Category, Product, ProductClass
    from oscar.apps.partner.models import Partner

    call_command("migrate", verbosity=0)
    if Product.objects.exists():
        return
    product_class = ProductClass.objects.create(name="Goods")
    partner = Partner.objects.create(name="Shop")
    Country.objects.create(
        iso_3166_1_a2="DE", printable_name="Germany", name="Germany", is_shipping_country=True
    )
    category = Category.add_root(name="All")
    for number, line in enumerate(sys.stdin):
        write_product(json.loads(line), number, product_class, partner, category)


def write_product(row, number, product_class, partner, category) -> None:
    from oscar.apps.catalogue.models import Product, ProductCategory, ProductImage
    from oscar.apps.partner.models import StockRecord

    structure = "parent" if row["variants"] else "standalone"
    product = Product.objects.create(
        title=row["title"],
        description=row["description"],
        structure=structure,
        product_class=product_class,
    )
    ProductCategory.objects.create(product=product, category=category)
    ProductImage.objects.create(product=product, original=f"products/{number}.jpg")
    offers = [(product, row)]
    if row["variants"]:
        offers = [
            (
                Product.objects.create(structure="child", parent=product, title=variant["title"]),
                variant,
            )
            for variant in row["variants"]
        ]
    for index, (item, offer) in enumerate(offers):
        StockRecord.objects.create(
            product=item,
            partner=partner,
            partner_sku=f"{number}-{index}",
            price=offer["price"],
            price_currency="EUR",
            num_in_stock=offer["stock"],
        )


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.stock.settings"
    django.setup()
    fill()
