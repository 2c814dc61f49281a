from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_kinds_of_hiding")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["on", "id"],
                condition=models.Q(what="member.added"),
                name="audit_of_joined",
            ),
        )
    ]
