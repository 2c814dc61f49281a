from typing import Any

from django.db import migrations, models
from django.db.models import F

STATUSES = [
    ("applied", "Applied"),
    ("approved", "Coming soon"),
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("closed", "Closed"),
]


def keep_open(apps: Any, schema_editor: Any) -> None:
    """Until now a shop opened when it was approved."""
    rows = apps.get_model("tenants", "Retailer").objects.using(schema_editor.connection.alias)
    rows.filter(opened_at=None).update(opened_at=F("approved_at"))


class Migration(migrations.Migration):
    dependencies = [("tenants", "0010_retailer_site_links")]

    operations = [
        migrations.AddField("retailer", "opened_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            "retailer",
            "status",
            models.CharField(choices=STATUSES, default="applied", max_length=10),
        ),
        migrations.RunPython(keep_open, migrations.RunPython.noop),
    ]
