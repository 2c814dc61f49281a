from typing import Any

from django.db import migrations, models

FLAGS = ("publishes_email", "publishes_phone", "publishes_address")


def publish_what_is_seen(apps: Any, schema_editor: Any) -> None:
    """Shops that were approved have shown all of it until now; applications none."""
    rows = apps.get_model("tenants", "Retailer").objects.using(schema_editor.connection.alias)
    rows.exclude(approved_at=None).update(**dict.fromkeys(FLAGS, True))


class Migration(migrations.Migration):
    dependencies = [("tenants", "0007_names_in_one_line")]

    operations = [
        *(
            migrations.AddField(
                "retailer", flag, models.BooleanField(db_default=False, default=False)
            )
            for flag in FLAGS
        ),
        migrations.RunPython(publish_what_is_seen, migrations.RunPython.noop),
    ]
