"""A later release of the app `staff`, with migrations that this one does not have."""

import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.test import override_settings

PACKAGE = "later_staff_migrations"

PLAIN = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("staff", "{last}")]
    operations = [
        migrations.AddField("membership", "nickname", models.CharField(max_length=20, default="")),
        migrations.AddField("auditentry", "hearer", models.ForeignKey(
            "accounts.User", models.CASCADE, null=True, related_name="+")),
        migrations.AddConstraint("membership", models.CheckConstraint(
            condition=models.Q(nickname__in=["", "boss", "temp"]), name="nickname_known")),
    ]
"""
FOLLOWING = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("staff", "{last}")]
    operations = [
        migrations.AlterField("membership", "nickname",
            models.CharField(max_length=40, default="", db_index=True)),
        migrations.RemoveConstraint("membership", "nickname_known"),
        migrations.RunSQL("COMMENT ON COLUMN staff_membership.nickname IS '100% short'"),
        migrations.CreateModel("Badge", [
            ("id", models.BigAutoField(primary_key=True)),
            ("member", models.ForeignKey("staff.Membership", models.CASCADE)),
        ]),
    ]
"""
PYTHON = """
from django.db import migrations

def name_group(apps, editor):
    schema = editor.connection.schema_name
    apps.get_model("auth", "Group").objects.create(name=f"made in {{schema}}")

class Migration(migrations.Migration):
    dependencies = [("staff", "{last}")]
    operations = [migrations.RunPython(name_group)]
"""


@contextmanager
def release(folder: Path, *sources: str):
    """As if the code had these migrations too, one after the other."""
    package = folder / PACKAGE
    package.mkdir()
    (package / "__init__.py").touch()
    last = _copy_present(package)
    for number, source in enumerate(sources, start=1):
        name = f"9{number:03}_later"
        (package / f"{name}.py").write_text(source.format(last=last))
        last = name
    sys.path.insert(0, str(folder))
    try:
        with override_settings(MIGRATION_MODULES={"oscarapi": None, "staff": PACKAGE}):
            yield
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]


def _copy_present(package: Path) -> str:
    present = Path(import_module("tenants.staff.migrations").__file__).parent
    names = sorted(path.stem for path in present.glob("0*.py"))
    for name in names:
        (package / f"{name}.py").write_text((present / f"{name}.py").read_text())
    return names[-1]
