import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from marketplace.runtime import fingerprint
from tenants.postgresql.pooler import SharedSession
from tenants.provisioning.extensions import ExtensionUnusable
from tenants.provisioning.services import prepare_database
from tenants.registry.poolers import watch


class Command(BaseCommand):
    help = "Bring the database to this code's state: extensions, schemas, template, spares"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="even when nothing seems due")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        self.started = time.monotonic()
        try:
            watch.require()
            code = fingerprint.of_code()
            was_stale = prepare_database(self.progress, force=force)
        except (SharedSession, ExtensionUnusable) as refusal:
            raise CommandError(str(refusal)) from None
        with connection.cursor() as cursor:
            fingerprint.store(cursor, code)
        self.progress("The database is prepared" if was_stale else "The database was up to date")

    def progress(self, message: str) -> None:
        self.stdout.write(f"    {time.monotonic() - self.started:5.1f} s  {message}")
        self.stdout.flush()
