"""Prepares a database from nothing, or from any earlier release: the one entry for all."""

from django.conf import settings
from django.db import connection

from tenants.provisioning import baseline, clone, rights, spares, steps
from tenants.provisioning.broadcast import migrate_followers, refresh_reference_rows
from tenants.provisioning.extensions import create_extensions
from tenants.provisioning.fingerprint import code_fingerprint
from tenants.provisioning.locks import preparation_lock
from tenants.provisioning.schema_migrations import migrate_public
from tenants.provisioning.template import Progress, build_template
from tenants.registry.context import PUBLIC, use_public


def prepare_database(progress: Progress = print, *, force: bool = False) -> bool:
    """Make or upgrade public, the template, the market, every shop and the spares.

    Returns False at once when this code prepared the database before. Interrupted at any
    point it goes on where it was: every part is repeatable, and the fingerprint is stored last.
    """
    with use_public(), preparation_lock():
        fingerprint = code_fingerprint()
        if not force and clone.stored_fingerprint() == fingerprint:
            return False
        _prepare(progress, fingerprint)
    return True


def migrate_shops(progress: Progress = print) -> int:
    """Bring whoever is behind the template up to it; how many. One statement if nobody is.

    Raises SchemasLeftBehind when tables were too busy; the next run goes on with those.
    """
    with use_public(), preparation_lock():
        return migrate_followers(progress)


def _prepare(progress: Progress, fingerprint: str) -> None:
    create_extensions()
    progress("Migrating the schema public")
    baseline.load_schema(PUBLIC)
    migrate_public()
    rights.write_functions()
    rights.grant()
    steps.furnish_public()
    build_template(progress)
    rights.keep_read_only()
    clone.store_script()
    spares.discard()
    make_market(progress)
    migrate_followers(progress)
    refresh_reference_rows()
    steps.furnish_market()
    progress("Cloning spare schemas")
    spares.refill()
    clone.mark_prepared(fingerprint)


def make_market(progress: Progress) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [settings.MARKET_SCHEMA])
        if cursor.fetchone()[0]:
            return
    progress(f"Cloning the schema {settings.MARKET_SCHEMA}")
    clone.clone_template(settings.MARKET_SCHEMA)
