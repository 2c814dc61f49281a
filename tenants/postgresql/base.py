"""django-tenants' connection, with limits of time and one round trip less in each request."""

from typing import Any

from django.db import DatabaseError
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name

from tenants.postgresql.limits import Limits, set_limits

UNKNOWN = object()


class DatabaseWrapper(base.DatabaseWrapper):
    """`limits` are what the session shall keep to from its next statement on: see
    tenants/registry/limits.py.

    They travel with the `SET search_path` that is due at the beginning of a request anyway, and
    only where the session has others.
    """

    search_path_set_schemas: list[str] | None
    _setting_search_path: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.limits: Limits | None = None
        self._limits_of_session: Limits | object | None = UNKNOWN
        super().__init__(*args, **kwargs)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._limits_of_session = None
        return super().get_new_connection(conn_params)

    def rollback(self) -> None:
        """It may take a `SET` back, of limits as of the search path."""
        self._limits_of_session = UNKNOWN
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self._limits_of_session = UNKNOWN

    def is_usable(self) -> bool:
        """Whether a kept connection still lives.

        Django asks with `SELECT 1` before the first statement of a request. That statement needs
        the search path set, which tells as much.
        """
        if self.search_path_set_schemas:
            return bool(super().is_usable())
        try:
            self._handle_search_path()
        except self.Database.Error:
            return False
        # A failed `SET` may have been passed over (see `_handle_search_path`): then nothing is set.
        is_set: Any = self.search_path_set_schemas
        return bool(is_set)

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Set the search path and the limits, where they are not set yet.

        As django-tenants has it, a failure is passed over: in a broken transaction what comes
        next is a rollback, or fails as well.
        """
        limits_differ = self._limits_of_session != self.limits
        if self._setting_search_path or (self.search_path_set_schemas and not limits_differ):
            return
        paths = self._get_cursor_search_paths()
        statement = f"SET search_path = {', '.join(map(quote_schema_name, paths))}"
        if limits_differ:
            statement = f"{statement}; {set_limits(self.limits)}"
        self._setting_search_path = True
        used = self.connection.cursor() if cursor is None else cursor
        try:
            used.execute(statement)
        except (DatabaseError, self.Database.InternalError):
            self.search_path_set_schemas = None
        else:
            self.search_path_set_schemas, self._limits_of_session = paths, self.limits
        finally:
            self._setting_search_path = False
            if cursor is None:
                used.close()
