"""Process memory that Django keeps without a thought for schemas, made schema-aware.

`django.contrib.sites` and `contenttypes` cache rows by primary key; the same key means
another row in another schema. Installed once from TenantsConfig.ready().
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType, ContentTypeManager
from django.contrib.sites import models as sites
from django.db import connection


class SchemaKeyedDict(dict[Any, Any]):
    """A dictionary whose entries are visible only in the schema that made them."""

    @staticmethod
    def _key(key: Any) -> tuple[str, Any]:
        return (connection.schema_name, key)  # type: ignore[attr-defined]

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self._key(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(self._key(key), value)

    def __delitem__(self, key: Any) -> None:
        super().__delitem__(self._key(key))

    def __contains__(self, key: Any) -> bool:
        return super().__contains__(self._key(key))


class _ContentTypesPerSchema:
    """ContentTypeManager._cache, one dictionary per schema.

    django-tenants clears the whole cache at each switch of schema; with entries kept apart
    that is neither needed nor wanted, so `clear_cache` forgets the current schema only when
    it is asked to by `forget`.
    """

    def __init__(self) -> None:
        self.caches: dict[tuple[int, str], dict[Any, Any]] = {}

    def __get__(self, manager: Any, owner: type | None = None) -> dict[Any, Any]:
        key = (id(manager), connection.schema_name)  # type: ignore[attr-defined]
        return self.caches.setdefault(key, {})

    def __set__(self, manager: Any, value: Any) -> None:
        """ContentTypeManager.__init__ assigns an empty cache; ours is made on first use."""

    def forget(self, schema_name: str) -> None:
        for key in [key for key in self.caches if key[1] == schema_name]:
            del self.caches[key]


content_types = _ContentTypesPerSchema()


def forget(schema_name: str) -> None:
    """After a schema was renamed, dropped or migrated."""
    content_types.forget(schema_name)
    for key in [key for key in dict.keys(sites.SITE_CACHE) if key[0] == schema_name]:
        dict.__delitem__(sites.SITE_CACHE, key)


def install() -> None:
    sites.SITE_CACHE = SchemaKeyedDict()
    # SiteManager.clear_cache rebinds the global, which would undo the line above.
    sites.SiteManager.clear_cache = lambda self: sites.SITE_CACHE.clear()  # type: ignore[method-assign]
    ContentTypeManager._cache = content_types  # type: ignore[attr-defined]
    ContentTypeManager.clear_cache = lambda self: None  # type: ignore[method-assign]
    ContentType.objects.__dict__.pop("_cache", None)
