"""What editors schedule happens: by one chore over all shops, dear only where something is due."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone
from django.utils.timezone import now
from wagtail.models import Page

from cms import schedules
from cms.models import ContentPage
from cms.schedules import PATIENCE, publish_due
from tenants.registry.context import use_market, use_public, use_retailer
from tenants.registry.models import Retailer
from tenants.tasks import rounds
from tests.cms.editing import home_of
from tests.cms.test_addresses import page_form
from tests.factories.staff import open_browser, open_staff_browser
from tests.factories.statements import count_statements
from tests.tenants.jobs import meet_a_held_shop

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def later(hours):
    return f"{timezone.now() + hours * HOUR:%Y-%m-%d %H:%M}"


def schedule(shop, slug="sale", **moments):
    """As an editor does it, by the dialog of the page's form."""
    path = f"/cms/pages/add/cms/contentpage/{home_of(shop).pk}/"
    form = page_form("Sale", slug, **moments) | {"action-publish": "1"}
    assert open_staff_browser(shop, "editor").post(path, form).status_code == 302


def status_of(shop, path="/sale/"):
    return open_browser(shop).get(path).status_code


def run(hours=0):
    with use_public():
        return publish_due(now=timezone.now() + hours * HOUR)


def due_at(shop):
    return Retailer.objects.get(pk=shop.pk).pages_due_at


@pytest.fixture
def passing(monkeypatch):
    """Wagtail asks the clock itself."""
    start = now()

    def pass_hours(hours):
        moment = start + hours * HOUR
        monkeypatch.setattr("wagtail.actions.publish_revision.timezone.now", lambda: moment)
        return publish_due(now=moment)

    return pass_hours


def test_a_page_goes_live_at_its_moment_and_ends_at_the_other(books, passing):
    schedule(books, go_live_at=later(1), expire_at=later(3))
    assert (run(), status_of(books)) == (0, 404)

    assert (passing(2), status_of(books)) == (1, 200)
    assert (passing(2), status_of(books)) == (0, 200)

    assert (passing(4), status_of(books)) == (1, 404)
    with use_retailer(books):
        assert ContentPage.objects.get(slug="sale").expired
    assert due_at(books) is None


def test_a_moment_is_told_in_the_shops_time(books):
    Retailer.objects.filter(pk=books.pk).update(timezone="Asia/Tokyo")
    schedule(books, go_live_at="2099-01-02 10:00")
    assert due_at(books) == datetime(2099, 1, 2, 1, tzinfo=UTC)


def test_a_page_whose_end_has_come_too_is_never_shown(books, passing):
    """The chore comes late, after an outage."""
    schedule(books, go_live_at=later(1), expire_at=later(2))

    assert (passing(4), status_of(books)) == (1, 404)
    with use_retailer(books):
        assert ContentPage.objects.get(slug="sale").expired
    assert due_at(books) is None


def test_a_new_text_that_goes_on_longer_outlives_the_end_of_the_old(books, passing):
    schedule(books, expire_at=later(2))
    with use_retailer(books):
        page = ContentPage.objects.get(slug="sale")
    moments = {"go_live_at": later(1), "expire_at": later(9)}
    form = page_form("Longer", "sale", **moments) | {"action-publish": "1"}
    assert open_staff_browser(books, "editor").post(f"/cms/pages/{page.pk}/edit/", form)

    passing(4)

    assert status_of(books) == 200
    with use_retailer(books):
        page.refresh_from_db()
        assert (page.title, page.live) == ("Longer", True)


def test_a_new_text_for_a_page_that_is_live_waits_for_its_moment(books, passing):
    schedule(books)
    with use_retailer(books):
        page = ContentPage.objects.get(slug="sale")
    form = page_form("Last day", "sale", go_live_at=later(1)) | {"action-publish": "1"}
    answer = open_staff_browser(books, "editor").post(f"/cms/pages/{page.pk}/edit/", form)
    assert answer.status_code == 302
    assert "Last day" not in open_browser(books).get("/sale/").content.decode()

    assert passing(2) == 1

    assert "Last day" in open_browser(books).get("/sale/").content.decode()


def test_what_is_scheduled_by_approving_it_comes_too(books):
    with use_retailer(books):
        page = home_of(books).add_child(instance=ContentPage(title="Sale", slug="sale", live=False))
        page.go_live_at = now() + HOUR
        revision = page.save_revision(log_action=False)
        Retailer.objects.update(pages_due_at=None)

        revision.publish(log_action=False)

    assert due_at(books) == page.go_live_at


def test_the_nearest_moment_counts(books):
    schedule(books, "sale", go_live_at=later(5))
    far = due_at(books)
    schedule(books, "sooner", expire_at=later(2))
    near = due_at(books)
    schedule(books, "later", go_live_at=later(9))

    assert near < far
    assert due_at(books) == near


def test_a_schedule_that_was_given_up_costs_one_look(books):
    schedule(books, go_live_at=later(1))
    with use_retailer(books):
        ContentPage.objects.get(slug="sale").revisions.update(approved_go_live_at=None)

    assert run(2) == 0

    assert due_at(books) is None
    assert status_of(books) == 404


