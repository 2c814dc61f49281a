"""The search path is sent once, with what is due beside it; files follow a changed folder."""

import pytest
from django.db import connection
from django.test import override_settings

from tenants.joints.django_tenants import SchemaFileSystemStorage
from tenants.postgresql.base import DatabaseWrapper
from tenants.postgresql.limits import Limits
from tenants.registry.context import use_retailer
from tenants.registry.limits import within

pytestmark = pytest.mark.django_db


def show(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def test_the_path_is_sent_once_and_limits_with_it(books, monkeypatch):
    settings_log = []
    note = DatabaseWrapper.note_settings
    monkeypatch.setattr(
        DatabaseWrapper,
        "note_settings",
        lambda self: (settings_log.append(self.limits), note(self)),
    )
    limits = Limits(7, 3, 5)
    with use_retailer(books), within(limits):
        assert show("statement_timeout") == "7s"
        assert show("lock_timeout") == "3s"
        assert show("search_path").startswith(books.schema_name)

    assert settings_log == [limits]


def test_what_differs_is_sent_though_the_path_stands(books):
    with use_retailer(books):
        before = show("statement_timeout")
        with within(Limits(7, 3, 5)):
            assert show("statement_timeout") == "7s"
        assert show("statement_timeout") == before


def test_files_follow_a_changed_folder(books, tmp_path):
    storage = SchemaFileSystemStorage()
    with use_retailer(books):
        before = storage.location
        with override_settings(MEDIA_ROOT=str(tmp_path)):
            assert storage.location == str(tmp_path / books.schema_name)
        assert storage.location == before
