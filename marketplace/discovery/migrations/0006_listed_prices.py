import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0005_sales"),
        ("tenants", "0005_orders_by_confirmation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListedPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("comparable", models.DecimalField(decimal_places=9, max_digits=24, null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="listing",
            name="listing_least_worth",
        ),
        migrations.RemoveIndex(
            model_name="listing",
            name="listing_most_worth",
        ),
        migrations.RemoveIndex(
            model_name="sale",
            name="sale_least_worth",
        ),
        migrations.RemoveIndex(
            model_name="sale",
            name="sale_most_worth",
        ),
        migrations.AddField(
            model_name="listing",
            name="has_sales",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(999999999999999)
                ),
                models.F("uuid"),
                models.F("retailer"),
                models.F("category"),
                condition=models.Q(("has_sales", False), ("is_visible", True)),
                name="listing_least_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(-1)
                ),
                models.F("uuid"),
                models.F("retailer"),
                models.F("category"),
                condition=models.Q(("has_sales", False), ("is_visible", True)),
                name="listing_most_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("retailer"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(999999999999999)
                ),
                models.F("uuid"),
                condition=models.Q(("has_sales", False), ("is_visible", True)),
                name="listing_retailer_least_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("retailer"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(-1)
                ),
                models.F("uuid"),
                condition=models.Q(("has_sales", False), ("is_visible", True)),
                name="listing_retailer_most_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("category"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(999999999999999)
                ),
                models.F("uuid"),
                condition=models.Q(("has_sales", False), ("is_visible", True)),
                name="listing_category_least_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("category"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(-1)
                ),
                models.F("uuid"),
                condition=models.Q(("has_sales", False), ("is_visible", True)),
                name="listing_category_most_worth",
            ),
        ),
        migrations.AddField(
            model_name="listedprice",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="discovery.marketcategory",
            ),
        ),
        migrations.AddField(
            model_name="listedprice",
            name="listing",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="listed_prices",
                to="discovery.listing",
            ),
        ),
        migrations.AddField(
            model_name="listedprice",
            name="retailer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tenants.retailer",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(999999999999999)
                ),
                models.F("listing"),
                models.F("starts_at"),
                models.F("ends_at"),
                models.F("retailer"),
                models.F("category"),
                name="listed_least_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(-1)
                ),
                models.F("listing"),
                models.F("starts_at"),
                models.F("ends_at"),
                models.F("retailer"),
                models.F("category"),
                name="listed_most_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(
                models.F("retailer"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(999999999999999)
                ),
                models.F("listing"),
                models.F("starts_at"),
                models.F("ends_at"),
                name="listed_retailer_least_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(
                models.F("retailer"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(-1)
                ),
                models.F("listing"),
                models.F("starts_at"),
                models.F("ends_at"),
                name="listed_retailer_most_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(
                models.F("category"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(999999999999999)
                ),
                models.F("listing"),
                models.F("starts_at"),
                models.F("ends_at"),
                name="listed_category_least_worth",
            ),
        ),
        migrations.AddIndex(
            model_name="listedprice",
            index=models.Index(
                models.F("category"),
                django.db.models.functions.comparison.Coalesce(
                    models.F("comparable"), models.Value(-1)
                ),
                models.F("listing"),
                models.F("starts_at"),
                models.F("ends_at"),
                name="listed_category_most_worth",
            ),
        ),
        migrations.AddConstraint(
            model_name="listedprice",
            constraint=models.UniqueConstraint(
                fields=("listing", "starts_at"), name="listed_once_at_a_time"
            ),
        ),
    ]
