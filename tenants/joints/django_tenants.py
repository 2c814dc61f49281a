"""django-tenants' private parts that we stand on."""

from typing import Any

from django.db import DatabaseError
from django_tenants.files.storage import TenantFileSystemStorage
from django_tenants.postgresql_backend import base
from django_tenants.utils import quote_schema_name


class SchemaWrapper(base.DatabaseWrapper):
    """Its connection, with one statement where it sends the search path alone.

    Subclasses say what travels along: `session_settings`, told to be in force by
    `note_settings`.
    """

    search_path_set_schemas: list[str] | None
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
        # A failed `SET` may have been passed over: then nothing is set.
        return bool(self.search_path_set_schemas)

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Set the search path and what travels along, where they are not set yet.

        As django-tenants has it, a failure is passed over: in a broken transaction what comes
        next is a rollback, or fails as well.
        """
        due = self.session_settings()
        if self._setting_search_path or (self.search_path_set_schemas and not due):
            return
        paths = self._get_cursor_search_paths()
        statement = f"SET search_path = {', '.join(map(quote_schema_name, paths))}"
        self._setting_search_path = True
        used = self.connection.cursor() if cursor is None else cursor
        try:
            used.execute(f"{statement}; {due}" if due else statement)
        except (DatabaseError, self.Database.InternalError):
            self.search_path_set_schemas = None
        else:
            self.search_path_set_schemas = paths
            self.note_settings()
        finally:
            self._setting_search_path = False
            if cursor is None:
                used.close()


class SchemaFileSystemStorage(TenantFileSystemStorage):
    """Uploaded files in MEDIA_ROOT/<schema>/, addresses in MEDIA_URL/<schema>/."""

    def _clear_cached_properties(self, setting: str, **kwargs: Any) -> None:
        """The base class forgets all but the folder that it made of a MEDIA_ROOT now changed."""
        super()._clear_cached_properties(setting, **kwargs)
        if setting == "MEDIA_ROOT":
            self.__dict__.pop("relative_media_root", None)
