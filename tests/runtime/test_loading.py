"""What the web server loads before it answers, which people wait for at every start."""

import os
import subprocess
import sys

import pytest

from marketplace.runtime.fingerprint import ROOT

# Asked for seldom, and a sixth of the time to load everything: fonts, and the drawing of a PDF; and
# the holidays of all countries, 21 MB.
LATER = {"fpdf", "fontTools", "uharfbuzz", "holidays"}


def run(code):
    """What the code prints, in a process of its own that has no database to ask."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_OWNER_URL"} | {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        "DATABASE_URL": "postgres://nobody@/none?host=/nonexistent",
    }
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.mark.world
def test_the_entry_loads_the_views_and_not_what_is_seldom_asked_for():
    loaded = set(run("import sys, marketplace.runtime.wsgi; print(*sys.modules)"))

    assert {"marketplace.pages.account.orders", "api.v1.orders.views"} <= loaded
    assert loaded & LATER == set()


def test_the_collector_rests_until_the_server_is_ready():
    states = run(
        "import django, gc; from marketplace.runtime import gunicorn_conf as conf; django.setup();"
        "print(gc.isenabled()); conf.when_ready(None); print(gc.isenabled(), gc.get_freeze_count())"
    )

    assert states[:2] == ["False", "True"]
    assert int(states[2]) > 10_000
