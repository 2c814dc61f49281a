"""`manage.py demo`: fill an empty marketplace with shops, goods, people and orders."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.demo.services import fill_marketplace, lock_accounts


class Command(BaseCommand):
    help = "Fill a demo marketplace; goes on where an earlier run was stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lock", action="store_true", help="let nobody log in as a person of the demo any more"
        )

    def handle(self, *args: Any, lock: bool, **options: Any) -> None:
        if lock:
            self.stdout.write(f"{lock_accounts()} demo accounts are locked.")
            return
        if not settings.DEMO_ALLOWED:
            raise CommandError(
                "A demo marketplace is not made with these settings: everybody knows the password "
                "of its accounts. `make run` on a machine of your own makes one."
            )
        fill_marketplace(lambda message: self.stdout.write(f"    {message}"))
        self.stdout.write("The demo marketplace is open.")
