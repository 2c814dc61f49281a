from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("order", "0002_returns_and_carriers"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="awaits_payment",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
