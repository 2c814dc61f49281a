from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.feeds.amounts import MARKS, as_rate
from tenants.feeds.formats import FORMATS
from tenants.feeds.headings import TableView, UnclearList
from tenants.feeds.layouts import Layout, read_pairs
from tenants.feeds.reports import ImportReport, lines_of
from tenants.feeds.services import import_catalogue
from tenants.kernel.errors import Refusal
from tenants.registry.models import Retailer

SHOWN = 20


class Command(BaseCommand):
    help = "Import a catalogue (our own list, or another shop system's) into a shop"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("retailer", help="the shop's slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=sorted(FORMATS), help="found out when absent")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help="by heading, letter or number; “-” for no column; once for each field",
        )
        header = parser.add_mutually_exclusive_group()
        header.add_argument("--header-row", type=int, help="the row of the headings, from 1")
        header.add_argument("--no-header", dest="header_row", action="store_const", const=0)
        parser.add_argument(
            "--sheet",
            default="",
            help="its name or number; of text: comma, semicolon, tab, bar",
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--decimal", choices=sorted(MARKS), help="what parts the decimals")
        parser.add_argument(
            "--tax-rate",
            type=partial(as_rate, "tax_rate"),
            help="per cent, where prices are without tax: 19",
        )
        parser.add_argument("--report", type=Path, help="write refusals and remarks to this CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        retailer = Retailer.objects.filter(slug=options["retailer"]).first()
        if retailer is None:
            raise CommandError(f"There is no shop “{options['retailer']}”.")
        try:
            report = import_catalogue(
                retailer=retailer,
                path=options["file"],
                format=options["format"],
                layout=Layout(read_pairs(options["map"]), options["header_row"], options["sheet"]),
                dry_run=options["dry_run"],
                decimal=options["decimal"] or "",
                tax_rate=options["tax_rate"],
                progress=self.progress if options["verbosity"] > 0 else None,
            )
        except UnclearList as refusal:
            if refusal.view:
                self.show_table(refusal.view)
            raise CommandError(refusal.sentence) from refusal
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if report.is_dry_run and report.view:
            self.show_table(report.view)
        self.show(report, options["report"])

    def show_table(self, view: TableView) -> None:
        for line in lines_of(view):
            self.stdout.write(line)

    def progress(self, count: int, rows: int) -> None:
        self.stderr.write(f"    {count} of {rows} rows", ending="\r" if count < rows else "\n")

    def show(self, report: ImportReport, path: Path | None) -> None:
        if report.is_resumed:
            self.stdout.write("Went on where an earlier run had stopped.")
        for line in report.lines():
            self.stdout.write(line)
        for number, entry in enumerate(report.refused):
            if number == SHOWN:
                self.stdout.write("  ... more in the report (--report FILE)")
                break
            where = f"{entry.field} “{entry.value}”: " if entry.field else ""
            named = f" ({entry.name})" if entry.name else ""
            self.stdout.write(f"  row {entry.row}{named}: {where}{entry.reason}")
        if path:
            report.write(path)
            self.stdout.write(f"Report written to {path}")
        self.stdout.write(f"{report.seconds:.1f} s")
