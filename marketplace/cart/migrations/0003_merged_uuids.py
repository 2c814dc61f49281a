from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cart", "0002_vouchers"),
    ]

    operations = [
        migrations.AddField(
            model_name="cart",
            name="merged_uuids",
            field=ArrayField(
                base_field=models.UUIDField(),
                db_default=models.Value([], ArrayField(models.UUIDField())),
                default=list,
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="cart",
            index=GinIndex(fields=["merged_uuids"], name="cart_merged_uuids"),
        ),
    ]
