"""docker-compose.yml without Docker: its commands, with its URLs, against a PostgreSQL of ours."""

import json
import os
import re
import shlex
import subprocess
import sys
import urllib.request

import pytest
import yaml

from marketplace.runtime import postgres
from marketplace.runtime.fingerprint import ROOT
from tests.benchmarks.servers import free_port, serve
from tests.runtime.conftest import open_folder
from tests.runtime.test_postgres import query

pytestmark = pytest.mark.slow

SECRETS = {"SECRET_KEY": "k" * 60, "OWNER_PASSWORD": "owners1", "WEB_PASSWORD": "webs2"}
# What an operator and a worker do, in a process that knows what compose tells the web.
LIFE_OF_A_SHOP = """
import json, os, pathlib, tempfile
os.environ["DATABASE_ROLE"] = "web"
import django; django.setup()
from django.db import connection
from tenants.registry import services
from tenants.feeds.services import import_catalogue
from tenants.registry.models import Retailer
from tenants.tasks.runner import run_all
applied = services.apply_for_shop(name="Maps", slug="maps", owner_email="o@maps.example")
shop = services.open_shop(retailer=services.approve(retailer=applied))
path = pathlib.Path(tempfile.mkdtemp()) / "goods.csv"
path.write_text("handle,title,description,brand,categories,price,stock,sku\\n"
                "atlas,Atlas,Coasts.,Kapp,Books > Travel,31.00,4,KA-1\\n")
report = import_catalogue(retailer=shop, path=path)
run_all()
with connection.cursor() as cursor:
    cursor.execute("SELECT session_user, to_regnamespace('shop_maps') IS NOT NULL")
    role, is_open = cursor.fetchone()
services.close(retailer=Retailer.objects.get(pk=shop.pk), reason="over")
services.purge(retailer=shop, early=True)
with connection.cursor() as cursor:
    cursor.execute("SELECT to_regnamespace('shop_maps') IS NULL")
    (is_gone,) = cursor.fetchone()
print(json.dumps([role, is_open, report.imported_rows, is_gone]))
"""


@pytest.fixture(scope="module")
def server():
    """A superuser `galleria` and a database of that name, as compose's PostgreSQL begins."""
    with open_folder() as folder:
        yield postgres.ensure(folder / "postgres")
        postgres.leave(folder / "postgres")


def environment_of(service, superuser_url):
    """As compose would fill it in, but for the address of PostgreSQL; Redis is left out."""
    socket = superuser_url.partition("?")[2]
    password = re.search(r"//galleria:(.+?)@", superuser_url)[1]
    values = SECRETS | {"POSTGRES_PASSWORD": password}

    def fill(match):
        name, default = re.match(r"(\w+)(?::[-?](.*))?$", match[1]).groups()
        return values.get(name, default)

    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    given = {
        name: re.sub(r"\$\{([^{}]+)\}", fill, text)
        for name, text in services[service]["environment"].items()
        if name not in ("REDIS_URL", "ALLOWED_HOSTS")
    }
    given |= {
        name: url.replace("@postgres:5432/galleria", f"@/galleria?{socket}")
        for name, url in given.items()
        if url.startswith("postgres://")
    }
    image = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.production"}
    home = {"GALLERIA_HOME": str(ROOT / "var" / "compose"), "ALLOWED_HOSTS": "localhost,.localhost"}
    return {"PATH": os.environ["PATH"]} | image | home | given


def run(service, superuser_url, command=None):
    """The service's command, or another one in its place, to its end."""
    if command is None:
        services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
        command = shlex.split(services[service]["command"])[1:]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment_of(service, superuser_url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "permission denied" not in done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def prepared(server):
    for _ in range(2):  # each `docker compose up` runs them again
        run("roles", server)
        run("prepare", server)
    return server


def test_a_shop_lives_on_the_webs_role(prepared):
    life = run("web", prepared, ["-W", "ignore", "-c", LIFE_OF_A_SHOP]).splitlines()[-1]

    assert json.loads(life) == ["galleria_web", True, 1, True]
    run("worker", prepared, ["manage.py", "tasks_worker", "--once"])


def test_the_web_is_ready_with_it(prepared):
    given = environment_of("web", prepared) | {"PORT": str(free_port()), "WEB_WORKERS": "1"}
    with (
        serve("marketplace.runtime.asgi:application", probe="/healthz", **given) as site,
        urllib.request.urlopen(f"http://127.0.0.1:{site.port}/readyz", timeout=20) as answer,
    ):
        checks = json.load(answer)["checks"]
    assert (answer.status, checks["role"], checks["neighbours"]) == (
        200,
        {"ok": True},
        {"ok": True},
    )


def test_what_a_superuser_made_before_is_handed_over(prepared):
    query(prepared, "CREATE SCHEMA shop_old")
    query(prepared, "CREATE TABLE shop_old.goods (id int)")

    run("roles", prepared)

    owner = "SELECT tableowner FROM pg_tables WHERE schemaname = 'shop_old'"
    assert query(prepared, owner) == ("galleria_owner",)


def test_urls_of_other_roles_are_refused(prepared):
    given = environment_of("roles", prepared)
    given["DATABASE_URL"] = given["DATABASE_SUPERUSER_URL"]
    command = [sys.executable, "-m", "marketplace.runtime.roles"]

    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "the URL of galleria_web logs in as 'galleria'" in done.stderr
