"""What editors schedule happens: by one chore over all shops, dear only where something is due."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import now
from wagtail.models import Page

from cms.models import ContentPage
from cms.schedules import PATIENCE, publish_due
from tenants.registry.context import use_market, use_public, use_retailer
from tenants.registry.models import Retailer
from tests.cms.editing import home_of
from tests.cms.test_addresses import page_form
from tests.factories.staff import open_browser, open_staff_browser
from tests.factories.statements import count_statements

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
