import json

from django.db import migrations, models

from tenants.kernel.names import name_key

AT_ONCE = 2000
WRITE = """
UPDATE catalogue_product AS product SET name_key = incoming.name_key
FROM json_to_recordset(%s::json) AS incoming (id bigint, name_key text)
WHERE product.id = incoming.id
"""


def write_keys(apps, schema_editor):
    products = apps.get_model("catalogue", "Product")._base_manager.filter(name_key="")
    last = 0
    while rows := list(
        products.filter(id__gt=last).order_by("id").values_list("id", "title")[:AT_ONCE]
    ):
        keys = [{"id": pk, "name_key": name_key(title)} for pk, title in rows]
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(WRITE, [json.dumps(keys)])
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_rating_count_and_image_uuid"),
    ]

    operations = [
        migrations.AddField(
            model_name="product",
            name="name_key",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=32),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(
                condition=models.Q(("parent", None)), fields=["name_key"], name="product_of_name"
            ),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
