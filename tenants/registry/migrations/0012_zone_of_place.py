from typing import Any

from django.db import migrations, models

import tenants.kernel.zones
from tenants.kernel.zones import zone_of_place


def tell_zones(apps: Any, schema_editor: Any) -> None:
    """Nobody could choose one until now: UTC stands where nothing was said."""
    rows = apps.get_model("tenants", "Retailer").objects.using(schema_editor.connection.alias)
    for shop in rows.filter(timezone="UTC").exclude(country="").order_by("pk"):
        zone = zone_of_place(
            shop.country,
            city=shop.city,
            latitude=None if shop.latitude is None else float(shop.latitude),
            longitude=None if shop.longitude is None else float(shop.longitude),
        )
        rows.filter(pk=shop.pk).update(timezone=zone)


class Migration(migrations.Migration):
    dependencies = [("tenants", "0011_opened_at")]

    operations = [
        migrations.AlterField(
            "retailer",
            "timezone",
            models.CharField(
                default="UTC", max_length=60, validators=[tenants.kernel.zones.require_zone]
            ),
        ),
        migrations.RunPython(tell_zones, migrations.RunPython.noop),
    ]
