"""The border of a schema, as the database itself has it."""

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import ProgrammingError, connection, transaction

from tenants.registry.context import use_market, use_public, use_retailer
from tenants.registry.routers import labels

pytestmark = pytest.mark.django_db

FOREIGN_KEYS = """
    SELECT own.nspname, c.conrelid::regclass::text, c.conname
    FROM pg_constraint c
    JOIN pg_class mine ON mine.oid = c.conrelid JOIN pg_namespace own ON own.oid = mine.relnamespace
    JOIN pg_class yours ON yours.oid = c.confrelid
    JOIN pg_namespace other ON other.oid = yours.relnamespace
    WHERE c.contype = 'f' AND own.nspname <> other.nspname
"""
ALL_FOREIGN_KEYS = """
    SELECT n.nspname, count(*) FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE c.contype = 'f' GROUP BY 1
"""
# A default, a view, an index or a sequence that was left behind with a name of another schema.
DEPENDENCIES = """
    SELECT mine.relname, own.nspname, yours.relname, other.nspname
    FROM pg_depend d
    JOIN pg_attrdef a ON d.classid = 'pg_attrdef'::regclass AND a.oid = d.objid
    JOIN pg_class mine ON mine.oid = a.adrelid JOIN pg_namespace own ON own.oid = mine.relnamespace
    JOIN pg_class yours ON d.refclassid = 'pg_class'::regclass AND yours.oid = d.refobjid
    JOIN pg_namespace other ON other.oid = yours.relnamespace
    WHERE own.nspname <> other.nspname
    UNION ALL
    SELECT mine.relname, own.nspname, yours.relname, other.nspname
    FROM pg_depend d
    JOIN pg_class mine ON d.classid = 'pg_class'::regclass AND mine.oid = d.objid
    JOIN pg_namespace own ON own.oid = mine.relnamespace
    JOIN pg_class yours ON d.refclassid = 'pg_class'::regclass AND yours.oid = d.refobjid
    JOIN pg_namespace other ON other.oid = yours.relnamespace
    WHERE own.nspname <> other.nspname AND own.nspname NOT LIKE 'pg_%'
"""
TRIGGERS = """
    SELECT n.nspname, t.tgname FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND n.nspname <> 'public' AND n.nspname NOT LIKE 'pg_%'
"""
TABLES = """
    SELECT table_schema, table_name FROM information_schema.tables
    WHERE table_schema NOT LIKE 'pg_%' AND table_schema <> 'information_schema'
"""


def ask(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_no_app_stands_in_both_lists():
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == set()
    assert labels(shared=True) & labels(shared=False) == frozenset()


def test_no_foreign_key_leaves_a_schema():
    counted = dict(ask(ALL_FOREIGN_KEYS))
    assert {"public", "market", "template", "shop_books", "shop_coffee"} <= set(counted)
    assert counted["shop_books"] > 100
    assert ask(FOREIGN_KEYS) == []


def test_nothing_of_a_schema_leans_on_another():
    assert ask(DEPENDENCIES) == []


def test_there_are_no_triggers_in_the_schemas_of_sites():
    assert ask(TRIGGERS) == []


def test_no_table_of_a_shop_has_a_namesake_in_public():
    """The search path is (shop, public): a namesake would be read when the schema is missing."""
    found: dict[str, set[str]] = {}
    for schema, table in ask(TABLES):
        found.setdefault(schema, set()).add(table)
    sites = set().union(*(tables for schema, tables in found.items() if schema != "public"))
    assert len(sites) > 100
    assert sites & found["public"] == {"django_migrations"}


def test_a_schema_that_does_not_exist_reads_nothing(books):
    from tenants.registry.context import use_unclaimed
    from tenants.shop.order.models import Order

    with use_retailer(books):
        for nowhere in (use_public(), use_unclaimed("shop_bo0ks")):
            with nowhere, pytest.raises(ProgrammingError), transaction.atomic():
                Order.objects.count()
        assert list(Order.objects.filter(number="nobody's")) == []


@pytest.mark.parametrize("slug", ["books", "coffee"])
def test_no_shop_has_permissions_for_what_is_shared(slug, books, coffee):
    shared = {config.label for config in apps.get_app_configs()} & labels(shared=True)
    with use_retailer({"books": books, "coffee": coffee}[slug]):
        found = Permission.objects.filter(content_type__app_label__in=shared)
        assert list(found.values_list("codename", flat=True)) == []
        assert Permission.objects.filter(content_type__app_label="catalogue").exists()


def test_nobody_works_in_both_shops_by_accident(books, coffee):
    from tenants.staff.models import Membership

    seen = {}
    for retailer in (books, coffee):
        with use_retailer(retailer):
            seen[retailer.slug] = set(Membership.objects.values_list("user__email", flat=True))
    assert "owner@books.example" in seen["books"]
    assert "owner@coffee.example" in seen["coffee"]
    assert seen["books"] & seen["coffee"] == set()
    with use_market():
        assert not Membership.objects.exists()
