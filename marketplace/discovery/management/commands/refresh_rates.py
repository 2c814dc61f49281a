from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.discovery import rates
from tenants.kernel.rates import UnusableRates, read_rates
from tenants.registry.context import use_public


class Command(BaseCommand):
    help = "Take the rates of RATES_URL, or of a file, and compare all prices by them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="In the format of tenants/kernel/rates.json")

    def handle(self, *args: Any, **options: Any) -> None:
        with use_public():
            try:
                table = self._take(options["file"])
            except (rates.RatesRefused, UnusableRates, OSError) as error:
                raise CommandError(f"The rates of before stay: {error}") from error
            listings = rates.align_listings()
        self.stdout.write(f"Rates of {table.day}; {listings} listings written")

    def _take(self, path: Path | None) -> Any:
        if path:
            table = read_rates(path.read_bytes())
            rates.store_rates(table, is_trusted=True)
            return table
        if not settings.RATES_URL:
            raise CommandError("RATES_URL is not set; name a --file instead.")
        return rates.refresh_rates()
