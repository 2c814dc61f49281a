"""Preferences, picture, activity, and the data of a person, on pages."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.models import Profile, User, WebSession
from marketplace.activities.services import KINDS, record
from marketplace.notifications.choices import DEFAULTS, choose, read_choices
from marketplace.notifications.models import NotificationChoice
from marketplace.pages.account.activity import TITLES
from marketplace.privacy.models import PersonalExport
from tenants.registry.context import use_market
from tenants.tasks.runner import run_all
from tests.factories.accounts import PASSWORD, make_customer
from tests.factories.hostile_pictures import picture
from tests.factories.statements import count_statements
from tests.pages.browser import text_of
from tests.pages.test_account import logged_in

pytestmark = pytest.mark.django_db

PREFERENCES = {
    "shows_name": "no",
    "wants_suggestions": "yes",
    "orders": ["sms"],
    "news": ["email", "push"],
}


def test_preferences_are_saved_and_shown(every_way):
    ada = make_customer()
    browser = logged_in(ada)

    answer = browser.post("", "/profile/preferences", PREFERENCES)

    assert answer["Location"] == "/profile/preferences"
    profile = Profile.objects.get(user=ada)
    assert (profile.shows_name, profile.wants_suggestions) == (False, True)
    chosen = read_choices(user=ada)
    assert chosen["orders"] == {"email": True, "sms": True, "push": False}
    assert chosen["news"] == {"email": True, "sms": False, "push": True}
    page = browser.get("", "/profile/preferences").content.decode()
    assert page.count(" checked") == 2 + 3


def test_the_page_asks_only_what_something_reads():
    """Currency, time zone and further messages stay with the API until something does."""
    ada = make_customer()
    ada.profile.currency, ada.profile.time_zone = "JPY", "Asia/Tokyo"
    ada.profile.save()
    choose(user=ada, wishes={"news": {"push": True}})
    browser = logged_in(ada)

    page = browser.get("", "/profile/preferences").content.decode()
    names = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page.split("<main")[1]))
    browser.post("", "/profile/preferences", {"shows_name": "no", "wants_suggestions": "no"})

    assert names - {"csrfmiddlewaretoken", "opened_with"} >= {"shows_name", "wants_suggestions"}
    assert not names & {"currency", "time_zone", "language", *DEFAULTS}
    profile = Profile.objects.get(user=ada)
    assert (profile.currency, profile.time_zone) == ("JPY", "Asia/Tokyo")
    assert not profile.wants_suggestions
    assert read_choices(user=ada)["news"]["push"]


@pytest.mark.parametrize("change", [{"shows_name": ""}, {"news": ["pigeon"]}])
def test_what_cannot_be_is_told_and_nothing_is_saved(every_way, change):
    ada = make_customer()

    answer = logged_in(ada).post("", "/profile/preferences", PREFERENCES | change)

    assert answer.status_code == 422
    assert Profile.objects.get(user=ada).shows_name
    assert not NotificationChoice.objects.exists()


def test_a_picture_is_uploaded_shown_and_removed(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    browser = logged_in(make_customer())
    file = SimpleUploadedFile("me.jpg", picture("JPEG"))

    browser.post("", "/profile/picture", {"image": file})
    stem = Profile.objects.exclude(avatar="").values_list("avatar", flat=True).get()
    shown = browser.get("", "/profile/picture").content.decode()
    assert f"/media/public/{stem}-256.webp" in shown

    browser.post("", "/profile/picture/remove")
    assert stem not in browser.get("", "/profile/picture").content.decode()


def test_a_hostile_picture_is_refused_at_its_field(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    file = SimpleUploadedFile("me.png", b"<svg><script>alert(1)</script></svg>", "image/png")

    answer = logged_in(make_customer()).post("", "/profile/picture", {"image": file})

    assert answer.status_code == 422
    assert 'id="id_image_error"' in answer.content.decode()
    assert list(tmp_path.rglob("*.*")) == []


def test_activities_are_told_in_words_and_on_a_shops_host_only_its_own(books):
    ada = make_customer()
    browser, shop = logged_in(ada), logged_in(ada, "books")
    with use_market():
        record(user=ada, kind="order_placed", orders=["COFFEE-1"])

    market, there = browser.get("", "/profile/activity"), shop.get("books", "/account/activity")

    assert "Order placed" in text_of(market)
    assert "COFFEE-1" in text_of(market)
    assert "COFFEE-1" not in text_of(there)
    assert "Logged in" in text_of(there)


def test_what_was_looked_at_stands_apart():
    ada = make_customer()
    browser = logged_in(ada)
    with use_market():
        record(user=ada, kind="search_made", search="blue mug")

    assert "blue mug" not in text_of(browser.get("", "/profile/activity"))
    seen = text_of(browser.get("", "/profile/activity?seen=1"))
    assert "blue mug" in seen
    assert "Logged in" not in seen


def test_every_kind_has_its_words():
    assert set(TITLES) == set(KINDS)


def test_activities_are_listed_in_as_many_statements_for_many_as_for_one():
    ada = make_customer()
    browser = logged_in(ada)
    browser.get("", "/profile/activity")
    with count_statements() as few:
        browser.get("", "/profile/activity")
    for _ in range(29):
        record(user=ada, kind="profile_changed")
    with count_statements() as many:
        browser.get("", "/profile/activity")

    assert len(many) == len(few)


def test_a_copy_is_asked_for_and_fetched():
    ada = make_customer()
    browser = logged_in(ada)
    assert browser.get("", "/profile/data/copy").status_code == 404

    asked = browser.post("", "/profile/data/request")
    assert "It is being gathered" in text_of(browser.follow(asked))
    run_all()
    assert "Fetch the copy" in text_of(browser.get("", "/profile/data"))
    answer = browser.get("", "/profile/data/copy")

    assert json.loads(answer.content)["account"]["email"] == ada.email
    assert "no-store" in answer["Cache-Control"]


def test_a_shops_host_leads_to_the_marketplace_for_it(books):
    browser = logged_in(make_customer(), "books")

    assert "Ask for it at the marketplace" in text_of(browser.get("books", "/account/data"))
    assert browser.post("books", "/account/data/request").status_code == 404
    assert not PersonalExport.objects.exists()


def test_the_account_is_erased_with_the_box_ticked_and_fresh_or_by_password():
    ada = make_customer()
    browser, other = logged_in(ada), logged_in(ada)

    assert browser.post("", "/profile/data/erase", {"password": PASSWORD}).status_code == 422
    wrong = browser.post("", "/profile/data/erase", {"password": "x", "confirmed": "on"})
    assert (wrong.status_code, "This is not your password." in text_of(wrong)) == (422, True)
    assert User.objects.get(pk=ada.pk).anonymised_at is None

    done = browser.post("", "/profile/data/erase", {"confirmed": "on"})

    assert done["Location"] == "/auth/login"
    assert User.objects.get(pk=ada.pk).anonymised_at is not None
    assert other.get("", "/profile").status_code == 302
    assert not WebSession.objects.filter(user=ada).exists()
