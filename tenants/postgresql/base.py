"""django-tenants' connection, with one round trip less in each request."""

from typing import Any

from django_tenants.postgresql_backend import base


class DatabaseWrapper(base.DatabaseWrapper):
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
