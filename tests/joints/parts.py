"""What our joints stand on, each with a digest of its source: `python -m tests.joints.parts` prints
the table anew, as `digests.txt` has it.

Run after a look at what the library changed and at the joint; never to quiet a test.
"""

import hashlib
import inspect
import os
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

DIGESTS = Path(__file__).with_name("digests.txt")
# Joint: the parts of its library that it reads, calls or replaces.
USED = {
    "tenants.joints.django": """
        django.contrib.auth.backends.ModelBackend._get_permissions
        django.contrib.auth.backends.ModelBackend.get_all_permissions
        django.contrib.auth.tokens.PasswordResetTokenGenerator
        django.contrib.contenttypes.models.ContentTypeManager
        django.contrib.sessions.backends.base.SessionBase._get_session
        django.contrib.sessions.backends.db.SessionStore
        django.contrib.sites.models.SiteManager
        django.core.cache.backends.redis.RedisCache
        django.db.backends.base.base.BaseDatabaseWrapper.schema_editor
        django.db.backends.postgresql.operations.DatabaseOperations.compose_sql
        django.db.migrations.recorder.MigrationRecorder
        django.db.models.base.ModelState
        django.db.models.query.QuerySet._raw_delete
        django.db.transaction.Atomic.__enter__
        django.forms.forms.BaseForm.errors
        django.forms.forms.BaseForm.is_valid
        django.utils.log.log_response
    """,
    "tenants.joints.django_tasks": """
        django_tasks_db.backend.DatabaseBackend
        django_tasks_db.models.DBTaskResult
        django_tasks_db.models.DBTaskResultQuerySet
    """,
    "tenants.joints.django_tenants": """
        django_tenants.files.storage.TenantFileSystemStorage
        django_tenants.postgresql_backend.base.DatabaseWrapper
    """,
    "tenants.joints.wagtail": """
        modelsearch.query.And.__init__
        modelsearch.query.Phrase.__init__
        modelsearch.query.PlainText.__init__
        treebeard.mp_tree.MP_Node._get_path
        treebeard.mp_tree.MP_Node._str2int
        wagtail.admin.apps.WagtailAdminAppConfig.ready
        wagtail.admin.signal_handlers.register_signal_handlers
        wagtail.admin.localization.get_localized_response
        wagtail.admin.filters.BaseMediaFilterSet
        wagtail.admin.forms.choosers.URLOrAbsolutePathField.to_python
        wagtail.admin.templatetags.wagtailadmin_tags.base_url_setting
        wagtail.admin.userbar.Userbar.get_context_data
        wagtail.admin.utils.get_admin_base_url
        wagtail.admin.views.account.AccountView.get_panels
        wagtail.admin.views.account.AccountView.post
        wagtail.admin.views.generic.preview.PreviewOnEdit
        wagtail.admin.views.generic.preview.PreviewRevision
        wagtail.admin.views.generic.preview.StreamFieldBlockPreview
        wagtail.contrib.redirects.forms.ConfirmImportManagementForm.clean
        wagtail.contrib.redirects.models.Redirect.clean
        wagtail.images.models.Filter.get_cache_key
        wagtail.images.models.AbstractImage.get_renditions
        wagtail.permission_policies.base.AuthenticationOnlyPermissionPolicy
        wagtail.permission_policies.collections.CollectionPermissionLookupMixin
        wagtail.permission_policies.pages.PagePermissionPolicy
        wagtail.users.models.UserProfile.get_for_user
        wagtail.views.serve
        wagtail.views.serve_chain
        wagtail.wagtail_hooks.check_view_restrictions
    """,
    "marketplace.joints.fpdf": """
        fpdf.bidi.BidiParagraph
        fpdf.fpdf.FPDF._get_current_graphics_state
        fpdf.fpdf.FPDF._parse_chars
        fpdf.fpdf.FPDF._preload_bidirectional_text
        fpdf.line_break.Fragment
        fpdf.line_break.TextLine.get_ordered_fragments
    """,
    "marketplace.joints.gunicorn": """
        gunicorn.asgi.protocol.ASGIProtocol.__init__
        gunicorn.asgi.protocol.ASGIProtocol.connection_made
        gunicorn.asgi.protocol.ASGIProtocol.connection_lost
        gunicorn.asgi.protocol.ASGIProtocol.data_received
        gunicorn.asgi.protocol.ASGIProtocol._close_transport
        gunicorn.asgi.protocol.ASGIProtocol._keepalive_timeout
        gunicorn.asgi.protocol.ASGIProtocol._send_error_response
        gunicorn.asgi.protocol.BodyReceiver
        gunicorn.workers.gasgi.ASGIWorker
    """,
    "marketplace.joints.simplejwt": """
        rest_framework_simplejwt.backends.TokenBackend
    """,
    "api.joints.rest_framework": """
        rest_framework.request.Request.__init__
        rest_framework.request.Request.__getattr__
    """,
    "api.joints.spectacular": """
        drf_spectacular.plumbing.OpenApiGeneratorExtension
        drf_spectacular.openapi.AutoSchema._map_serializer_field
        drf_spectacular.openapi.AutoSchema._map_basic_serializer
        drf_spectacular.openapi.AutoSchema._get_request_body
        drf_spectacular.openapi.AutoSchema._get_request_for_media_type
        drf_spectacular.openapi.AutoSchema._get_response_bodies
        drf_spectacular.openapi.AutoSchema._get_response_for_code
    """,
}
# Their classes are made to be extended; what a class of ours has in place of theirs, without a
# call of it, is a copy that does not follow by itself.
EXTENDED = (
    *("oscar", "oscarapi", "wagtail", "modelcluster", "treebeard", "taggit", "haystack"),
    *("django_tenants", "django_tasks", "django_tasks_db", "gunicorn", "openpyxl", "csp"),
    *("drf_spectacular", "rest_framework_simplejwt", "whitenoise"),
)


