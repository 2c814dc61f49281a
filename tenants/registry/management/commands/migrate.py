"""`manage.py migrate` migrates every schema: django-tenants' own would go around the template."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.migrations.autodetector import MigrationAutodetector

from tenants.provisioning.clone import stored_fingerprint
from tenants.provisioning.fingerprint import code_fingerprint
from tenants.provisioning.followers import find_behind


class Command(BaseCommand):
    help = "The same as `tenant migrate`: public, template, market, shops and spares."
    requires_system_checks: list[str] = []
    # A system check compares it with makemigrations' own.
    autodetector = MigrationAutodetector

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("app_label", nargs="?", help="refused: see the message")
        parser.add_argument("migration_name", nargs="?", help="refused: see the message")
        parser.add_argument("--check", action="store_true", help="exit with 1 if any is due")

    def handle(self, *, app_label: str | None, check: bool, **options: Any) -> None:
        if app_label:
            raise CommandError(
                "A single app can't be migrated: shops are clones of one template and follow it. "
                "Migrations only go forward; run `manage.py tenant migrate`."
            )
        if not check:
            call_command("tenant", "migrate", stdout=self.stdout)
        elif stored_fingerprint() != code_fingerprint() or find_behind():
            raise CommandError("Migrations are due: run `manage.py tenant migrate`.")
