"""A site's home page stays where it is, and stays published: no button, and no way past it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.models import HomePage, MarketHomePage
from tenants.registry.context import use_market, use_retailer
from tests.cms.editing import hero, home_form, home_of
from tests.factories.accounts import make_operator
from tests.factories.staff import open_browser, open_staff_browser
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db


def operator_browser():
    client = Client(headers={"host": "localhost"})
    with use_market():
        client.force_login(make_operator("root@example.com"))
    return client


@pytest.fixture(params=["shop", "market"])
def desk(request, books):
    """(browser of who may do most there, home page, the site's context)"""
    if request.param == "shop":
        return open_staff_browser(books, "owner"), home_of(books), lambda: use_retailer(books)
    with use_market():
        return operator_browser(), MarketHomePage.objects.get(), use_market


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_its_own_pages_are_refused(desk, action):
    browser, home, site = desk
    path = f"/cms/pages/{home.pk}/{action}/"

    for answer in (browser.get(path), browser.post(path, {"next": "/cms/"})):
        assert answer.status_code in (302, 403)

    with site():
        assert Page.objects.get(pk=home.pk).live


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_no_bulk_action_reaches_it(desk, action):
    browser, home, site = desk
    form = {"chooser": home.pk, "move_applied": "on", "include_descendants": "on"}

    browser.post(f"/cms/bulk/wagtailcore/page/{action}/?id={home.pk}&id=all", form)

    with site():
        row = Page.objects.get(pk=home.pk)
        assert (row.live, row.path) == (True, home.path)


def test_there_is_no_button_for_it(desk):
    browser, home, _ = desk
    for path in (f"/cms/pages/{home.pk}/edit/", f"/cms/pages/{home.pk}/", "/cms/pages/"):
        page = browser.get(path, follow=True).content.decode()
        for action in ("unpublish", "delete", "move"):
            assert f"/cms/pages/{home.pk}/{action}/" not in page


def test_it_has_no_moment_of_expiry(books):
    editor, home = open_staff_browser(books, "editor"), home_of(books)
    path = f"/cms/pages/{home.pk}/edit/"
    fields = editor.get(path).context["form"].fields
    assert "go_live_at" in fields
    assert "expire_at" not in fields
    soon = f"{timezone.now() + timedelta(days=1):%Y-%m-%d %H:%M}"

    form = home_form(hero("Maps")) | {"expire_at": soon, "action-publish": "1"}
    assert editor.post(path, form).status_code == 302

    with use_retailer(books):
        assert HomePage.objects.get().expire_at is None
    assert "Maps" in text_of(open_browser(books).get("/"))


def test_one_that_an_earlier_release_gave_is_taken_from_it(books):
    with use_retailer(books):
        home = home_of(books)
        Page.objects.filter(pk=home.pk).update(expire_at=timezone.now() + timedelta(days=1))
        home = home_of(books)
        home.save_revision(log_action=False).publish(log_action=False)
        assert HomePage.objects.get().expire_at is None
