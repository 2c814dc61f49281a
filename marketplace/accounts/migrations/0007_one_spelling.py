from typing import Any

from django.db import migrations

from tenants.kernel.identity import normal_email, normal_phone


def respell(apps: Any, schema_editor: Any) -> None:
    """Addresses and numbers that were kept in a spelling by which they are not looked up any more.

    Where two accounts have one mailbox or number, the one that is spelt well keeps it: the other
    stays as it is, and no longer finds its way by that name.
    """
    user_model = apps.get_model("accounts", "User")
    users = user_model.objects.using(schema_editor.connection.alias)
    rows = users.exclude(email__regex=r"^[ -~]*$").values_list("pk", "email")
    for pk, email in list(rows):
        if not users.filter(email=normal_email(email)).exists():
            users.filter(pk=pk).update(email=normal_email(email))
    numbers = users.exclude(phone=None).values_list("pk", "phone", "proven_phone")
    for pk, phone, proven in list(numbers.iterator(chunk_size=2000)):
        form = normal_phone(phone)
        if form != phone and not users.filter(phone=form).exists():
            proven = form if proven == phone else proven
            users.filter(pk=pk).update(phone=form, proven_phone=proven)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_logins_over_hosts")]

    operations = [migrations.RunPython(respell, migrations.RunPython.noop)]
