import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ThrottleCount",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("slot", models.BigIntegerField()),
                (
                    "tries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                ("is_counted", models.BooleanField()),
                ("last_at", models.FloatField()),
                ("ends_at", models.FloatField()),
                ("most", models.IntegerField()),
                ("free", models.IntegerField()),
                ("first_pause", models.IntegerField()),
                ("longest_pause", models.IntegerField()),
            ],
        ),
        # A try costs no flush to the disk, and rows are changed in place: no other index.
        migrations.RunSQL(
            [
                "ALTER TABLE requests_throttlecount SET UNLOGGED",
                "ALTER TABLE requests_throttlecount SET (fillfactor = 60)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
