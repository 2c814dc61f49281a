from typing import Any

from django.db import migrations, models

from tenants.kernel.identity import normal_code


def fill(apps: Any, schema_editor: Any) -> None:
    """What the codes that stand already are found by."""
    rows = apps.get_model("promotions", "Promotion").objects.using(schema_editor.connection.alias)
    codes = rows.exclude(code="").values_list("pk", "code")
    for pk, code in list(codes.iterator(chunk_size=2000)):
        rows.filter(pk=pk).update(code_key=normal_code(code)[:128])


class Migration(migrations.Migration):
    dependencies = [("promotions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="promotion",
            name="code_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=128),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="promotion", name="promotion_code"),
        migrations.AddIndex(
            model_name="promotion",
            index=models.Index(
                condition=models.Q(("code_key", ""), _negated=True),
                fields=["code_key"],
                name="promotion_code_key",
            ),
        ),
    ]
