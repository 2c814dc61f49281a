"""What an order costs is called payable, in the column that it had: nothing is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("purchases", "0003_returns_and_invoices"),
    ]

    operations = [
        migrations.AlterField(
            model_name="retailerorder",
            name="total",
            field=models.DecimalField(db_column="total", decimal_places=3, max_digits=15),
        ),
        migrations.RenameField(
            model_name="retailerorder",
            old_name="total",
            new_name="payable",
        ),
    ]
