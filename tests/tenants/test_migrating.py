"""Every schema follows the template: by replayed statements, or by Django where it must."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection

from tenants.provisioning import broadcast, spares
from tenants.provisioning.broadcast import SchemasLeftBehind, migrate_followers
from tenants.provisioning.followers import find_behind, follower_schemas
from tenants.provisioning.reference import copy_reference_rows
from tenants.provisioning.schema_migrations import migrate_schema
from tenants.provisioning.template import build_template, drop_outward_keys
from tenants.registry.context import use_market, use_retailer, use_unclaimed
from tenants.registry.models import SpareSchema
from tests.tenants import catalogue, later

pytestmark = pytest.mark.django_db
SHOPS = ["shop_books", "shop_coffee", "shop_tea"]


def ignore(message):
    pass


def test_the_market_the_shops_and_the_spares_follow(books):
    spares.refill(1)
    spare = SpareSchema.objects.latest("id").schema_name

    first, *shops, last = follower_schemas()

    assert (first, last) == ("market", spare)
    assert books.schema_name in shops


def test_nobody_is_behind_and_one_statement_tells(django_assert_num_queries):
    with django_assert_num_queries(5):  # two lists of names, the template, the rest; a SET
        assert find_behind() == []


@pytest.mark.world
def test_replayed_statements_give_what_django_gives(tmp_path):
    with later.release(tmp_path, later.PLAIN, later.FOLLOWING):
        build_template(ignore)
        behind = {row.schema: row.missing for row in find_behind()}
        assert behind == dict.fromkeys(
            follower_schemas(), frozenset({"staff.9001_later", "staff.9002_later"})
        )

        assert migrate_followers(ignore) == len(follower_schemas())

        assert find_behind() == []
        template = catalogue.shape("template")
        assert any("nickname" in line for line in template)
        for schema in follower_schemas():
            assert catalogue.shape(schema) == template
        assert catalogue.outward_keys() == []


def test_roles_of_the_template_reach_the_shops_and_their_own_groups_stay(tea):
    with use_unclaimed("template"):
        auditors = Group.objects.create(name="auditors")
        auditors.permissions.add(Permission.objects.get(codename="view_order"))
        Group.objects.get(name="analyst").permissions.clear()
    with use_retailer(tea):
        Permission.objects.filter(codename="view_order").update(codename="look_at_order")
        regulars = Group.objects.create(name="regulars")
        regulars.permissions.add(Permission.objects.get(codename="view_product"))

        copy_reference_rows(tea.schema_name)
        copy_reference_rows(tea.schema_name)

        assert granted("auditors") == ["view_order"]
        assert granted("analyst") == []
        assert granted("regulars") == ["view_product"]


def granted(name):
    return list(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


@pytest.mark.world
def test_python_code_runs_in_every_schema(tmp_path, tea):
    with later.release(tmp_path, later.PLAIN, later.PYTHON):
        build_template(ignore)
        migrate_followers(ignore)

        assert find_behind() == []
        for schema in SHOPS:
            with use_unclaimed(schema):
                assert Group.objects.filter(name=f"made in {schema}").exists()
        with use_retailer(tea):
            assert not Permission.objects.filter(content_type__app_label="accounts").exists()
        with use_market():
            assert Group.objects.filter(name="made in market").exists()
        assert catalogue.outward_keys() == []


@pytest.mark.world
def test_an_interrupted_run_goes_on_where_it_was(tmp_path, monkeypatch):
    done = []
    replay = broadcast._replay

    def replay_once(schema, *args):
        if done:
            raise KeyboardInterrupt
        done.append(schema)
        replay(schema, *args)

    with later.release(tmp_path, later.PLAIN):
        build_template(ignore)
        everybody = follower_schemas()
        with monkeypatch.context() as patch:
            patch.setattr(broadcast, "_replay", replay_once)
            with pytest.raises(KeyboardInterrupt):
                migrate_followers(ignore)
        left = [one.schema for one in find_behind()]

        assert left == everybody[2:]
        assert migrate_followers(ignore) == len(left)
        assert find_behind() == []


@pytest.mark.world
def test_a_spare_made_by_hand_is_brought_up_too(tmp_path):
    """One that stands where the shops stood two releases ago."""
    with later.release(tmp_path, later.PLAIN, later.FOLLOWING):
        build_template(ignore)
        with use_unclaimed("shop_tea"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            before = cursor.fetchone()[0]
        migrate_schema("shop_tea")
        drop_outward_keys("shop_tea")
        with use_unclaimed("shop_tea"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] == before + 2

        assert "shop_tea" not in {one.schema for one in find_behind()}
        assert migrate_followers(ignore) == len(follower_schemas()) - 1


def test_migrate_by_its_usual_name_refuses_a_single_app():
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="tenant migrate"):
        call_command("migrate", "staff")
    with pytest.raises(CommandError, match="tenant migrate"):
        call_command("migrate_schemas", "staff", "zero")


@pytest.mark.world
@pytest.mark.django_db(transaction=True)
def test_a_busy_table_is_left_for_the_next_run(tmp_path, settings, monkeypatch):
    from django.db import connections

    settings.MIGRATION_LOCK_TIMEOUT = "50ms"
    monkeypatch.setattr(broadcast.time, "sleep", lambda seconds: None)
    holder = connections.create_connection("default")
    with later.release(tmp_path, later.PLAIN):
        build_template(ignore)
        with holder.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE shop_coffee.staff_membership IN ACCESS SHARE MODE")

            with pytest.raises(SchemasLeftBehind, match="shop_coffee"):
                migrate_followers(ignore)

            cursor.execute("ROLLBACK")
        holder.close()
        assert [one.schema for one in find_behind()] == ["shop_coffee"]
        assert migrate_followers(ignore) == 1
        assert find_behind() == []
