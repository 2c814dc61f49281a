"""kill -9 in the middle of an import: whole batches are there, and the next run ends it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from marketplace.discovery.services import differences
from tenants.feeds.models import ImportJob
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product
from tenants.shop.partner.models import StockRecord

ROOT = Path(__file__).resolve().parents[2]
ROWS = 6_000
REFUSED = 60


@pytest.fixture
def long_list(tmp_path):
    """Every hundredth row has no title."""
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("sku,title,price,stock,categories\n")
        for number in range(ROWS):
            title = "" if number % 100 == 50 else f"Thing {number}"
            file.write(f"{number:05d},{title},{number % 90 + 1},5,Group {number % 7}\n")
    return path


def run_import(path):
    given = connection.settings_dict
    login = quote(given["USER"] or "", safe="")
    if given["PASSWORD"]:
        login += ":" + quote(given["PASSWORD"], safe="")
    host = quote(given["HOST"] or "", safe="")
    url = f"postgres://{login}@{host}:{given['PORT'] or 5432}/{given['NAME']}"
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_catalogue", "books", str(path), "-v0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_batches(shop, process, batches, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with use_retailer(shop):
            job = ImportJob.objects.first()
        if job and job.position >= batches * 1_000:
            return
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.02)
    raise AssertionError("the import did not get that far")


@pytest.mark.world
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_without_duplicates(long_list):
    shop = Retailer.objects.get(slug="books")
    process = run_import(long_list)
    wait_for_batches(shop, process, 2)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    with use_retailer(shop):
        job = ImportJob.objects.get()
        assert job.status == "running"
        assert 0 < job.imported_rows < ROWS - REFUSED
        assert Product.objects.count() >= job.imported_rows  # a last batch may end after the kill
    assert list(differences(retailer=shop)) == []

    again = run_import(long_list)
    out, errors = again.communicate(timeout=120)

    assert again.returncode == 0, errors
    assert "Went on where an earlier run had stopped." in out
    with use_retailer(shop):
        job = ImportJob.objects.get()
        assert (job.status, job.imported_rows, job.refused_rows) == (
            "done",
            ROWS - REFUSED,
            REFUSED,
        )
        assert job.created == ROWS - REFUSED
        assert job.entries.count() == REFUSED
        assert Product.objects.count() == StockRecord.objects.count() == ROWS - REFUSED
    assert list(differences(retailer=shop)) == []
