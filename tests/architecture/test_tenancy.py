"""Rules of the house that no single module shows."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings
from django.core import checks
from django.urls import get_resolver
from django.utils.module_loading import import_string

from tenants.registry import notices
from tests.architecture.code import ROOT, sources, users_of, walk

SWITCHES = {"set_tenant", "set_schema", "set_schema_to_public", "schema_context", "tenant_context"}
MAY_SWITCH = {"tenants/registry/context.py"}
ADDRESS = re.compile(r"/[a-z][\w-]*(/|$)")


def test_only_the_context_switches_the_schema():
    assert users_of(*SWITCHES) == MAY_SWITCH


# A shop's contact as it was typed: who writes to the shop itself, and who edits it. All others
# read `Retailer.contact`, what its owner published.
UNPUBLISHED = {"contact_email", "contact_phone"}
MAY_READ_UNPUBLISHED = {
    "marketplace/purchases/tasks.py",
    "tenants/registry/models.py",
}


def test_only_published_contact_is_shown():
    readers = {
        path
        for path, tree in sources().items()
        if any(isinstance(node, ast.Attribute) and node.attr in UNPUBLISHED for node in walk(tree))
    }
    assert readers == MAY_READ_UNPUBLISHED
    pages = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*.*")
        if any(name in path.read_text(encoding="utf-8") for name in UNPUBLISHED)
    }
    assert pages == {"operators/shop.html"}


def test_every_notice_is_heard():
    unheard = [
        name
        for name, signal in vars(notices).items()
        if isinstance(signal, notices.Signal) and not signal.has_listeners()
    ]
    assert unheard == []


def test_no_app_stands_in_both_lists():
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    assert [*settings.SHARED_APPS, *settings.TENANT_APPS] == settings.INSTALLED_APPS


@pytest.mark.parametrize("changed", ["SHARED_APPS", "TENANT_APPS"])
def test_an_app_in_both_lists_is_refused(changed, settings):
    other = {"SHARED_APPS": settings.TENANT_APPS, "TENANT_APPS": settings.SHARED_APPS}[changed]
    setattr(settings, changed, [*getattr(settings, changed), other[0]])

    found = checks.run_checks(tags=[checks.Tags.models])

    assert "tenants.E001" in {message.id for message in found}


def test_no_model_has_an_ordering_of_its_own():
    """`Meta.ordering` sorts where nobody asked to, and ends in nothing unique."""
    from django.apps import apps

    own = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith(
            ("tenants.staff", "tenants.registry.models", "marketplace", "cms")
        )
        and "ordering" in model._meta.original_attrs
    ]
    assert own == []


def test_every_cache_keeps_the_schemas_apart():
    for options in settings.CACHES.values():
        assert options["KEY_FUNCTION"] == "django_tenants.cache.make_key"


def test_steps_and_chores_are_functions():
    paths = [*settings.PUBLIC_STEPS, *settings.TEMPLATE_STEPS, *settings.MARKET_STEPS]
    for path in [*paths, *settings.PROVISIONING_STEPS, *settings.PERIODIC_JOBS]:
        assert callable(import_string(path)), path


def test_who_is_told_of_something_is_told_by_one_function():
    """Beside it go only letters that somebody waits for, with a code or a link that proves."""
    queue = {path for path, tree in sources().items() if "deliver_mail" in all_names(tree)}
    direct = {path for path, tree in sources().items() if "channels.send" in calls_in(tree)}
    assert queue == {"marketplace/notifications/services.py"}
    assert direct == {
        "marketplace/accounts/logins/passwords.py",
        "marketplace/accounts/proofs/challenges.py",
        "marketplace/accounts/proofs/email_change.py",
        "marketplace/accounts/proofs/registration.py",
        "marketplace/accounts/proofs/verification.py",
        "marketplace/payments/confirmations.py",
    }


def all_names(tree):
    return {name for node in walk(tree) for name in names_of(node)}


def calls_in(tree):
    return {ast.unparse(node.func) for node in walk(tree) if isinstance(node, ast.Call)}


def names_of(node):
    return {getattr(node, "id", ""), getattr(node, "attr", "")}


def test_the_shop_names_no_address_of_a_page():
    """Pages are the platform's; Oscar's dashboard forks lead to them until they are gone."""
    named = {
        path: addresses
        for path, tree in sources().items()
        if path.startswith("tenants/shop/") and "/dashboard/" not in path
        if (addresses := addresses_in(tree))
    }
    assert named == {}


def test_each_way_to_name_an_address_is_noticed():
    code = """
from django.urls import path, reverse_lazy
from django.shortcuts import redirect
place = "/seller/orders"
again = f"/products/{slug}"
name = "seller-order"
words = "Write /seller down."
"""
    assert addresses_in(ast.parse(code)) == {
        *("path", "reverse_lazy", "redirect", "/seller/orders", "/products/", "seller-order"),
    }


def addresses_in(tree):
    """Functions that make or look up addresses, addresses, and names that pages have."""
    names = {
        alias.name
        for node in walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("django.urls", "django.shortcuts")
        for alias in node.names
    }
    codes = {
        id(node.value) for node in walk(tree) if isinstance(node, ast.Assign) and is_code(node)
    }
    texts = {
        node.value
        for node in walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in codes
    }
    return names | {text for text in texts if ADDRESS.match(text) or text in names_of_pages()}


def is_code(assignment):
    """A refusal's, which may be called as a page is."""
    return [getattr(target, "id", "") for target in assignment.targets] == ["code"]


@cache
def names_of_pages():
    """Of both kinds of host, those that no other word looks like."""
    return {
        name
        for host in (settings.MARKET_URLCONF, settings.RETAILER_URLCONF)
        for name in get_resolver(host).reverse_dict
        if isinstance(name, str) and "-" in name
    }


def test_no_check_warns_of_anything():
    assert checks.run_checks() == []
