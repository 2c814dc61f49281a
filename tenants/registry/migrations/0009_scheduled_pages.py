from typing import Any

from django.db import migrations, models
from django.utils import timezone


def look_at_all(apps: Any, schema_editor: Any) -> None:
    """What was scheduled before has no moment here yet: each shop is looked at once."""
    rows = apps.get_model("tenants", "Retailer").objects.using(schema_editor.connection.alias)
    rows.exclude(approved_at=None).update(pages_due_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("tenants", "0008_published_contact")]

    operations = [
        migrations.AddField(
            "retailer",
            "pages_due_at",
            models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            "retailer",
            models.Index(
                fields=["pages_due_at"],
                condition=models.Q(pages_due_at__isnull=False),
                name="retailer_pages_due",
            ),
        ),
        migrations.RunPython(look_at_all, migrations.RunPython.noop),
    ]
