"""Django's private parts that we stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import connection, models
from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpResponseBase
from django.utils.http import base36_to_int

from tenants.joints.schemas import ByManager, PerSchema, RightsCache, SchemaKeyedDict

# Where Django notes what was migrated: read and written in many schemas by one statement, for
# which its recorder would need a connection to each.
MIGRATIONS_TABLE = "django_migrations"
NOTE_MIGRATION = f"INSERT INTO {MIGRATIONS_TABLE} (app, name, applied) VALUES (%s, %s, now())"  # noqa: S608
# Groups, permissions and content types of {template} into the schema in use, compared by name: a
# row has another id in each schema. In SQL, since it runs in each of a thousand schemas.
COPY_RIGHTS = [
    """
    INSERT INTO django_content_type (app_label, model)
    SELECT app_label, model FROM {template}.django_content_type
    EXCEPT SELECT app_label, model FROM django_content_type
    """,
    """
    INSERT INTO auth_permission (name, content_type_id, codename)
    SELECT p.name, c.id, p.codename
    FROM {template}.auth_permission p
    JOIN {template}.django_content_type t ON t.id = p.content_type_id
    JOIN django_content_type c ON (c.app_label, c.model) = (t.app_label, t.model)
    WHERE NOT EXISTS (SELECT FROM auth_permission o
                      WHERE o.content_type_id = c.id AND o.codename = p.codename)
    """,
    """
    INSERT INTO auth_group (name)
    SELECT name FROM {template}.auth_group EXCEPT SELECT name FROM auth_group
    """,
    """
    CREATE TEMPORARY TABLE granted ON COMMIT DROP AS
    SELECT g.id AS group_id, p.id AS permission_id
    FROM {template}.auth_group_permissions tgp
    JOIN {template}.auth_group tg ON tg.id = tgp.group_id
    JOIN {template}.auth_permission tp ON tp.id = tgp.permission_id
    JOIN {template}.django_content_type tc ON tc.id = tp.content_type_id
    JOIN auth_group g ON g.name = tg.name
    JOIN django_content_type c ON (c.app_label, c.model) = (tc.app_label, tc.model)
    JOIN auth_permission p ON p.content_type_id = c.id AND p.codename = tp.codename
    """,
    """
    DELETE FROM auth_group_permissions o
    USING auth_group g
    WHERE g.id = o.group_id AND g.name IN (SELECT name FROM {template}.auth_group)
      AND (o.group_id, o.permission_id) NOT IN (SELECT group_id, permission_id FROM granted)
    """,
    """
    INSERT INTO auth_group_permissions (group_id, permission_id)
    SELECT group_id, permission_id FROM granted
    EXCEPT SELECT group_id, permission_id FROM auth_group_permissions
    """,
    "DROP TABLE granted",
]

content_types = ByManager()


class UserCaches:
    """What Django's ModelBackend and prefetch_related keep on a user."""

    _user_perm_cache = RightsCache()
    _group_perm_cache = RightsCache()
    _perm_cache = RightsCache()
    _prefetched_objects_cache = PerSchema()


def keep_caches_apart() -> None:
    """`contrib.sites` and `contenttypes` keep rows by primary key in the process's memory; the
    same key is another row in another schema. Called once, when the apps are ready.

    django-tenants clears the cache of content types at each switch of schema; with entries kept
    apart that is neither needed nor wanted: `forget_schema` does it.
    """
    from django.contrib.contenttypes.models import ContentType, ContentTypeManager
    from django.contrib.sites import models as sites

    sites.SITE_CACHE = SchemaKeyedDict()
    # SiteManager.clear_cache rebinds the global, which would undo the line above.
    sites.SiteManager.clear_cache = lambda self: sites.SITE_CACHE.clear()  # type: ignore[method-assign]
    ContentTypeManager._cache = content_types  # type: ignore[attr-defined]
    ContentTypeManager.clear_cache = lambda self: None  # type: ignore[method-assign]
    ContentType.objects.__dict__.pop("_cache", None)


def forget_schema(schema_name: str) -> None:
    """After a schema was renamed, dropped or migrated."""
    from django.contrib.sites import models as sites

    content_types.forget(schema_name)
    sites.SITE_CACHE.forget(schema_name)


