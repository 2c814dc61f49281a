"""`manage.py check_pages`: pages and redirects of any site that a route keeps from being seen."""

from contextlib import AbstractContextManager
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.addresses import hidden_addresses
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer


class Command(BaseCommand):
    help = "Find pages and redirects that nobody sees, because a route answers at their address."

    def handle(self, *args: Any, **options: Any) -> None:
        hidden = self._tell("market", use_market())
        for retailer in Retailer.objects.with_schema().order_by("slug"):
            hidden += self._tell(retailer.slug, use_retailer(retailer))
        if hidden:
            raise CommandError(f"{hidden} pages and redirects are not seen.")
        self.stdout.write("Every page is seen at its address.")

    def _tell(self, name: str, site: AbstractContextManager[Any]) -> int:
        with site:
            addresses = list(hidden_addresses())
        for address in addresses:
            self.stderr.write(f"{name}: nobody sees what editors have at {address}")
        return len(addresses)
