"""The visible listings that there are already are counted; see decision 0042."""

import django.db.models.deletion
from django.db import migrations, models

COUNT = """
INSERT INTO public.discovery_categorycount (retailer_id, category_id, listings)
SELECT retailer_id, category_id, count(*) FROM public.discovery_listing
WHERE is_visible GROUP BY retailer_id, category_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0008_pictured_index"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CategoryCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("listings", models.IntegerField()),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="discovery.marketcategory",
                    ),
                ),
                (
                    "retailer",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.retailer",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["retailer", "category"], name="counted_retailer_category")
                ],
            },
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
