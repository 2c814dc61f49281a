"""The role that serves requests: what it may not do, and that shops live on what it may."""

from secrets import token_hex

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.utils.timezone import now
from psycopg2.errors import InsufficientPrivilege

from tenants.feeds.services import import_catalogue
from tenants.provisioning import rights, spares
from tenants.registry import services
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer, SpareSchema
from tenants.shop.order.models import Order
from tenants.tasks.runner import run_all
from tests.factories.goods import make_product
from tests.factories.orders import make_purchase
from tests.tenants import catalogue

pytestmark = pytest.mark.django_db
GOODS = """\
handle,title,description,brand,categories,price,stock,sku
atlas,Atlas of lighthouses,Every coast.,Kapp,Books > Travel,31.00,4,KA-1
"""


@pytest.fixture
def web(db):
    """This connection is the web's role from here to the end of the test, as if logged in."""
    role = f"web_{token_hex(6)}"
    execute(f"CREATE ROLE {role}")
    rights.grant(role)
    execute(f"SET SESSION AUTHORIZATION {role}")
    return role


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def refused(statement, *values):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        execute(statement, *values)
    return isinstance(refusal.value.__cause__, InsufficientPrivilege)


FORBIDDEN = [
    "DROP SCHEMA shop_books CASCADE",
    "ALTER SCHEMA shop_books RENAME TO mine",
    "CREATE SCHEMA mine",
    "CREATE TABLE public.mine (id int)",
    "CREATE TABLE shop_books.mine (id int)",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TRIGGER t BEFORE INSERT ON shop_books.catalogue_product FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "ALTER TABLE shop_books.catalogue_product ADD COLUMN mine int",
    "DROP TABLE shop_books.catalogue_product",
    "TRUNCATE shop_books.catalogue_product CASCADE",
    "UPDATE public.tenants_clonescript SET sql = 'DROP TABLE accounts_user'",
    "DELETE FROM public.tenants_clonescript",
    "UPDATE public.audit_entry SET who_id = NULL",
    "DELETE FROM public.audit_entry",
    "TRUNCATE public.audit_entry",
    "DELETE FROM public.django_migrations",
    "DELETE FROM shop_books.django_migrations",
    "UPDATE market.django_migrations SET name = 'x'",
    "INSERT INTO template.django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    "COMMENT ON SCHEMA public IS 'prepared'",
    "COMMENT ON TABLE public.tenants_retailer IS 'prepared'",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    "CREATE ROLE mine",
    "SET ROLE galleria",
    "SELECT * FROM pg_authid",
    "ALTER DEFAULT PRIVILEGES FOR ROLE galleria GRANT ALL ON TABLES TO PUBLIC",
    "CREATE EXTENSION postgres_fdw",
]


def test_the_web_may_not(web):
    assert [statement for statement in FORBIDDEN if not refused(statement)] == []
    # Within a transaction a database is made by nobody: what counts is the role's own right.
    assert execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") == [(False,)]


def test_no_schema_that_is_made_later_lets_it_write_what_was_migrated(web):
    schema = spares.make_spare().schema_name
    assert refused(f'DELETE FROM "{schema}".django_migrations')
    assert execute(f'SELECT count(*) > 0 FROM "{schema}".django_migrations') == [(True,)]


def test_what_an_earlier_release_let_it_write_is_read_only_after_the_next_preparation(db):
    role = f"web_{token_hex(6)}"
    execute(f"CREATE ROLE {role}")
    rights.grant(role)
    execute(f"GRANT INSERT, UPDATE, DELETE ON shop_books.django_migrations TO {role}")

    rights.grant(role)

    allowed = "SELECT has_table_privilege(%s, 'shop_books.django_migrations', %s)"
    assert execute(allowed, role, "INSERT, UPDATE, DELETE") == [(False,)]
    assert execute(allowed, role, "SELECT") == [(True,)]