def test_no_shop_is_entered_where_nothing_is_due(books, coffee):
    schedule(books, go_live_at=later(5))
    with count_statements() as statements:
        assert run() == 0
    for slug in ("third", "fourth"):  # none of these has a schema that could be entered
        Retailer.objects.create(
            slug=slug, name=slug, schema_name=f"shop_{slug}", status="active", approved_at=now()
        )

    with count_statements() as with_more_shops:
        assert run() == 0

    assert len(statements) == len(with_more_shops) == 3
    assert "shop_books" not in "".join(with_more_shops.control)


def test_the_marketplace_keeps_its_moments_too(books):
    with use_market():
        home = Page.objects.get(depth=2).specific
        page = home.add_child(instance=ContentPage(title="Fair", slug="fair"))
        page.expire_at = timezone.now() + HOUR
        page.save_revision(log_action=False).publish(log_action=False)

    assert run(2) == 1

    with use_market():
        assert not ContentPage.objects.get(slug="fair").live


def test_one_that_cannot_be_saved_keeps_no_other_up(books, coffee, caplog, passing):
    for shop in (books, coffee):
        schedule(shop, "sale", go_live_at=later(1))
    schedule(books, "extra", go_live_at=later(1))
    with use_retailer(books):  # as a route of a later release would do to it
        page = ContentPage.objects.get(slug="sale")
        Page.objects.filter(pk=page.pk).update(slug="cart")
        revision = page.get_latest_revision()
        revision.content |= {"slug": "cart"}
        revision.save()

    assert passing(2) == 2

    assert (status_of(books, "/extra/"), status_of(coffee)) == (200, 200)
    assert "cannot be changed at its time" in caplog.text
    assert due_at(coffee) is None
    assert due_at(books) == timezone.now() + PATIENCE
    schedule(books, "news", go_live_at=later(0.5))
    soon = due_at(books)
    assert soon < timezone.now() + PATIENCE
    Retailer.objects.filter(pk=books.pk).update(pages_due_at=timezone.now())
    passing(2)
    assert due_at(books) == soon


def test_a_home_page_does_not_end(books):
    with use_retailer(books):
        Page.objects.filter(pk=home_of(books).pk).update(expire_at=timezone.now())
    Retailer.objects.filter(pk=books.pk).update(pages_due_at=timezone.now())

    assert run(1) == 0

    assert status_of(books, "/") == 200
    assert due_at(books) is None


def make_late(*shops):
    """Whose time came hours ago; the first of them waits longest."""
    for hours, shop in enumerate(reversed(shops), 1):
        Retailer.objects.filter(pk=shop.pk).update(pages_due_at=timezone.now() - hours * HOUR)


def break_pages():
    """As in a copy of a schema that was restored by half."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wagtailcore_page RENAME TO page_of_before")


@pytest.mark.django_db(transaction=True)
def test_a_shop_whose_tables_are_not_in_order_keeps_no_other_up(books, coffee, passing, caplog):
    for shop in (books, coffee):
        schedule(shop, go_live_at=later(1))
    make_late(books, coffee)
    with use_retailer(books):
        break_pages()

    assert passing(2) == 1

    assert status_of(coffee) == 200
    assert "A chore failed at the shop books" in caplog.text
    assert due_at(books) == timezone.now() + PATIENCE


def test_a_shop_that_is_held_comes_behind_those_that_wait(books, coffee, passing, monkeypatch):
    for shop in (books, coffee):
        schedule(shop, go_live_at=later(1))
    make_late(books, coffee)
    publish_at = schedules._publish_at

    def meet_who_holds_it(shop, now):
        return meet_a_held_shop() if shop == books else publish_at(shop, now=now)

    monkeypatch.setattr(schedules, "_publish_at", meet_who_holds_it)
    assert passing(2) == 1
    assert due_at(books) == timezone.now()

    monkeypatch.setattr(schedules, "_publish_at", publish_at)
    assert passing(2) == 1


@pytest.mark.django_db(transaction=True)
def test_what_fails_at_the_marketplace_stops_no_shop(books, passing):
    schedule(books, go_live_at=later(1))
    with use_market():
        break_pages()

    with pytest.raises(ProgrammingError):
        passing(2)

    assert status_of(books) == 200


def test_one_run_goes_on_until_no_shop_is_due(books, coffee, tea, passing, monkeypatch):
    monkeypatch.setattr(schedules, "SHOPS_AT_ONCE", 1)
    for shop in (books, coffee, tea):
        schedule(shop, go_live_at=later(1))

    assert passing(2) == 3


def test_one_run_ends_in_time(books, coffee, tea, passing, monkeypatch):
    for shop in (books, coffee, tea):
        schedule(shop, go_live_at=later(1))
    make_late(books, coffee, tea)
    monkeypatch.setattr(rounds, "monotonic", count(step=rounds.LONGEST_RUN / 2).__next__)

    assert passing(2) == 2

    assert [due_at(shop) is None for shop in (books, coffee, tea)] == [True, True, False]
