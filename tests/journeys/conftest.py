"""A live server whose links carry its port, and browsers that visit it."""

from urllib.parse import urlsplit

import pytest


@pytest.fixture
def port(live_server, settings):
    """The live server's; links to other hosts carry it."""
    settings.SITE_PORT = str(urlsplit(live_server.url).port)
    return settings.SITE_PORT


@pytest.fixture
def visit(chromium, port):
    """visit(name, script=True, viewport=None, locale="en"): a browser, to be closed after."""
    pytest.importorskip("playwright")
    from tests.journeys.browser import visitor

    return lambda name, **options: visitor(chromium, port, name, **options)
