"""Preparing a database, and the commands around shops."""

from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from marketplace.audit.models import Entry
from tenants.provisioning import services as provisioning
from tenants.provisioning import spares
from tenants.provisioning.fingerprint import code_fingerprint
from tenants.provisioning.services import prepare_database
from tenants.registry import services
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import CloneScript, Retailer, SpareSchema
from tenants.staff.models import Membership
from tests.factories.accounts import make_operator
from tests.tenants import catalogue

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["PUBLIC_STEPS", "TEMPLATE_STEPS", "MARKET_STEPS", "PROVISIONING_STEPS"]
)
def test_every_step_and_chore_is_a_function(name):
    for path in [*getattr(django_settings, name), *django_settings.PERIODIC_JOBS]:
        assert callable(import_string(path)), path


def test_a_prepared_database_is_left_alone(django_assert_max_num_queries):
    messages = []
    with django_assert_max_num_queries(6):
        assert prepare_database(messages.append) is False
    assert messages == []


def test_the_fingerprint_follows_what_shapes_a_schema(settings):
    before = code_fingerprint()
    assert code_fingerprint() == before

    settings.TEMPLATE_STEPS = [*settings.TEMPLATE_STEPS, "tests.tenants.jobs.chore"]

    assert code_fingerprint() != before


def test_preparing_again_changes_nothing_but_the_spares(books, monkeypatch):
    spares.refill(1)
    old_spare = SpareSchema.objects.get().schema_name
    before = {schema: catalogue.rows(schema) for schema in ("template", "market", "shop_books")}
    CloneScript.objects.update(fingerprint="of other code")
    followed = []
    monkeypatch.setattr(provisioning, "migrate_followers", followed.append)

    assert prepare_database(lambda message: None) is True

    assert CloneScript.objects.get().fingerprint == code_fingerprint()
    assert {schema: catalogue.rows(schema) for schema in before} == before
    assert not catalogue.exists(old_spare)
    assert SpareSchema.objects.count() == django_settings.SPARE_SCHEMAS
    assert len(followed) == 1


def test_a_step_may_run_again_in_an_open_shop(books):
    from tenants.provisioning import steps

    before = catalogue.rows("shop_books")
    memberships = before["staff_membership"]

    steps.furnish_shop(books)

    after = catalogue.rows("shop_books")
    assert after["staff_membership"] == memberships
    assert {table: count for table, (count, _) in after.items()} == {
        table: count for table, (count, _) in before.items()
    }


def test_migrations_are_not_due():
    assert "Nobody is behind" in run("tenant", "migrate")
    run("migrate", "--check")
    CloneScript.objects.update(fingerprint="of other code")
    with pytest.raises(CommandError, match="due"):
        run("migrate", "--check")


def test_a_shop_by_command_from_its_opening_to_its_end():
    assert "http" in run("tenant", "create", "toys", "--owner", "o@toys.example", "--name", "Toys")
    assert "shop_toys" in run("tenant", "list")
    assert "toys.localhost" in run("tenant", "status", "toys")
    run("tenant", "suspend", "toys", "--reason", "stock-taking")
    assert Retailer.objects.get(slug="toys").status_reason == "stock-taking"
    run("tenant", "resume", "toys")
    run("tenant", "close", "toys")
    with pytest.raises(CommandError, match="kept for a while"):
        run("tenant", "purge", "toys")
    run("tenant", "purge", "toys", "--early")
    assert not catalogue.exists("shop_toys")
    assert "purged" in run("tenant", "list")


def test_a_host_of_a_shops_own_by_command(books):
    run("tenant", "add-domain", "books", "www.books.example", "--primary")
    assert list(books.domains.filter(is_primary=True).values_list("domain", flat=True)) == [
        "www.books.example"
    ]
    assert "www.books.example" in run("tenant", "status", "books")
    run("tenant", "remove-domain", "books", "www.books.example")
    assert list(books.domains.values_list("domain", flat=True)) == [books.host]
    with pytest.raises(CommandError, match="own host stays"):
        run("tenant", "remove-domain", "books", books.host)


def test_an_application_by_command():
    services.apply_for_shop(name="Toys", slug="toys", owner_email="o@toys.example")
    services.apply_for_shop(name="Hats", slug="hats", owner_email="o@hats.example")

    assert "its owner opens it at" in run("tenant", "approve", "toys")
    assert "is open at" in run("tenant", "open", "toys")
    run("tenant", "decline", "hats", "--reason", "no hats")

    assert Retailer.objects.get(slug="hats").status_reason == "no hats"


def test_a_refusal_is_one_clear_line():
    with pytest.raises(CommandError, match="kept for the marketplace"):
        run("tenant", "create", "admin", "--owner", "o@x.example")
    with pytest.raises(CommandError, match="no shop nowhere"):
        run("tenant", "suspend", "nowhere")


def test_spares_by_command():
    assert run("tenant", "spares", "--make", "1").startswith("1 of")


def test_support_by_command(books):
    operator = make_operator("olga@example.com")

    run("tenant", "support", "books", "olga@example.com", "--hours", "1", "--reason", "refund")

    with use_retailer(books):
        assert Membership.objects.live_for(operator).role == "support"
    with use_market():
        assert Entry.objects.filter(what="support.granted").exists()
    with pytest.raises(CommandError, match="no account"):
        run("tenant", "support", "books", "nobody@example.com", "--reason", "x")


@pytest.mark.parametrize(
    "name", ["create_tenant", "clone_tenant", "delete_tenant", "rename_schema"]
)
def test_what_would_go_around_the_template_is_refused(name):
    with pytest.raises(CommandError, match="go around"):
        run(name)


def test_a_command_in_every_schema(capsys):
    out = run("each", "fixtree")

    assert [line for line in out.splitlines() if line in ("market", "books", "coffee", "tea")] == [
        "market",
        "books",
        "coffee",
        "tea",
    ]
