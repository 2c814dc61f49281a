"""Django's private parts do what tenants/joints/django.py takes them for."""

import logging

import pytest
from django import forms
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.core.cache.backends.redis import RedisCacheClient
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from marketplace.accounts.models import WebSession
from tenants.joints import django as joint
from tenants.joints.schemas import forget_rights
from tenants.registry.context import use_public, use_retailer
from tenants.shop.order.models import PaymentEvent
from tests.factories.accounts import make_customer
from tests.factories.staff import make_member


def test_rows_go_at_once(db, django_assert_num_queries):
    with use_public():
        WebSession.objects.all().delete()
        for number in range(3):
            make_session(f"key{number}")
        with django_assert_num_queries(1):
            assert joint.delete_at_once(WebSession.objects.exclude(session_key="key2")) == 2
        assert WebSession.objects.get().session_key == "key2"


def make_session(key):
    user = make_customer(f"{key}@example.com")
    return WebSession.objects.create(
        session_key=key,
        schema_name="public",
        user_id=user.pk,
        session_data="",
        expire_date=user.date_joined,
        seen_at=user.date_joined,
    )


def test_a_row_is_new_until_it_is_saved(db, books):
    with use_retailer(books):
        group = Group(pk=999_999, name="pickers")
        assert joint.is_new(group)
        group.save()
        assert not joint.is_new(group)
        assert not joint.is_new(Group.objects.get(pk=group.pk))


def test_a_class_without_table_has_no_migration_and_no_permission():
    """Oscar's payment events point to their type, orders and lines."""
    assert ModelState.from_model(PaymentEvent).options["managed"] is False
    assert ModelState.from_model(PaymentEvent).options["default_permissions"] == ()
    assert not PaymentEvent._meta.can_migrate(connection)
    order = PaymentEvent._meta.get_field("order")
    assert order.remote_field.on_delete is models.DO_NOTHING


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_noticed():
    assert not joint.is_in_transaction()
    with transaction.atomic():
        assert joint.is_in_transaction()
    assert not joint.is_in_transaction()


@pytest.mark.django_db
def test_the_transaction_of_a_test_is_none():
    assert connection.in_atomic_block
    assert not joint.is_in_transaction()
    with transaction.atomic():
        assert joint.is_in_transaction()


def test_statements_are_recorded_with_their_parameters(db, books):
    with (
        use_retailer(books),
        joint.record_statements() as statements,
        connection.schema_editor() as editor,
    ):
        editor.execute("SELECT %s", ["a'b"])
        editor.execute("SELECT 1", None)
    with use_retailer(books), connection.schema_editor() as editor:
        editor.execute("SELECT 2", None)

    assert statements == ["SELECT 'a''b'", "SELECT 1"]


def test_content_types_and_sites_are_kept_by_schema(books, coffee):
    with use_retailer(books):
        here = ContentType.objects.get_for_model(Site)
        first = Site.objects.get_current()
    with use_retailer(coffee):
        assert ContentType.objects.get_for_model(Site) is not here
        assert Site.objects.get_current() is not first
    with use_retailer(books):
        assert ContentType.objects.get_for_model(Site) is here
        assert Site.objects.get_current() is first
        joint.forget_schema(books.schema_name)
        assert ContentType.objects.get_for_model(Site) is not here
        assert Site.objects.get_current() is not first


def test_rights_are_kept_on_the_user_by_schema(books, coffee):
    user = make_member(books, "owner")
    with use_retailer(books):
        assert user.has_perm("order.view_order")
        assert "order.view_order" in user._perm_cache
    with use_retailer(coffee):
        assert user._perm_cache == set()
    forget_rights(user)
    with use_retailer(books):
        assert not hasattr(user, "_perm_cache")


def test_the_client_of_the_cache_is_ours():
    class Client(RedisCacheClient):
        """Of ours."""

    class Cache(joint.ClientCache):
        client = Client

    assert type(Cache("redis://127.0.0.1:1", {})._cache) is Client


def test_a_session_is_looked_up_by_what_we_say(db):
    class Store(joint.RowSessionStore):
        rows: list = []

        def find_row(self):
            return self.rows[0] if self.rows else None

    store = Store("a" * 32)
    assert dict(store.contents) == {}
    assert store.session_key is None  # unknown: a key that a stranger chose is not taken

    row = make_session("a" * 32)
    row.session_data = store.encode({"kind": "web"})
    Store.rows = [row]
    again = Store("a" * 32)
    assert again.contents == {"kind": "web"}
    assert again.session_key == "a" * 32


def test_a_token_ends_after_its_seconds(db, monkeypatch):
    class Tokens(joint.ShortLivedTokens):
        key_salt = "tests"
        seconds = 10

    user, tokens = make_customer("ada@example.com"), Tokens()
    token = tokens.make_token(user)
    now = tokens._now()
    assert tokens.check_token(user, token)
    monkeypatch.setattr(tokens, "_now", lambda: now.replace(year=now.year + 1))
    assert not tokens.check_token(user, token)


@pytest.mark.parametrize("marks", [True, False])
def test_an_answer_that_is_no_error_is_not_logged(caplog, marks):
    response = HttpResponse(status=503)
    if marks:
        joint.log_no_error(response)
    with caplog.at_level(logging.WARNING, logger="django.request"):
        log_response("%s", "down", response=response, request=RequestFactory().get("/"))

    assert [record.message for record in caplog.records] == ([] if marks else ["down"])


def test_a_form_forgets_its_errors():
    class Form(forms.Form):
        name = forms.CharField()

    form = Form({})
    assert not form.is_valid()
    joint.drop_errors(form)
    assert form.errors == {}
    assert "errorlist" not in str(form)


def test_tables_named_in_sql_are_those_of_the_models():
    through = Group.permissions.through
    columns = {
        ContentType: {"id", "app_label", "model"},
        Permission: {"id", "name", "content_type_id", "codename"},
        Group: {"id", "name"},
        through: {"id", "group_id", "permission_id"},
    }
    sql = "".join(joint.COPY_RIGHTS)

    assert {model: {f.column for f in model._meta.concrete_fields} for model in columns} == columns
    assert all(model._meta.db_table in sql for model in columns)
    migration = MigrationRecorder.Migration._meta
    assert migration.db_table == joint.MIGRATIONS_TABLE
    assert {field.column for field in migration.concrete_fields} == {"id", "app", "name", "applied"}
