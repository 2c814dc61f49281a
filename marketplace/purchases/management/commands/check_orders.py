"""`manage.py check_orders`: every order has its one pointer in public, and they agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.purchases.checks import check_orders
from tenants.registry.models import Retailer


class Command(BaseCommand):
    help = "Compare every shop's orders with the marketplace's pointers to them."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for retailer in Retailer.objects.with_schema().order_by("slug"):
            for difference in check_orders(retailer=retailer):
                self.stderr.write(str(difference))
                count += 1
        if count:
            raise CommandError(f"{count} orders do not agree with their pointers.")
        self.stdout.write("Every order has its one pointer, and they agree.")
