"""django-tenants' connection, with limits of time and one round trip less in each request."""

import time
from typing import Any

from django.conf import settings
from django.db import Error

from tenants.joints.django_tenants import SchemaWrapper
from tenants.joints.psycopg2 import read_uuids_quickly
from tenants.postgresql.limits import Limits, set_limits

UNKNOWN = object()
# From so many seconds on something between here and the server may have forgotten the session, of
# which neither hears.
LONG_UNUSED = 60.0


class DatabaseWrapper(SchemaWrapper):
    """`limits` are what the session shall keep to from its next statement on: see
    tenants/registry/limits.py.

    They travel with the `SET search_path` that is due at the beginning of a request anyway, and
    only where the session has others. A session that has been in more than
    `settings.SESSION_SCHEMAS` schemas is replaced before the next request
    (docs/decisions/0046-sessions-are-replaced.md).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.limits: Limits | None = None
        self.limits_of_session: Limits | object | None = UNKNOWN
        self.prepared: set[str] = set()  # names of what the session has (statements.py)
        self.schemas_of_session: set[str] = set()
        self.used_at = 0.0
        super().__init__(*args, **kwargs)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.limits_of_session = None
        self.prepared = set()
        self.schemas_of_session = set()
        self.path_of_session = None
        return super().get_new_connection(conn_params)

    def rollback(self) -> None:
        """It may take a `SET` back, of limits as of the search path."""
        self.limits_of_session = UNKNOWN
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self.limits_of_session = UNKNOWN

    def is_usable(self) -> bool:
        """Whether a kept connection still lives.

        Django asks with `SELECT 1` before the first statement of a request. Where that statement
        needs the search path or other limits set, this tells as much. Where the session has all of
        it nothing is asked, unless there is news of it or nobody used it for a while.
        """
        was_used_at, self.used_at = self.used_at, time.monotonic()
        if not self.has_settings():
            return self.is_set()
        is_recent = self.used_at < was_used_at + LONG_UNUSED
        if is_recent and not self.errors_occurred and self.is_quiet():
            return True
        return bool(super().is_usable())

    def is_set(self) -> bool:
        """Whether the session takes what is due."""
        try:
            return self.apply_settings()
        except Error:
            return False

    def has_settings(self) -> bool:
        return not self.session_settings() and self.has_search_path()

    def session_settings(self) -> str:
        return "" if self.limits_of_session == self.limits else set_limits(self.limits)

    def note_settings(self) -> None:
        self.limits_of_session = self.limits
        self.schemas_of_session.add(self.schema_name)
        if len(self.schemas_of_session) > settings.SESSION_SCHEMAS:
            self.close_at = 0.0  # it is too old: Django replaces it between two requests


read_uuids_quickly()
