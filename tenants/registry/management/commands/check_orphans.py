"""`manage.py check_orphans`: rows of shops that name an account which no longer exists."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.registry.models import Retailer
from tenants.registry.orphans import find_orphans


class Command(BaseCommand):
    help = "Find rows in the shops' schemas whose account is gone."

    def handle(self, *args: Any, **options: Any) -> None:
        row_count = 0
        for retailer in Retailer.objects.with_schema().order_by("slug"):
            for orphans in find_orphans(retailer=retailer):
                self.stderr.write(str(orphans))
                row_count += orphans.count
        if row_count:
            raise CommandError(f"{row_count} rows name an account that is gone.")
        self.stdout.write("Every row's account exists.")