def test_it_drops_only_what_is_closed(web, books):
    Retailer.objects.filter(pk=books.pk).update(status="closed")
    assert refused("SELECT public.galleria_drop('shop_books')")
    Retailer.objects.filter(pk=books.pk).update(status="active", closed_at=now())
    for schema in ("shop_books", "public", "template", "market", "pg_catalog"):
        assert refused("SELECT public.galleria_drop(%s)", schema)
        assert catalogue.exists(schema)


def test_it_clones_only_for_a_spare_or_a_shop_that_opens(web):
    for schema in ("mine", "public_2", "spare_x", 'spare_0123456789ab"; DROP SCHEMA public; --'):
        assert refused("SELECT public.galleria_clone(%s)", schema)
        assert not catalogue.exists(schema)


def test_it_renames_only_a_spare_and_only_for_a_shop(web):
    spare = spares.make_spare().schema_name
    services.apply_for_shop(name="Shop", slug="shop-1", owner_email="o@shop.example")

    assert refused("SELECT public.galleria_claim(%s, %s)", "shop_books", "shop_shop_1")
    assert refused("SELECT public.galleria_claim(%s, %s)", "public", "shop_shop_1")
    assert refused("SELECT public.galleria_claim(%s, %s)", spare, "mine")
    assert catalogue.exists(spare)
    assert catalogue.exists("shop_books")


@pytest.mark.parametrize("schema", ["public", "template", "market", "spare_0123456789ab"])
def test_a_forged_registry_makes_no_shop_of_what_is_none(web, books, schema):
    """The web may write the registry; the functions of the owner do not take its word."""
    spare = spares.make_spare().schema_name
    Retailer.objects.filter(pk=books.pk).update(schema_name="mine")
    assert refused("SELECT public.galleria_clone('mine')")
    assert refused("SELECT public.galleria_claim(%s, 'mine')", spare)

    Retailer.objects.filter(pk=books.pk).update(
        schema_name=schema, status="closed", closed_at=now()
    )

    assert refused("SELECT public.galleria_drop(%s)", schema)
    assert catalogue.exists(schema) == (schema != "spare_0123456789ab")


def test_a_caller_puts_nothing_before_the_tables_of_a_clone(web):
    """A function of the owner looks for names in schemas that only the owner writes to."""
    names = ("galleria_clone", "galleria_claim", "galleria_drop")
    rows = execute("SELECT proconfig, prosecdef FROM pg_proc WHERE proname = ANY(%s)", list(names))

    assert rows == [(["search_path=pg_catalog, pg_temp"], True)] * 3
    spares.make_spare()
    assert "pg_temp" not in execute("SHOW search_path")[0][0]


@pytest.mark.world
@pytest.mark.parametrize("with_spare", [True, False])
def test_a_shop_opens_trades_and_is_purged(
    web, with_spare, tmp_path, django_capture_on_commit_callbacks
):
    if not with_spare:
        SpareSchema.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        applied = services.apply_for_shop(name="Maps", slug="maps", owner_email="o@maps.example")
        shop = services.open_shop(retailer=services.approve(retailer=applied))
        path = tmp_path / "goods.csv"
        path.write_text(GOODS, encoding="utf-8")
        report = import_catalogue(retailer=shop, path=path)
    run_all()
    assert (report.imported_rows, report.refused_rows) == (1, 0)
    assert Client().get("/", headers={"host": shop.host}).status_code == 200
    listing = make_product(shop, "Globe")
    make_purchase(listing)
    with use_retailer(shop):
        assert Order.objects.count() == 1

    services.close(retailer=Retailer.objects.get(pk=shop.pk), reason="over")
    services.purge(retailer=shop, early=True)

    assert not catalogue.exists("shop_maps")
    assert execute("SELECT session_user") == [(web,)]


def test_spares_are_made_and_the_owner_alone_discards_them(web):
    before = SpareSchema.objects.count()

    assert spares.refill(before + 1) == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        spares.discard()
    assert SpareSchema.objects.count() == before + 1