def used_parts() -> dict[str, str]:
    """Dotted path of a library's part: the joint that stands on it."""
    return {part: joint for joint, parts in USED.items() for part in parts.split()}


def replaced_parts() -> dict[str, str]:
    """Dotted path of a library's method: the class of ours that has another in its place."""
    from tests.architecture.code import sources
    from tests.architecture.joints import NOT_IMPORTED

    names = [
        path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for path in sources()
        if not path.startswith(NOT_IMPORTED)
    ]
    kinds = [
        kind
        for name in names
        for kind in vars(import_module(name)).values()
        if inspect.isclass(kind) and kind.__module__ == name
    ]
    return {part: place for kind in kinds for part, place in replaced_by(kind)}


def replaced_by(kind: type) -> Iterator[tuple[str, str]]:
    for name, value in vars(kind).items():
        source = source_of(value)
        if not source or "super()" in source or kind.__qualname__ not in qualname_of(value):
            continue
        for base in kind.__mro__[1:]:
            if name in vars(base) and base.__module__.split(".")[0] in EXTENDED:
                if source_of(vars(base)[name]):
                    part = f"{base.__module__}.{base.__qualname__}.{name}"
                    yield part, f"{kind.__module__}.{kind.__qualname__}"
                break


def qualname_of(value: Any) -> str:
    return getattr(function_of(value), "__qualname__", "")


def function_of(value: Any) -> Any:
    """What a property, a cached one, a class method or a decorated function is made of."""
    for name in ("fget", "func", "__func__", "__wrapped__"):
        value = getattr(value, name, None) or value
    return value


def source_of(value: Any) -> str:
    value = function_of(value)
    if not (inspect.isfunction(value) or inspect.isclass(value)):
        return ""
    try:
        return textwrap.dedent(inspect.getsource(value))
    except (OSError, TypeError):
        return ""


def part_of(path: str) -> Any:
    """A class, function or method by its dotted path. Raises AttributeError, ImportError."""
    module, _, name = path.rpartition(".")
    try:
        return inspect.getattr_static(import_module(module), name)
    except ModuleNotFoundError:
        return inspect.getattr_static(part_of(module), name)


def digest_of(path: str) -> str:
    """12 hex digits of the source; where its lines break does not count."""
    source = source_of(part_of(path))
    assert source, f"{path} has no source"
    return hashlib.sha256("".join(source.split()).encode()).hexdigest()[:12]


def table() -> dict[str, str]:
    """Path: digest, of all parts."""
    return {path: digest_of(path) for path in sorted({*used_parts(), *replaced_parts()})}


def committed() -> dict[str, str]:
    lines = DIGESTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)  # type: ignore[misc]


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    django.setup()
    for path, digest in table().items():
        print(path, digest)
