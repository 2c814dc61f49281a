"""Containers of what libraries keep, each entry seen in the schema alone that made it."""

from typing import Any

from django.db import connection

ON_USER = "_per_schema"  # where a user object keeps them


def current_schema() -> str:
    return connection.schema_name  # type: ignore[attr-defined]


class PerSchema:
    """A cache that a library keeps on a user, live for the schema that filled it.

    The same User object may be used in two schemas; rights must not travel with it.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def _store(self, user: Any) -> dict[tuple[str, str], Any]:
        return user.__dict__.setdefault(ON_USER, {})

    def _key(self) -> tuple[str, str]:
        return (current_schema(), self.name)

    def __get__(self, user: Any, owner: type | None = None) -> Any:
        if user is None:
            return self
        try:
            return self._store(user)[self._key()]
        except KeyError:
            raise AttributeError(self.name) from None

    def __set__(self, user: Any, value: Any) -> None:
        self._store(user)[self._key()] = value

    def __delete__(self, user: Any) -> None:
        try:
            del self._store(user)[self._key()]
        except KeyError:
            raise AttributeError(self.name) from None


class RightsCache(PerSchema):
    """As PerSchema; and empty, whatever was looked up, for whom no live membership stands.

    A membership that has just expired gives no right, though its group is not yet removed.
    """

    def __get__(self, user: Any, owner: type | None = None) -> Any:
        if user is None or user.is_superuser or user.membership:
            return super().__get__(user, owner)
        return set()


def forget_rights(user: Any) -> None:
    """What was looked up for this object before is no longer true."""
    user.__dict__.pop(ON_USER, None)


class SchemaKeyedDict(dict[Any, Any]):
    """A dictionary whose entries are visible only in the schema that made them."""

    @staticmethod
    def _key(key: Any) -> tuple[str, Any]:
        return (current_schema(), key)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self._key(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(self._key(key), value)

    def __delitem__(self, key: Any) -> None:
        super().__delitem__(self._key(key))

    def __contains__(self, key: Any) -> bool:
        return super().__contains__(self._key(key))

    def forget(self, schema_name: str) -> None:
        for key in [key for key in self if key[0] == schema_name]:
            super().__delitem__(key)


class ByManager:
    """In the place of a manager's dictionary: one for each schema."""

    def __init__(self) -> None:
        self.caches: dict[tuple[int, str], dict[Any, Any]] = {}

    def __get__(self, manager: Any, owner: type | None = None) -> dict[Any, Any]:
        return self.caches.setdefault((id(manager), current_schema()), {})

    def __set__(self, manager: Any, value: Any) -> None:
        """The manager's __init__ assigns an empty cache; ours is made on first use."""

    def forget(self, schema_name: str) -> None:
        for key in [key for key in self.caches if key[1] == schema_name]:
            del self.caches[key]
