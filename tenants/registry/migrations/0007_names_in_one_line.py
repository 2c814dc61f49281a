from typing import Any

from django.db import migrations

from tenants.kernel.identity import LINE_BREAKERS, normal_name

NAMES = ("name", "tagline", "trade", "contact_name", "street", "city")


def respell(apps: Any, schema_editor: Any) -> None:
    """Names of several lines, or with marks that turn round what stands beside them."""
    rows = apps.get_model("tenants", "Retailer").objects.using(schema_editor.connection.alias)
    for field in NAMES:
        torn = rows.filter(**{f"{field}__regex": LINE_BREAKERS}).values_list("pk", field)
        for pk, name in list(torn):
            rows.filter(pk=pk).update(**{field: normal_name(name)})


class Migration(migrations.Migration):
    dependencies = [("tenants", "0006_offer_changes")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
