"""The database that tests get."""

import pytest
from django.db import connection

from marketplace.runtime.door import HEALTH
from tenants.registry.context import use_market, use_public, use_retailer
from tenants.registry.models import Retailer
from tests.factories.shops import SHOPS

pytestmark = pytest.mark.django_db


def test_it_has_the_market_the_template_and_the_shops():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_)'")
        schemas = {row[0] for row in cursor.fetchall()}

    assert {"public", "market", "template", *(f"shop_{s['slug']}" for s in SHOPS)} <= schemas


def test_it_is_ready(client):
    answer = client.get("/readyz", headers={"host": "nobody.example"})

    assert answer.status_code == 200
    assert answer.json()["checks"]["migrations"] == {"ok": True}
    assert answer.json()["checks"]["database"] == {"ok": True}
    assert set(answer.json()["checks"]) == {
        "database",
        "sessions",
        "cache",
        "files",
        "writing",
        "connections",
        "migrations",
        "role",
        "neighbours",
        "spares",
        "queue",
        "rates",
    }


def test_the_process_answers_on_a_host_that_nobody_has(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz", headers={"host": "nobody.example"})

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert len(answer["X-Trace-Id"]) == 32


@pytest.mark.parametrize("slash", ["", "/"])
def test_both_are_told_below_the_api_too_on_every_host_and_by_a_thread_of_their_own(client, slash):
    answers = [
        client.get(f"{path}{slash}", headers={"host": "nobody.example"})
        for path in ("/api/core/health", "/api/core/ready")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == {"status": "ok"}
    assert "migrations" in answers[1].json()["checks"]
    assert {f"/api/core/health{slash}", f"/api/core/ready{slash}"} <= HEALTH


def test_a_database_of_other_code_is_not_ready(client, monkeypatch):
    monkeypatch.setattr("marketplace.requests.health._fingerprint_of_code", lambda: "newer")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["checks"]["migrations"] == {"ok": False}


def test_without_spares_it_is_degraded_but_serves(client):
    from tenants.registry.models import SpareSchema

    SpareSchema.objects.all().delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["spares"] == {"ok": False, "left": 0}


@pytest.mark.django_db(transaction=True)
class TestAfterACommit:
    def test_rows_stay_for_this_test(self):
        Retailer.objects.filter(slug="books").update(name="Changed")
        assert Retailer.objects.filter(name="Changed").count() == 1

    def test_and_are_gone_for_the_next(self):
        assert not Retailer.objects.filter(name="Changed").exists()
        with use_retailer(Retailer.objects.get(slug="books")), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM wagtailcore_page")
            assert cursor.fetchone()[0] > 0


def test_schemas_are_entered_and_left():
    with use_market(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == ("market",)
    with use_public(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        assert cursor.fetchone() == ("public",)
