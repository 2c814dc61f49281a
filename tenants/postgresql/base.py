"""django-tenants' connection, with limits of time and one round trip less in each request."""

from typing import Any

from django.conf import settings
from django.db import Error

from tenants.joints.django_tenants import SchemaWrapper
from tenants.postgresql.limits import Limits, set_limits

UNKNOWN = object()


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
        super().__init__(*args, **kwargs)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.limits_of_session = None
        self.prepared = set()
        self.schemas_of_session = set()
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

        Django asks with `SELECT 1` before the first statement of a request. That statement needs
        the search path set, which tells as much.
        """
        if self.search_path_set_schemas:
            return bool(super().is_usable())
        try:
            return self.apply_settings()
        except Error:
            return False

    def session_settings(self) -> str:
        return "" if self.limits_of_session == self.limits else set_limits(self.limits)

    def note_settings(self) -> None:
        self.limits_of_session = self.limits
        self.schemas_of_session.add(self.schema_name)
        if len(self.schemas_of_session) > settings.SESSION_SCHEMAS:
            self.close_at = 0.0  # it is too old: Django replaces it between two requests
