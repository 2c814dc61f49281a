"""The picture of a shop's card is read without looking at whatever else it sells."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0007_fill_listed_prices"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("is_visible", True), models.Q(("images", []), _negated=True)),
                fields=["retailer", "is_featured", "created_at", "uuid"],
                name="listing_retailer_pictured",
            ),
        ),
    ]
