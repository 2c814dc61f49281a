"""How log records look: text for people, JSON for machines, both with retailer and trace id."""

import logging
from typing import Any, Literal

from django.db import connection
from pythonjsonlogger.json import JsonFormatter

from marketplace.requests.redaction import SHOWN_OF_TRACEBACK, redact, redact_value
from marketplace.requests.traces import current_trace
from tenants.registry.outages import find_outage, log_outage


class ContextFilter(logging.Filter):
    """Gives each record `schema` (whose data it is about) and `trace_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "schema"):
            record.schema = getattr(connection, "schema_name", None) or "-"
        if not hasattr(record, "trace_id"):
            record.trace_id = current_trace() or "-"
        return True


class OutageFilter(logging.Filter):
    """Takes the traceback off where it is an outage's, which `galleria.outages` has its line on.

    Whoever logs need not know: libraries, a task that will be tried again, a job that failed.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        outage = find_outage(record.exc_info[1]) if record.exc_info else None
        if outage is not None:
            log_outage(outage)
            record.exc_info = record.exc_text = None
        return True


class RedactingTextFormatter(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        record.message = redact(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return redact(super().formatException(ei), length=SHOWN_OF_TRACEBACK)

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return redact(super().formatStack(stack_info), length=SHOWN_OF_TRACEBACK)


class RedactingJsonFormatter(JsonFormatter):
    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        entry = super().process_log_record(log_data)
        return {key: _entry_value(key, value) for key, value in entry.items()}


def _entry_value(key: str, value: Any) -> Any:
    if key in ("exc_info", "stack_info") and isinstance(value, str):
        return redact(value, length=SHOWN_OF_TRACEBACK)
    return redact_value(value, name=key)


def logging_configuration(
    *, style: Literal["text", "json"], level: str = "INFO", access: bool = False
) -> dict[str, Any]:
    """A value for settings.LOGGING; `access` adds a line for each request served."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "context": {"()": "marketplace.requests.logs.ContextFilter"},
            "outages": {"()": "marketplace.requests.logs.OutageFilter"},
        },
        "formatters": {
            "text": {
                "()": "marketplace.requests.logs.RedactingTextFormatter",
                "format": "%(asctime)s %(levelname)-7s %(schema)s %(trace_id).8s "
                "%(name)s: %(message)s",
                "datefmt": "%H:%M:%S",
            },
            "json": {
                "()": "marketplace.requests.logs.RedactingJsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["context", "outages"],
                "formatter": style,
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Answers below 500 are ordinary; what failed is logged by the exception itself.
            "django.request": {"level": "ERROR"},
            # So are requests that nobody can understand, a malformed Host among them: any stranger
            # would write a traceback a request. The access log has their line.
            "django.security": {"level": "CRITICAL"},
            "django.security.csrf": {"level": "WARNING"},
            "django.server": {"handlers": [], "propagate": True},
            "galleria.access": {"level": "INFO" if access else "WARNING"},
            # Every page that is edited or published is told: kept in Wagtail's own log anyway.
            "wagtail": {"level": "WARNING"},
            "PIL": {"level": "INFO"},
        },
    }
