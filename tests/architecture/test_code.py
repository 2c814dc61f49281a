"""Habits of the house that a reader relies on, held by reading all of our code."""

import ast
import re
from collections.abc import Iterator

from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from tenants.registry import notices
from tests.architecture.code import PRODUCT, ROOT, names, sources, users_of, walk

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
MARKS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
WRITTEN = {".py", ".html", ".txt", ".css", ".js", ".toml", ".yml", ".sh"}

# Each notice and exactly who hears it; a further receiver takes a decision record.
HEARD_BY = {
    "product_changed": {"marketplace.discovery.receivers.on_product_changed"},
    "stock_changed": {"marketplace.discovery.receivers.on_stock_changed"},
    "category_changed": {"marketplace.discovery.receivers.on_category_changed"},
    "review_changed": {"marketplace.reviews.services.follow_review"},
    "retailer_changed": {"marketplace.discovery.receivers.on_retailer_changed"},
    "retailer_moved": {"marketplace.accounts.shop_mails.follow_retailer"},
    "order_changed": {
        "marketplace.purchases.services.follow_order",
        "marketplace.payments.services.follow_order",
    },
    "offers_changed": {
        "marketplace.promotions.services.follow_offers",
        "marketplace.discovery.receivers.on_offers_changed",
    },
    "audited": {"marketplace.audit.services.write_entries"},
}
# Where amounts are made, compared, stored or shown.
MONEY = (
    "tenants/kernel/money.py",
    "tenants/feeds/amounts.py",
    "tenants/shop/",
    "marketplace/cart/",
    "marketplace/purchases/",
    "marketplace/payments/",
    "tenants/kernel/money_format.py",
    "marketplace/pages/shared/cart.py",
    "marketplace/pages/shared/checkout.py",
    "marketplace/pages/shared/shapes/",
    "api/v1/",
)


def test_each_notice_is_heard_by_those_it_is_meant_for():
    found = {
        name: {f"{one.__module__}.{one.__qualname__}" for one in heard(signal)}
        for name, signal in vars(notices).items()
        if isinstance(signal, notices.Signal)
    }
    assert found == HEARD_BY


def heard(signal):
    receivers, _ = signal._live_receivers(sender=None)
    return receivers


def test_what_settings_name_exists():
    paths = [
        *settings.MIDDLEWARE,
        *settings.AUTHENTICATION_BACKENDS,
        *settings.TEMPLATES[0]["OPTIONS"]["context_processors"],
        settings.CSRF_FAILURE_VIEW,
        settings.REST_FRAMEWORK["EXCEPTION_HANDLER"],
        settings.TASKS["default"]["BACKEND"],
        settings.STORAGES["default"]["BACKEND"],
    ]
    for path in paths:
        assert callable(import_string(path)), path
    for urlconf in (settings.MARKET_URLCONF, settings.RETAILER_URLCONF):
        for status in (400, 403, 404, 500):
            handler = get_resolver(urlconf).resolve_error_handler(status)
            assert handler.__module__ == "marketplace.pages.shared.errors", (urlconf, status)


NO_MONEY = {
    "api/v1/checkout/inputs.py",  # where an address lies, in degrees
    "marketplace/purchases/address.py",  # the same
    "api/v1/retailers/filters.py",  # where a shop lies, in degrees
    "api/v1/retailers/outputs.py",  # the same
    "marketplace/purchases/invoice_pdf.py",  # lengths on paper, in millimetres
    "marketplace/purchases/typefaces.py",  # the same
    "tenants/feeds/amounts.py",  # a spreadsheet's number, read as the text that it shows
}


def test_money_is_never_a_float():
    found = {
        path
        for path, tree in sources().items()
        if path.startswith(MONEY) and ("float" in names(tree) or has_float(tree))
    }
    assert found == NO_MONEY


def has_float(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, float) for node in walk(tree)
    )


def test_private_objects_are_reached_through_gates():
    assert users_of("get_object_or_404", "get_list_or_404", "aget_object_or_404") == set()


def test_posts_without_a_csrf_token_are_few_and_known():
    """The passage between hosts is protected by the browser's nonce (accounts/handoff.py), the
    answer of a provider by what the browser remembers of its question (social.py); what
    the API says of an address that it has not changes nothing."""
    assert users_of("csrf_exempt") == {
        "marketplace/pages/account/handoff.py",
        "marketplace/pages/account/social.py",
        "api/views.py",
    }


def test_callbacks_after_commit_are_few_and_known():
    """They run in whatever schema is in use then: these touch public, memory or files only."""
    assert users_of("on_commit") == {
        "marketplace/accounts/people/avatars.py",
        "marketplace/accounts/personal.py",
        "tenants/registry/directory.py",
        "tenants/registry/services.py",
    }


def test_threads_are_few_and_known():
    """A thread has a connection of its own, in public: one reads a file and no database, one looks
    after the pooler, one hears of changes of shops, and the web server's
    are those that serve requests."""
    modules = {
        "marketplace/runtime/door.py",
        "marketplace/runtime/threads.py",
        "tenants/feeds/prefetch.py",
        "tenants/registry/listener.py",
        "tenants/registry/poolers.py",
        "tenants/shop/catalogue/remote_images.py",
    }
    assert users_of("Thread", "ThreadPoolExecutor") == modules


def test_the_product_imports_no_test():
    """Nor what stands with them: tests/drawing draws the demo's pictures, which the demo takes."""
    importers = {
        path
        for path, tree in sources().items()
        for name in imported_modules(tree)
        if name.split(".")[0] == "tests"
    }
    assert importers == set()


def imported_modules(tree: ast.Module) -> Iterator[str]:
    for node in walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def test_functions_are_short():
    long = {
        f"{path}:{node.name}": node.end_lineno - node.lineno + 1
        for path, tree in sources().items()
        for node in walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_files_are_short():
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in sources()}
    assert {path: lines for path, lines in lengths.items() if lines >= LONGEST_FILE} == {}


def test_nothing_is_left_to_do_in_the_code():
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in (*PRODUCT, "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in WRITTEN
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if MARKS.search(line)
    ]
    assert left == []
