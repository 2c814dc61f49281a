"""Run a command in every site's schema: `manage.py each update_index`."""

import argparse
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer


class Command(BaseCommand):
    help = "Run another command in the market's and in every shop's schema, one after the other."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the command")
        parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to it")

    def handle(self, *, name: str, arguments: list[str], **options: Any) -> None:
        self.stdout.write("market")
        with use_market():
            call_command(name, *arguments, stdout=self.stdout)
        for retailer in Retailer.objects.with_schema().order_by("slug"):
            self.stdout.write(retailer.slug)
            with use_retailer(retailer):
                call_command(name, *arguments, stdout=self.stdout)
