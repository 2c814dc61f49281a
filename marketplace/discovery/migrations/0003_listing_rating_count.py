import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0002_featured_index"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="rating_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(models.F("rating"), models.Value(0)),
                models.F("uuid"),
                condition=models.Q(("is_visible", True)),
                name="listing_best_rated",
            ),
        ),
    ]
