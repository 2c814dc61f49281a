"""`manage.py rebuild_promotions`: what is on over all shops, made again from the shops."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.promotions.services import write_promotions
from tenants.registry.models import Retailer


class Command(BaseCommand):
    help = "Write the public rows of all shops' offers and vouchers again."

    def handle(self, *args: Any, **options: Any) -> None:
        for retailer in Retailer.objects.with_schema().order_by("slug"):
            count = write_promotions(retailer=retailer)
            self.stdout.write(f"{retailer.slug}: {count}")
