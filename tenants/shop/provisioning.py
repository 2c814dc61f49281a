"""What a shop's schema holds before anything is sold: seeded once in the template."""

from tenants.kernel.countries import country_names
from tenants.registry.models import Retailer
from tenants.shop.address.models import Country
from tenants.shop.catalogue.models import ProductClass
from tenants.shop.partner.models import Partner


def seed_shop() -> None:
    """Template time: countries, product classes, the one partner. Idempotent."""
    _seed_countries()
    for name, ships in (("Goods", True), ("Digital", False)):
        ProductClass.objects.get_or_create(
            name=name, defaults={"requires_shipping": ships, "track_stock": ships}
        )
    if not Partner.objects.exists():
        Partner.objects.create(name="Shop")


def _seed_countries() -> None:
    Country.objects.bulk_create(
        [
            Country(
                iso_3166_1_a2=code,
                printable_name=name,
                name=name,
                is_shipping_country=True,
            )
            for code, name in country_names().items()
        ],
        ignore_conflicts=True,
    )


def open_shop(retailer: Retailer) -> None:
    """Claim time, inside the retailer's schema: the partner takes the retailer's name."""
    partner = Partner.objects.earliest("id")
    partner.name = retailer.name
    partner.save(update_fields=["name"])
