from typing import Any

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower

from tenants.kernel.identity import normal_email


def respell(apps: Any, schema_editor: Any) -> None:
    """What guests bought under an address in another spelling than accounts have it in."""
    rows = apps.get_model("purchases", "Purchase").objects.using(schema_editor.connection.alias)
    plain = rows.filter(email__regex=r"^[ -~]*$", email=Lower(F("email")))
    others = rows.exclude(pk__in=plain.values("pk")).values_list("pk", "email")
    for pk, email in list(others.iterator(chunk_size=2000)):
        rows.filter(pk=pk).update(email=normal_email(email))


class Migration(migrations.Migration):
    dependencies = [("purchases", "0004_payable")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
