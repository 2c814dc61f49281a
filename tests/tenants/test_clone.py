"""A clone equals its template, and the template is fit to be cloned."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.provisioning.clone import NotPrepared, clone_template
from tenants.provisioning.ddl import CannotClone, write_script
from tenants.provisioning.definitions import settle
from tenants.provisioning.template import TemplateInUse, require_unused
from tenants.registry.context import use_market, use_retailer, use_unclaimed
from tenants.registry.models import CloneScript
from tenants.registry.routers import labels
from tenants.staff.models import AuditEntry
from tests.tenants import catalogue

pytestmark = pytest.mark.django_db


def test_a_shop_equals_the_template_statement_by_statement(tea):
    template = catalogue.dump("template")

    assert catalogue.dump(tea.schema_name) == template
    assert len([s for s in template if s.startswith("CREATE TABLE")]) > 100


def test_a_clone_has_the_templates_rows():
    clone_template("spare_test")

    found = catalogue.rows("spare_test")

    assert found == catalogue.rows("template")
    assert found["auth_group"][0] == 7
    assert found["catalogue_product"][0] == 0


def test_rows_added_to_a_clone_get_numbers_of_their_own():
    clone_template("spare_test")

    with use_unclaimed("spare_test"):
        made = ContentType.objects.create(app_label="x", model="y")
        assert ContentType.objects.filter(pk__gte=made.pk).count() == 1


def test_a_shop_has_at_most_123_tables(books):
    assert len(catalogue.rows(books.schema_name)) <= 123


def test_no_foreign_key_leaves_a_schema():
    assert catalogue.outward_keys() == []


def test_no_shop_knows_models_that_exist_once(books):
    shared = labels(shared=True)
    for schema in (use_unclaimed("template"), use_retailer(books)):
        with schema:
            assert not ContentType.objects.filter(app_label__in=shared).exists()
            assert not Permission.objects.filter(content_type__app_label__in=shared).exists()
            assert Permission.objects.filter(content_type__app_label="order").exists()


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("CREATE VIEW template.v AS SELECT 1", "relation v"),
        ("CREATE SEQUENCE template.s", "sequence s"),
        ("CREATE FUNCTION template.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function f"),
    ],
)
def test_what_a_clone_would_lack_is_refused(sql, named):
    with connection.cursor() as cursor:
        cursor.execute(sql)

    with pytest.raises(CannotClone, match=named):
        write_script("template")


def test_a_template_with_goods_is_refused():
    require_unused("template")
    with use_unclaimed("template"):
        AuditEntry.objects.create(action="shop.opened")

    with pytest.raises(TemplateInUse, match="staff_auditentry"):
        require_unused("template")


def test_an_unprepared_database_says_what_to_do():
    CloneScript.objects.all().delete()

    with pytest.raises(NotPrepared, match=r"manage\.py prepare"):
        clone_template("spare_test")
    assert not catalogue.exists("spare_test")


def test_the_market_is_a_site_like_any_other():
    with use_market():
        assert ContentType.objects.filter(app_label="wagtailcore").exists()


def test_how_a_table_is_stored_is_cloned_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE template.odd (id int PRIMARY KEY, words text)"
            " WITH (fillfactor = 70);"
            "ALTER TABLE template.odd ALTER COLUMN words SET STORAGE MAIN"
        )

    script = write_script("template")

    assert 'CREATE UNLOGGED TABLE "odd" (\n  "id" integer NOT NULL' in script
    assert 'CONSTRAINT "odd_pkey" PRIMARY KEY (id)\n) WITH (fillfactor=70);\n' in script
    assert "ALTER TABLE odd ALTER COLUMN words SET STORAGE MAIN;\n" in script


def test_what_may_never_be_copied_is_looked_for(db):
    with CaptureQueriesContext(connection) as queries:
        require_unused("template")

    asked = " ".join(query["sql"] for query in queries)
    for table in (
        *("catalogue_product", "partner_stockrecord", "order_order", "basket_basket"),
        *("staff_membership", "staff_auditentry"),
    ):
        assert f'SELECT FROM "{table}"' in asked


def test_an_index_is_written_as_its_copies_will_be(books):
    """PostgreSQL words a condition anew when it reads its own words: a clone has the second."""
    words = "SELECT pg_get_indexdef('shop_books.settled'::regclass)"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX settled ON shop_books.order_order (id) WHERE status IN ('new', 'paid')"
        )
        cursor.execute(words)
        (before,) = cursor.fetchone()
        settle("shop_books")
        cursor.execute(words)
        (after,) = cursor.fetchone()

    assert ")::text[]" in before
    assert ")::text[]" not in after
