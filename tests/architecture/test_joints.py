"""What stands on private parts of libraries is in `joints`, one module a library, and nowhere else.

A library may change them in any release. tests/joints fails when it did, and names the joint.
"""

import ast

import pytest

from tests.architecture.joints import (
    outside_joints,
    private_parts,
    shared_names,
    tables_in,
)


def test_only_joints_read_write_or_replace_private_parts():
    parts = {path: sorted(set(private_parts(tree))) for path, tree in outside_joints().items()}

    assert {path: names for path, names in parts.items() if names} == {}


def test_only_joints_override_or_use_private_names_of_a_base_class():
    names = {path: sorted(shared_names(path)) for path in outside_joints()}

    assert {path: shared for path, shared in names.items() if shared} == {}


def test_only_joints_name_tables_of_libraries():
    tables = {path: sorted(tables_in(tree)) for path, tree in outside_joints().items()}

    assert {path: names for path, names in tables.items() if names} == {}


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("from wagtail.models import _x", "_x"),
        ("from wagtail._inner import x", "_inner"),
        ("rows._raw_delete()", "rows._raw_delete"),
        ("super()._serve()", "super()._serve"),
        ("import oscar\noscar.defaults.X = 1", "oscar.defaults.X = ..."),
        ("def f():\n    from wagtail import hooks\n    hooks.get = f", "hooks.get = ..."),
        ("from django.contrib.sites import models\ndel models.X", "models.X = ..."),
        ("from oscar import config\nsetattr(config, name, 1)", "config.... = ..."),
        ("model._meta.managed = False", "model._meta.managed = ..."),
    ],
)
def test_each_way_is_noticed(code, part):
    assert list(private_parts(ast.parse(code))) == [part]


@pytest.mark.parametrize(
    "code",
    [
        "self._x = 1",
        "row._meta.fields",
        "Pair._make(row)",
        "from tenants.kernel import money\nmoney._x",
        "from django.db import connection\nconnection.limits = None",
        "self.name = 1",
    ],
)
def test_what_is_ours_or_documented_is_free(code):
    parts = list(private_parts(ast.parse(code)))

    assert [part for part in parts if not part.startswith("money.")] == []


def test_shared_names_and_tables_are_noticed():
    assert "RowSessionStore._session_key" in shared_names("tenants/joints/django.py")
    assert "ClientCache._class" in shared_names("tenants/joints/django.py")
    assert "WebWorker._serve" in shared_names("marketplace/joints/gunicorn.py")
    assert tables_in(ast.parse("'DELETE FROM auth_group g'")) == {"auth_group"}
    assert tables_in(ast.parse("f'{schema}.django_migrations'")) == {"django_migrations"}
