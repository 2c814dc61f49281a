"""django-tenants' private parts that we stand on."""

import select
from typing import Any

from django.db import DatabaseError, OperationalError
from django.db.transaction import TransactionManagementError
from django_tenants.files.storage import TenantFileSystemStorage
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

IN_FAILED_TRANSACTION = "25P02"


class SchemaWrapper(base.DatabaseWrapper):
    """Its connection, with one statement where it sends the search path alone.

    Subclasses say what travels along: `session_settings`, told to be in force by
    `note_settings`.
    """

    search_path_set_schemas: list[str] | None
    # What the session has whatever becomes of a transaction; None where that is not known.
    path_of_session: list[str] | None = None
    _setting_search_path: bool

    def session_settings(self) -> str:
        """Statements of `SET` that are due; "" where the session has all of them."""
        raise NotImplementedError

    def note_settings(self) -> None:
        """What was due is in force."""
        raise NotImplementedError

    def apply_settings(self) -> bool:
        """Send what is due now; whether it is in force, as far as can be told."""
        self._handle_search_path()
        # A failure may have been passed over: then nothing is set.
        return bool(self.search_path_set_schemas)

    def has_search_path(self) -> bool:
        """Whether nothing needs to be sent for it."""
        if self.search_path_set_schemas:
            return True
        return bool(self.path_of_session == self._get_cursor_search_paths())

    def is_quiet(self) -> bool:
        """Whether nothing came unasked, between two transactions: a server that ends a session
        says so before, and one that was killed leaves an end to be read."""
        if self._is_in_transaction():  # or it is known to have ended
            return False
        news = select.poll()  # unlike `select`, it takes any number of open files
        news.register(self.connection.fileno(), select.POLLIN)
        return not news.poll(0)

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Set the search path and what travels along, where the session has not got them.

        In a transaction that failed before, the failure is passed over: what comes next is a
        rollback, or fails as well. Any other is raised: over a connection that was lost nothing
        comes next, and what came next with the old path would be in another shop.
        """
        due = self.session_settings()
        if self._setting_search_path or (self.search_path_set_schemas and not due):
            return
        paths = self._get_cursor_search_paths()
        if paths == self.path_of_session and not due:
            self.search_path_set_schemas = paths
            return
        self.path_of_session = None
        statement = f"SET search_path = {', '.join(map(quote_schema_name, paths))}"
        self._setting_search_path = True
        try:
            with self.wrap_database_errors:
                self._set(f"{statement}; {due}" if due else statement, cursor)
        except DatabaseError as error:
            self.search_path_set_schemas = None
            if not _failed_before(error):
                raise
        else:
            self.search_path_set_schemas = paths
            self.path_of_session = None if self._is_in_transaction() else paths
            self.note_settings()
        finally:
            self._setting_search_path = False

    def _is_in_transaction(self) -> bool:
        """Whose end may take a `SET` back: a commit too, after an error that was passed over."""
        return bool(self.connection.get_transaction_status() != TRANSACTION_STATUS_IDLE)

    def _set(self, statement: str, cursor: Any) -> None:
        if cursor is not None:
            cursor.execute(statement)
            return
        with self.connection.cursor() as own:
            own.execute(statement)


def _failed_before(error: DatabaseError) -> bool:
    state = getattr(error.__cause__, "pgcode", None)
    return state == IN_FAILED_TRANSACTION or isinstance(error, TransactionManagementError)


class FilesUnavailable(OperationalError):
    """The folder of uploaded files takes no changes: full, read-only, somebody else's.

    An error of the database's for whoever is in a transaction, and answered as one
    (tenants.registry.outages).
    """


class SchemaFileSystemStorage(TenantFileSystemStorage):
    """Uploaded files in MEDIA_ROOT/<schema>/, addresses in MEDIA_URL/<schema>/.

    Saving and deleting raise FilesUnavailable.
    """

    def _save(self, name: str, content: Any) -> str:
        try:
            return super()._save(name, content)
        except OSError as error:
            raise FilesUnavailable(str(error)) from error

    def delete(self, name: str) -> None:
        try:
            super().delete(name)
        except OSError as error:
            raise FilesUnavailable(str(error)) from error

    def _clear_cached_properties(self, setting: str, **kwargs: Any) -> None:
        """The base class forgets all but the folder that it made of a MEDIA_ROOT now changed."""
        super()._clear_cached_properties(setting, **kwargs)
        if setting == "MEDIA_ROOT":
            self.__dict__.pop("relative_media_root", None)
