"""What is logged with a traceback while pages are asked."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class LoggedErrors(logging.Handler):
    """Errors that are logged with a traceback, whatever was answered."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.name != "django.request":
            self.records.append(record)

    def take(self) -> list[logging.LogRecord]:
        records, self.records = self.records, []
        return records


@contextmanager
def noted_errors() -> Iterator[LoggedErrors]:
    """Each once: where a record's way up ends, at the root or at whoever does not hand it on."""
    handler = LoggedErrors()
    known = [logging.getLogger(name) for name in list(logging.root.manager.loggerDict)]
    ends = [logging.root, *(logger for logger in known if not logger.propagate)]
    for logger in ends:
        logger.addHandler(handler)
    try:
        yield handler
    finally:
        for logger in ends:
            logger.removeHandler(handler)
