"""What apps tell of looking around: kept for those who want suggestions, and bounded."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.activities import services
from marketplace.activities.models import Activity
from marketplace.activities.services import SIGHTINGS
from marketplace.privacy.stages import collect_all
from tests.api.conftest import Api, assert_problem
from tests.factories.goods import make_product


@pytest.fixture
def ada(customer):
    return Api().login(customer)


@pytest.fixture
def mug(books):
    return make_product(books, title="Mug")


def log(api, *events):
    return api.post("customers/log-activity/", {"events": list(events)})


def viewed(product, **values):
    return {"kind": "product_viewed", "product": str(product.uuid), **values}


def seen():
    return Activity.objects.filter(kind__in=SIGHTINGS).order_by("id")


def test_what_was_looked_at_is_kept_listed_and_in_the_copy(ada, customer, mug):
    earlier = timezone.now() - timedelta(hours=3)
    answer = log(
        ada,
        viewed(mug, at=earlier.isoformat()),
        {"kind": "retailer_viewed", "retailer": "books"},
        {"kind": "search_made", "search": "blue mug"},
    )
    assert answer.json() == {"logged": 3, "ignored": 0}
    rows = ada.get("customers/activities/?kind=product_viewed&kind=search_made").json()["results"]
    assert [row["details"] for row in rows] == [{"search": "blue mug"}, {"product": str(mug.uuid)}]
    assert seen().first().at == earlier
    assert collect_all(user=customer)["activities"][0]["kind"] == "search_made"


def test_what_is_not_here_is_ignored(ada, mug, coffee, at, customer):
    unknown = {"kind": "product_viewed", "product": str(uuid.uuid4())}
    nowhere = {"kind": "category_viewed", "category": "nowhere"}
    assert log(ada, unknown, nowhere, viewed(mug)).json() == {"logged": 1, "ignored": 2}
    elsewhere = at(coffee).login(customer)
    assert log(elsewhere, viewed(mug), {"kind": "retailer_viewed", "retailer": "books"}).json() == {
        "logged": 0,
        "ignored": 2,
    }


def test_nothing_is_kept_of_those_who_want_no_suggestions(ada, mug):
    log(ada, viewed(mug))
    tag = ada.get("users/me/").headers["ETag"]
    ada.patch("users/me/", {"privacy": {"wants_suggestions": False}}, if_match=tag)
    assert not seen().exists()
    assert log(ada, viewed(mug)).json() == {"logged": 0, "ignored": 1}
    assert not seen().exists()


def test_only_the_newest_are_kept(ada, customer, mug, monkeypatch):
    services.record(user=customer, kind="password_changed")
    monkeypatch.setattr(services, "MOST_SIGHTINGS", 5)
    for number in range(4):
        log(ada, *({"kind": "search_made", "search": f"{number}{n}"} for n in range(3)))
    assert [row.details["search"] for row in seen()] == ["21", "22", "30", "31", "32"]
    assert Activity.objects.filter(kind="password_changed").count() == 1


def test_times_are_kept_within_a_week(ada, mug):
    for days in (30, -30):
        log(ada, viewed(mug, at=(timezone.now() - timedelta(days=days)).isoformat()))
    old, ahead = (row.at for row in seen())
    assert timedelta(days=7) <= timezone.now() - old < timedelta(days=7, minutes=1)
    assert ahead <= timezone.now()


@pytest.mark.parametrize(
    "events",
    [
        [],
        [{"kind": "password_changed"}],
        [{"kind": "product_viewed"}],
        [{"kind": "product_viewed", "product": "x"}],
        [{"kind": "search_made", "search": "x" * 101}],
        [{"kind": "search_made", "search": "x"}] * 51,
    ],
)
def test_other_things_cannot_be_put_into_the_log(ada, events):
    assert_problem(log(ada, *events), status=400, code="validation-error")
    assert not seen().exists()


def test_fifty_take_as_many_statements_as_one(ada, books, statements):
    products = [make_product(books, title=f"No. {n}") for n in range(25)]
    log(ada, viewed(products[0]))
    with statements() as few:
        log(ada, viewed(products[0]))
    with statements() as many:
        assert log(ada, *map(viewed, products), *map(viewed, products)).json()["logged"] == 50
    assert len(many.data) == len(few.data)


@pytest.mark.parametrize("scope", ["log-account", "log-address"])
def test_it_is_counted(settings, ada, mug, scope):
    settings.API_THROTTLES = settings.API_THROTTLES | {scope: (1, 10**9)}
    log(ada, viewed(mug))
    assert_problem(log(ada, viewed(mug)), status=429, code="too-many-requests")
