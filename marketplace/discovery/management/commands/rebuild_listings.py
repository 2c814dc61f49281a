import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.discovery import counts, services
from tenants.registry.context import use_public
from tenants.registry.models import Retailer

SHOWN = 20  # differences of one shop that are printed one by one


class Command(BaseCommand):
    help = "Make the listings again from the shops, or report where they differ (--check)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only report; 1 if any differ.")
        parser.add_argument("--retailer", help="The slug of one shop; all of them without it.")

    def handle(self, *args: Any, **options: Any) -> None:
        work = self._check if options["check"] else self._rebuild
        with use_public():
            total = sum([work(retailer) for retailer in _retailers(options["retailer"])])
            if not options["check"]:
                counts.mend_sums()
                services.count_terms()
            elif not options["retailer"]:
                total += self._check_sums()
        if options["check"] and total:
            raise CommandError(f"{total} differences", returncode=1)
        self.stdout.write(f"{total} {'differences' if options['check'] else 'listings written'}")

    def _check(self, retailer: Retailer) -> int:
        kinds: Counter[str] = Counter()
        for number, difference in enumerate(
            services.differences(retailer=retailer, progress=self._progress(retailer))
        ):
            kinds[difference.problem] += 1
            if number < SHOWN:
                subject = f"{difference.subject} {difference.problem} {difference.columns}"
                self.stdout.write(f"{retailer.slug}: {subject}".rstrip())
        counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        self.stdout.write(f"{retailer.slug}: {counted or 'no differences'}")
        return kinds.total()

    def _check_sums(self) -> int:
        paths = counts.compare_sums()
        for path in paths[:SHOWN]:
            self.stdout.write(f"all shops: {path or 'the marketplace'} differs count")
        return len(paths)

    def _rebuild(self, retailer: Retailer) -> int:
        count = services.rebuild(retailer=retailer, progress=self._progress(retailer))
        self.stdout.write(f"{retailer.slug}: {count} written")
        return count

    def _progress(self, retailer: Retailer) -> services.Progress:
        """A running count on one line of a terminal; nothing in a log."""
        total = 0

        def show(count: int) -> None:
            nonlocal total
            total += count
            if sys.stderr.isatty():
                self.stderr.write(f"\r{retailer.slug}: {total}", ending="")

        return show


def _retailers(slug: str | None) -> list[Retailer]:
    retailers = Retailer.objects.with_schema().order_by("id")
    if slug is None:
        return list(retailers)
    shops = list(retailers.filter(slug=slug))
    if not shops:
        raise CommandError(f"There is no shop {slug!r} with a schema.")
    return shops
