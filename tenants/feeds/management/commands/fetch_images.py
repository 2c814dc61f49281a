from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import remote_images
from tenants.shop.catalogue.models import RemoteImage

SHOWN = 20


class Command(BaseCommand):
    help = "Fetch the pictures that a shop's imports named, now; the worker does it by itself"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("retailer", help="the shop's slug")
        parser.add_argument("--failed", action="store_true", help="those that failed too")

    def handle(self, *args: Any, **options: Any) -> None:
        retailer = Retailer.objects.with_schema().filter(slug=options["retailer"]).first()
        if retailer is None:
            raise CommandError(f"There is no shop “{options['retailer']}”.")
        with use_retailer(retailer):
            if options["failed"]:
                remote_images.retry_failed()
            self.fetch(is_shown=options["verbosity"] > 0)
            self.show()

    def fetch(self, *, is_shown: bool) -> None:
        total, count = remote_images.waiting().count(), 0
        while some := remote_images.fetch_some():
            count += some
            if is_shown:
                self.stderr.write(f"    {count} of {max(total, count)} pictures", ending="\r")
        if is_shown and count:
            self.stderr.write("")

    def show(self) -> None:
        counts = remote_images.count_images()
        self.stdout.write(", ".join(f"{number} {status}" for status, number in counts.items()))
        there = RemoteImage.objects.exclude(status=RemoteImage.Status.FETCHED).exclude(reason="")
        rows = there.select_related("product").order_by("id")
        for row in rows[:SHOWN]:
            self.stdout.write(f"  {row.product.get_title()}: {row.url}: {row.reason}")
        if (more := rows.count() - SHOWN) > 0:
            self.stdout.write(f"  ... and {more} more")
