"""Run background tasks until stopped: `manage.py tasks_worker`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.postgresql.pooler import SharedSession
from tenants.registry.poolers import watch
from tenants.tasks.worker import Worker


class Command(BaseCommand):
    help = "Run background tasks and periodic jobs; SIGTERM ends it after the task in hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")
        parser.add_argument(
            "--apart", metavar="NAME", default="", help="run one import, confined; for workers"
        )

    def handle(self, *, once: bool, apart: str, **options: Any) -> None:
        try:
            watch.require()
        except SharedSession as refusal:
            raise CommandError(str(refusal)) from None
        worker = Worker(apart)
        if apart:
            worker.run_apart()
            return
        if once:
            self.stdout.write(f"{worker.run_due()} tasks run")
            return
        worker.stop_on_signals()
        worker.run()
