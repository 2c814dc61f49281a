import datetime
from typing import Any

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def close_at_midnight(apps: Any, schema_editor: Any) -> None:
    """A day could not end later than at 23:59: who wrote that meant its midnight."""
    rows = apps.get_model("tenants", "OpeningHours").objects.using(schema_editor.connection.alias)
    rows.filter(closes__gte=datetime.time(23, 59)).update(closes=datetime.time())


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0014_retailer_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="SpecialHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "opens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TimeField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "closes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TimeField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="openinghours",
            name="opening_hours_forward",
        ),
        migrations.RunPython(close_at_midnight, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes", models.F("opens")), _negated=True),
                    ("opens", datetime.time(0, 0)),
                    _connector="OR",
                ),
                name="opening_hours_last",
            ),
        ),
        migrations.AddField(
            model_name="specialhours",
            name="retailer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="special_hours",
                to="tenants.retailer",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="special_hours_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialhours",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__len", models.F("closes__len"))),
                name="special_hours_pairs",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialhours",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            "retailer_id", "retailer_id", models.Value("[]"), function="int8range"
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            "first_day", "last_day", models.Value("[]"), function="daterange"
                        ),
                        "&&",
                    ),
                ],
                name="special_hours_apart",
            ),
        ),
    ]
