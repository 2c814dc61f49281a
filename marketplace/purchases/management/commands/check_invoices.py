"""`manage.py check_invoices`: the issued invoices that do not add up. Nothing is changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.purchases.checks import check_invoices
from tenants.registry.models import Retailer


class Command(BaseCommand):
    help = "List the issued invoices whose lines, discounts and delivery are not their sum."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for retailer in Retailer.objects.order_by("slug"):
            for difference in check_invoices(retailer=retailer):
                self.stderr.write(str(difference))
                count += 1
        if count:
            raise CommandError(f"{count} issued invoices do not add up.")
        self.stdout.write("Every issued invoice adds up.")
