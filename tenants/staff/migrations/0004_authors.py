from django.db import migrations, models

ROLES = [
    ("owner", "Owner"),
    ("manager", "Manager"),
    ("editor", "Editor"),
    ("author", "Author"),
    ("fulfilment", "Fulfilment"),
    ("support", "Support"),
    ("analyst", "Analyst"),
]


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_entries_of_before")]

    operations = [
        migrations.AlterField(model, "role", models.CharField(choices=ROLES, max_length=12))
        for model in ("invitation", "membership")
    ]
