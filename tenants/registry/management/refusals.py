"""Commands of django-tenants that would go around the registry's services."""

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser


class RefusedCommand(BaseCommand):
    """Says what to call instead."""

    instead: ClassVar[str]
    help = "Refused: see `manage.py tenant --help`."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ignored", nargs="*")

    def handle(self, **options: Any) -> None:
        raise CommandError(f"This would go around the template and the audit: {self.instead}.")
