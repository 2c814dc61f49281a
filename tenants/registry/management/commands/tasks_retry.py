"""Give tasks that were given up another chance: `manage.py tasks_retry --queue mail`."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.registry.context import use_public
from tenants.tasks.runner import give_back_failed


class Command(BaseCommand):
    help = "Put tasks that failed for good back into the queue, as after a mail server's long rest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue", default="mail", help="of this queue (mail)")
        parser.add_argument("--hours", type=int, default=24, help="that failed since then (24)")

    def handle(self, *, queue: str, hours: int, **options: Any) -> None:
        with use_public():
            count = give_back_failed(queue=queue, since=timedelta(hours=hours))
        self.stdout.write(f"{count} tasks are tried again")
