from argparse import ArgumentParser

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker


class Command(DatabaseWorker):  # type: ignore[misc]
    help = "Run background tasks of all queues until told to stop"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(queue_name="*", reload=False, startup_delay=False)
