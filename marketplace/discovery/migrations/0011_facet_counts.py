"""Each count says of which brand and so on its listings are; see decision 0042.

The chore adds them up when the release runs.
"""

from django.db import migrations, models

RECOUNT = """
DELETE FROM public.discovery_categorycount;
INSERT INTO public.discovery_categorycount
    (retailer_id, category_id, brand_key, currency, is_available, listings)
SELECT retailer_id, category_id, brand_key, currency, is_available, count(*)
FROM public.discovery_listing WHERE is_visible
GROUP BY retailer_id, category_id, brand_key, currency, is_available;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0010_words_of_shops"),
    ]

    operations = [
        migrations.CreateModel(
            name="FacetCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.BigIntegerField()),
                ("facet", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=120)),
                ("listings", models.IntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="categorycount",
            name="brand_key",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
        migrations.AddField(
            model_name="categorycount",
            name="currency",
            field=models.CharField(blank=True, db_default="", max_length=3),
        ),
        migrations.AddField(
            model_name="categorycount",
            name="is_available",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="categorycount",
            name="is_summed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="categorycount",
            index=models.Index(
                condition=models.Q(("is_summed", False)), fields=["retailer"], name="counted_new"
            ),
        ),
        migrations.AddIndex(
            model_name="categorycount",
            index=models.Index(
                condition=models.Q(("is_summed", True)),
                fields=["retailer", "category", "brand_key"],
                name="counted_summed",
            ),
        ),
        migrations.AddIndex(
            model_name="facetcount",
            index=models.Index(
                models.F("place"),
                models.F("facet"),
                models.OrderBy(models.F("listings"), descending=True),
                models.F("value"),
                name="facet_most_listings",
            ),
        ),
        migrations.AddConstraint(
            model_name="facetcount",
            constraint=models.UniqueConstraint(
                fields=("place", "facet", "value"), name="facet_counted_once"
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(
                    ("comparable_max__gt", models.F("comparable")), ("is_visible", True)
                ),
                fields=["has_sales", "comparable_max"],
                name="listing_highest",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(
                    ("comparable_max__gt", models.F("comparable")), ("is_visible", True)
                ),
                fields=["retailer", "has_sales", "comparable_max"],
                name="listing_retailer_highest",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(
                    ("comparable_max__gt", models.F("comparable")), ("is_visible", True)
                ),
                fields=["category", "has_sales", "comparable_max"],
                name="listing_category_highest",
            ),
        ),
        migrations.RunSQL(RECOUNT, migrations.RunSQL.noop),
    ]
