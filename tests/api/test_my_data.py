"""Notification preferences, the activity log, the copy of my data."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from marketplace.activities.models import Activity
from marketplace.activities.services import KINDS, record
from marketplace.activities.tasks import forget_old
from marketplace.notifications.choices import choose, read_choices
from marketplace.notifications.models import NotificationChoice
from marketplace.privacy.jobs import forget_old_exports
from marketplace.privacy.models import PersonalExport
from tenants.tasks.runner import run_all
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.threads import at_once


@pytest.fixture
def ada(customer):
    return Api().login(customer)


NOTIFICATIONS = "users/me/notification-preferences/"


# --- notification preferences ------------------------------------------------------------------


def test_what_is_not_chosen_is_as_by_default(ada, statements):
    with statements() as seen:
        told = ada.get(NOTIFICATIONS).json()

    assert told["preferences"]["orders"] == {"email": True, "sms": False, "push": True}
    assert told["preferences"]["news"] == {"email": False, "sms": False, "push": False}
    assert told["required"] == {"account": ["email"], "orders": ["email"]}
    assert len(seen.data) == 2


def test_a_choice_is_kept_and_leaves_the_others(ada, customer):
    ada.patch(NOTIFICATIONS, {"preferences": {"news": {"email": True}}})
    answer = ada.patch(NOTIFICATIONS, {"preferences": {"orders": {"push": False, "sms": True}}})

    assert answer.json() == ada.get(NOTIFICATIONS).json()
    assert answer.json()["preferences"]["orders"] == {"email": True, "sms": True, "push": False}
    assert answer.json()["preferences"]["news"]["email"] is True
    assert read_choices(user=customer)["news"]["email"]
    ada.patch(NOTIFICATIONS, {"preferences": {"news": {"email": True}}})
    changes = Activity.objects.filter(kind="notifications_changed").order_by("id")
    assert [row.details["kinds"] for row in changes] == [["news"], ["orders"]]
    assert not read_choices(user=customer)["orders"]["push"]
    assert read_choices(user=make_customer())["orders"]["push"]


@pytest.mark.parametrize(
    ("wishes", "status", "code", "field"),
    [
        ({"orders": {"email": False}}, 422, "notification-required", "orders.email"),
        ({"gossip": {"email": True}}, 400, "validation-error", "gossip.email"),
        ({"orders": {"pigeon": True}}, 400, "validation-error", "orders.pigeon"),
        ({"orders": {"push": "perhaps"}}, 400, "validation-error", "preferences.orders.push"),
        ({"orders": {}}, 400, "validation-error", "preferences.orders"),
        ({}, 400, "validation-error", "preferences"),
        ([], 400, "validation-error", "preferences"),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_nothing_is_kept(ada, wishes, status, code, field):
    answer = ada.patch(NOTIFICATIONS, {"preferences": wishes})

    assert list(assert_problem(answer, status=status, code=code)["errors"]) == [field]
    assert not NotificationChoice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_choices_at_once_do_not_undo_each_other():
    ada = make_customer()
    kinds = ["orders", "messages", "reviews", "price_drops", "news"]

    told = at_once(*(lambda k=k: choose(user=ada, wishes={k: {"sms": True}}) for k in kinds * 2))

    assert told == [None] * 10
    assert set(NotificationChoice.objects.values_list("kind", flat=True)) == set(kinds)


# --- activities --------------------------------------------------------------------------------


def kinds(api, query=""):
    return [one["kind"] for one in api.get(f"customers/activities/{query}").json()["results"]]


def test_what_an_account_does_is_written_down(api, books):
    body = {"email": "ada@mail.example", "password": PASSWORD}
    tokens = api.post("auth/register/", body, user_agent="Firefox/130 Linux").json()
    api.access = tokens["access"]
    made = api.post("customers/addresses/", ADDRESS).json()
    api.patch(f"customers/addresses/{made['id']}/", {"city": "Kiel"}, if_match="*")
    api.delete(f"customers/addresses/{made['id']}/")
    api.patch("users/me/", {"first_name": "Ada"}, if_match="*")
    api.patch("users/me/", {"first_name": "Ada"}, if_match="*")
    api.add(make_product(books))
    key = {"idempotency_key": "k" * 20}
    placed = api.post("checkout/", {"shipping_address": ADDRESS}, **key).json()
    api.post(f"orders/{placed['orders'][0]['id']}/cancel/")

    rows = api.get("customers/activities/").json()["results"]

    assert [row["kind"] for row in rows] == [
        "order_cancelled",
        "order_placed",
        "profile_changed",
        "address_removed",
        "address_changed",
        "address_added",
        "logged_in",
        "registered",
    ]
    assert rows[0]["details"] == {"order": placed["orders"][0]["id"]}
    assert rows[1]["details"] == {
        "purchase": placed["id"],
        "orders": [placed["orders"][0]["number"]],
    }
    assert rows[2]["details"] == {"fields": ["first_name"]}
    assert rows[5]["details"] == {"address": made["id"]}
    assert (rows[6]["place"], rows[6]["device"]) == ("Galleria", "Firefox on Linux")


def test_a_shops_host_tells_what_was_done_there_the_marketplace_all(customer, books, at, ada):
    shop = at(books).login(customer)

    rows = ada.get("customers/activities/").json()["results"]
    assert kinds(shop) == ["logged_in"]

    assert [(row["kind"], row["place"]) for row in rows] == [
        ("logged_in", "Northgate Books"),
        ("logged_in", "Galleria"),
    ]


def test_a_changed_password_and_a_browsers_login_are_written_down(customer):
    from django.test import Client

    browser = Client(headers={"host": "localhost", "user-agent": "Mozilla/5.0 Firefox/130"})
    browser.post("/auth/login", {"identifier": customer.email, "password": PASSWORD})
    new = "an entirely new sentence"
    browser.post("/profile/password", {"current": PASSWORD, "password": new})

    found = list(Activity.objects.order_by("id").values_list("kind", "device"))
    assert found == [("logged_in", "Mozilla/5.0 Firefox/130"), ("password_changed", "")]


def test_pages_go_on_by_cursor_in_three_statements_whatever_the_number(ada, customer, statements):
    with statements() as few:
        ada.get("customers/activities/")
    Activity.objects.bulk_create(
        [
            Activity(user=customer, kind="profile_changed", schema_name="market", details={"n": n})
            for n in range(1000)
        ]
    )
    seen, path = [], "customers/activities/?page_size=100&kind=profile_changed"
    while path:
        with statements() as many:
            page = ada.get(path).json()
        assert len(many.data) == len(few.data) == 3
        seen += [row["details"]["n"] for row in page["results"]]
        path = page["next"] and page["next"].partition("localhost")[2].lstrip(":0123456789")

    assert seen == list(range(999, -1, -1))


def test_only_some_kinds_are_asked_for(ada, customer):
    for kind in ("address_added", "order_placed", "profile_changed"):
        record(user=customer, kind=kind)

    assert kinds(ada, "?kind=order_placed&kind=address_added") == ["order_placed", "address_added"]
    for query in ("?kind=gossip", "?colour=red"):
        assert ada.get(f"customers/activities/{query}").status_code == 400


def test_another_persons_doings_are_not_told(ada):
    record(user=make_customer(), kind="order_placed", purchase="secret")

    assert kinds(ada) == ["logged_in"]


def test_what_is_older_than_a_year_is_forgotten(customer):
    for days in (364, 366):
        record(user=customer, kind="profile_changed", days=days)
        Activity.objects.filter(details={"days": days}).update(
            at=timezone.now() - timedelta(days=days)
        )

    forget_old()

    assert [row.details["days"] for row in Activity.objects.all()] == [364]


def test_a_kind_that_nobody_knows_is_a_mistake(customer):
    with pytest.raises(ValueError, match="no kind of activity"):
        record(user=customer, kind="gossiped")
    assert all(kind.replace("_", "").isalpha() for kind in KINDS)


# --- the copy of my data -----------------------------------------------------------------------


def test_it_is_asked_for_made_and_handed_out(ada, customer):
    assert_problem(ada.get("users/me/export/"), status=404, code="no-export")
    assert_problem(ada.get("users/me/export/data/"), status=404, code="no-export")

    asked = ada.post("users/me/export/")
    assert asked.status_code == 202
    assert (asked.json()["status"], asked.json()["url"]) == ("pending", None)
    assert ada.get("users/me/export/").json() == asked.json()
    waiting = ada.get("users/me/export/data/")
    assert_problem(waiting, status=409, code="export-not-ready")
    assert waiting.headers["Retry-After"] == "5"

    run_all()

    ready = ada.get("users/me/export/").json()
    assert (ready["status"], ready["id"]) == ("ready", asked.json()["id"])
    answer = ada.get(ready["url"].partition("localhost")[2].lstrip(":0123456789"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.content) == ready["size"]
    assert answer.json()["account"]["email"] == customer.email
    assert [message.subject for message in mail.outbox if message.to == [customer.email]] == [
        "A copy of your data is ready"
    ]


def test_asking_twice_makes_one_copy(ada):
    first, second = ada.post("users/me/export/"), ada.post("users/me/export/")

    assert first.json()["id"] == second.json()["id"]
    assert PersonalExport.objects.count() == 1


def test_one_whose_task_gave_up_is_begun_anew(ada):
    made = ada.post("users/me/export/").json()
    PersonalExport.objects.update(requested_at=timezone.now() - timedelta(hours=2))
    again = ada.post("users/me/export/").json()

    assert (again["id"], again["status"]) == (made["id"], "pending")
    assert again["requested_at"] >= made["requested_at"]


def test_it_is_not_asked_for_without_end(ada, settings):
    settings.API_THROTTLES = settings.API_THROTTLES | {"export-account": (1, 86400)}
    ada.post("users/me/export/")
    run_all()

    assert_problem(ada.post("users/me/export/"), status=429, code="too-many-requests")
    assert ada.get("users/me/export/").json()["status"] == "ready"


def test_a_shops_host_sends_to_the_marketplace(customer, books, at):
    shop = at(books).login(customer)

    for answer in (
        shop.post("users/me/export/"),
        shop.get("users/me/export/"),
        shop.get("users/me/export/data/"),
    ):
        told = assert_problem(answer, status=403, code="marketplace-only")
        assert "http://localhost" in told["detail"]
    assert not PersonalExport.objects.exists()


def test_anothers_copy_is_not_there(ada):
    eve = Api().login(make_customer())
    eve.post("users/me/export/")
    run_all()

    assert eve.get("users/me/export/data/").status_code == 200
    assert_problem(ada.get("users/me/export/data/"), status=404, code="no-export")


def test_after_a_week_it_is_forgotten(ada):
    ada.post("users/me/export/")
    run_all()
    PersonalExport.objects.update(requested_at=timezone.now() - timedelta(days=7, minutes=1))

    forget_old_exports()

    assert_problem(ada.get("users/me/export/data/"), status=404, code="no-export")