def delete_at_once(rows: Any) -> int:
    """DELETE this QuerySet's rows in one statement, however many; tells how many went.

    QuerySet.delete() selects them first, since libraries listen to every model's post_delete,
    and then deletes a hundred at a time. Only for tables that no key leads to, or whose
    dependents are gone already; nobody hears of it.
    """
    return rows._raw_delete(using=rows.db)


def is_new(row: models.Model) -> bool:
    """Whether it is not in the database yet; a key of its own choice does not tell."""
    return row._state.adding


def without_table(*classes: type[models.Model]) -> None:
    """Keep the classes importable, but let no migration make a table for them.

    Oscar, or django-oscar-api, imports them by name when it starts (docs/decisions/0005);
    nothing reads or writes them. Using one raises a ProgrammingError: there is no table to be
    wrong in. Deleting a row that such a class points to must not look for rows in a missing
    table, hence DO_NOTHING on each of its relations.
    """
    for model in classes:
        model._meta.managed = False
        model._meta.default_permissions = ()
        model._meta.original_attrs |= {"managed": False, "default_permissions": ()}
        for field in model._meta.local_fields:
            if field.remote_field:
                field.remote_field.on_delete = models.DO_NOTHING


def is_in_transaction() -> bool:
    """A test's own transaction does not count, as for `atomic(durable=True)`."""
    blocks: list[Any] = connection.atomic_blocks
    return bool(blocks) and not blocks[-1]._from_testcase


@contextmanager
def record_statements() -> Iterator[list[str]]:
    """Writes down what the schema editor executes meanwhile, with the parameters in it.

    `sqlmigrate` would collect without running, and what is introspected then is not there.
    """
    statements: list[str] = []
    original = connection.SchemaEditorClass

    class RecordingEditor(original):  # type: ignore[misc, valid-type]
        def execute(self, sql: Any, params: Any = ()) -> Any:
            text = str(sql)
            if params is not None:
                text = self.connection.ops.compose_sql(text, params)
            statements.append(text.rstrip().rstrip(";"))
            return super().execute(text, None)

    connection.SchemaEditorClass = RecordingEditor
    try:
        yield statements
    finally:
        connection.SchemaEditorClass = original


class ClientCache(RedisCache):
    """Redis, asked through a client of ours."""

    client: type[RedisCacheClient]

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = self.client


class RowSessionStore(SessionStore):
    """Sessions in a table with columns of ours, by which a key is looked up."""

    def find_row(self) -> Any:
        """The live row of `session_key`, or None; Django's own looks for the key alone."""
        raise NotImplementedError

    def _get_session_from_db(self) -> Any:
        row = self.find_row()
        if row is None:
            self._session_key = None
        return row

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError where the row is gone, and what the database said where it failed.

        Django's own takes every failure for a session that is gone, which is answered 400.
        """
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            failure = error.__context__
            if failure is None or failure.__cause__ is None:  # the driver has no part in it
                raise
        else:
            return
        raise failure

    @property
    def contents(self) -> dict[str, Any]:
        """Read from the database when first asked for."""
        contents: dict[str, Any] = self._session  # type: ignore[attr-defined]
        return contents


class ShortLivedTokens(PasswordResetTokenGenerator):
    """Django's tokens, that end after `seconds`: a setting has one number for all of its own."""

    seconds: int

    def check_token(self, user: Any, token: str | None) -> bool:
        return bool(super().check_token(user, token)) and self._age(token or "") <= self.seconds

    def _age(self, token: str) -> int:
        now: int = self._num_seconds(self._now())
        return now - base36_to_int(token.partition("-")[0])


def log_no_error(response: HttpResponseBase) -> None:
    """Django logs each 5xx as an error of ours; some are none, or have their line elsewhere."""
    response._has_been_logged = True  # type: ignore[attr-defined]


def drop_errors(form: BaseForm) -> None:
    """As it was filled in, nothing found fault with: no public way back from a validation."""
    form._errors = ErrorDict()  # type: ignore[attr-defined]
