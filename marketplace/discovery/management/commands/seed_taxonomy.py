from typing import Any

from django.core.management.base import BaseCommand

from marketplace.discovery.taxonomy import seed_taxonomy
from tenants.registry.context import use_public


class Command(BaseCommand):
    help = "Bring the marketplace's categories up to their data file."

    def handle(self, *args: Any, **options: Any) -> None:
        with use_public():
            self.stdout.write(f"{seed_taxonomy()} categories")
