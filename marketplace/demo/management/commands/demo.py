"""`manage.py demo`: fill an empty marketplace with shops, goods, people and orders."""

from typing import Any

from django.core.management.base import BaseCommand

from marketplace.demo.services import fill_marketplace


class Command(BaseCommand):
    help = "Fill a demo marketplace; goes on where an earlier run was stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        fill_marketplace(lambda message: self.stdout.write(f"    {message}"))
        self.stdout.write("The demo marketplace is open.")
