from typing import Any

from django.db import migrations
from django.utils import timezone


def list_hidden(apps: Any, schema_editor: Any) -> None:
    """What shops hid by themselves stays hidden, and waits for an operator."""
    alias = schema_editor.connection.alias
    requests = apps.get_model("public_reviews", "HidingRequest").objects.using(alias)
    copies = apps.get_model("public_reviews", "ReviewCopy").objects.using(alias)
    hidden = copies.filter(is_shown=False).order_by("id").values_list("uuid", "retailer_id")
    now = timezone.now()
    requests.bulk_create(
        [
            requests.model(review=review, retailer_id=retailer, reason="before", asked_at=now)
            for review, retailer in hidden.iterator(chunk_size=2000)
        ],
        batch_size=2000,
    )


class Migration(migrations.Migration):
    dependencies = [("public_reviews", "0002_hiding_requests")]

    operations = [migrations.RunPython(list_hidden, migrations.RunPython.noop)]
