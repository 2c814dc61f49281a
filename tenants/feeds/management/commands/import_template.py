from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.feeds.template_file import write_template
from tenants.kernel.errors import Refusal


class Command(BaseCommand):
    help = "Write an example of the list that import_catalogue reads, .csv or .xlsx"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=Path("products.xlsx"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_template(options["file"])
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"Wrote {options['file']}")
