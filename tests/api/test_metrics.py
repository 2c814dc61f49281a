"""/api/core/metrics: who reads it, what it counts, and that several processes are added up."""

import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from marketplace.runtime.fingerprint import ROOT
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer, make_operator
from tests.factories.goods import make_product
from tests.factories.statements import count_statements

pytestmark = pytest.mark.django_db
TOKEN = "a monitor's own word, long enough"
PATH = "/api/core/metrics"
LINE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")


@pytest.fixture
def monitor(settings):
    settings.METRICS_TOKEN = TOKEN
    return {"authorization": f"Bearer {TOKEN}"}


def scrape(monitor, host="localhost"):
    answer = Client().get(PATH, headers=monitor | {"host": host, "accept": "text/plain"})
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.content.decode().splitlines()
    return {(match[1], match[2]): float(match[3]) for line in lines if (match := LINE.match(line))}


def test_a_request_is_counted_by_its_route_with_its_time(monitor, api):
    count = ("galleria_requests_total", 'method="GET",route="products",status="2xx"')
    seconds = ("galleria_request_seconds_count", 'method="GET",route="products"')
    before = scrape(monitor)

    api.get("products/")
    after = scrape(monitor)

    assert after[count] - before.get(count, 0) == 1
    assert after[seconds] - before.get(seconds, 0) == 1


def test_no_label_holds_what_a_stranger_chose(monitor, books):
    product = make_product(books, title="Secret mug")
    client = Client(headers={"host": books.host})
    for path in (f"/api/v1/products/{product.uuid}/", "/nowhere-qz/", "/auth/reset-password/qzqz"):
        client.get(path)
    client.generic("QZQZ", "/cart/")

    labels_told = " ".join(labels or "" for _, labels in scrape(monitor))

    assert str(product.uuid) not in labels_told
    assert "qz" not in labels_told.lower()
    assert "books" not in labels_told
    assert 'method="OTHER"' in labels_told


def test_queues_that_are_empty_are_told_as_empty(monitor):
    numbers = scrape(monitor)

    for queue in ("default", "mail", "imports"):
        assert ("galleria_tasks", f'queue="{queue}",status="ready"') in numbers
        assert ("galleria_tasks_oldest_seconds", f'queue="{queue}",status="ready"') in numbers


def test_a_task_that_waits_is_counted_in_its_queue(monitor):
    key = ("galleria_tasks", 'queue="mail",status="ready"')
    before = scrape(monitor)[key]

    Api().post("auth/password/reset/", {"identifier": make_customer().email})

    assert scrape(monitor)[key] == before + 1


def test_an_answer_asks_the_database_once(monitor):
    scrape(monitor)

    with count_statements() as statements:
        scrape(monitor)

    assert len(statements) == 1


def test_operators_read_it_by_their_own_login(api):
    answer = Api().login(make_operator()).get(PATH)

    assert answer.status_code == 200


def test_nobody_else_reads_it(api, customer, monitor):
    assert_problem(api.get(PATH), status=401, code="not-authenticated")
    assert_problem(api.get(PATH, authorization="Bearer wrong"), status=401, code="token-invalid")
    assert_problem(Api().login(customer).get(PATH), status=403, code="not-allowed")


def test_without_a_setting_no_token_opens_it(api, settings):
    settings.METRICS_TOKEN = ""

    for header in ("Bearer", "Bearer ", f"Bearer {TOKEN}"):
        assert api.get(PATH, authorization=header).status_code == 401


def test_on_a_shops_host_there_is_none(monitor, books):
    answer = Client().get(PATH, headers=monitor | {"host": books.host})

    assert_problem(answer, status=404, code="not-found")


def test_an_operator_without_a_second_factor_is_refused(api):
    api.login(make_customer(is_superuser=True))

    assert_problem(api.get(PATH), status=403, code="second-factor-required")


COUNT = """
import os, django
django.setup()
from django.http import HttpResponse
from django.test import RequestFactory
from marketplace.requests import metrics
request = RequestFactory().get("/")
for _ in range(2):
    if os.fork() == 0:
        for _ in range(5):
            metrics.count_request(request, HttpResponse(), seconds=0.02)
        os._exit(0)
for _ in range(2):
    os.wait()
registry = metrics.CollectorRegistry()
metrics.MultiProcessCollector(registry)
print(registry.get_sample_value(
    "galleria_requests_total", {"route": "none", "method": "GET", "status": "2xx"}
))
"""


@pytest.mark.world
def test_processes_are_added_up_and_dead_ones_still_count(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", COUNT],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == "10.0"
