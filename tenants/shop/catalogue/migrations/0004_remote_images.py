import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

# Those that earlier imports named.
NAME = """
INSERT INTO catalogue_remoteimage (product_id, url, place, status, reason, tries)
SELECT product.id, entry.url, min(entry.place), 'waiting', '', 0
FROM catalogue_product AS product
CROSS JOIN jsonb_array_elements_text(product.image_urls) WITH ORDINALITY AS entry (url, place)
GROUP BY product.id, entry.url ORDER BY product.id, min(entry.place)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_name_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemoteImage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                    ),
                ),
                ("url", models.TextField()),
                ("place", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("fetched", "Fetched"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "due_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "image",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source",
                        to="catalogue.productimage",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remote_images",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["place", "id"],
                        name="remote_image_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("product"),
                        django.db.models.functions.text.MD5("url"),
                        name="remote_image_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(NAME, migrations.RunSQL.noop),
    ]
