"""Authors hand pages in; owners and managers see, hear and answer, and the author hears of it."""

import pytest
from django.core import mail
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, TaskState
from wagtail.users.models import UserProfile

from cms.models import ContentPage
from marketplace.accounts.models import User
from tenants.provisioning.broadcast import refresh_reference_rows
from tenants.provisioning.steps import furnish_follower
from tenants.registry.context import use_retailer
from tenants.staff.models import Membership
from tenants.tasks.runner import run_all
from tests.cms.editing import home_of
from tests.cms.test_addresses import add_page, page_form
from tests.factories.accounts import make_operator
from tests.factories.staff import make_member, open_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(books):
    """Role: (account, her browser). The owner is the shop's own."""
    with use_retailer(books):
        owner = Membership.objects.get(role="owner").user
    users = {role: make_member(books, role) for role in ("author", "manager", "editor")}
    users["owner"] = owner
    return {role: (user, open_browser(books, user)) for role, user in users.items()}


def hand_in(books, browser, title="Maps", slug="maps"):
    path = f"/cms/pages/add/cms/contentpage/{home_of(books).pk}/"
    answer = browser.post(path, page_form(title, slug) | {"action-submit": "1"})
    assert answer.status_code == 302
    with use_retailer(books):
        return ContentPage.objects.get(slug=slug)


def answer(books, browser, page, action, comment=""):
    with use_retailer(books):
        state = TaskState.objects.get(status="in_progress")
    path = f"/cms/pages/workflow/action/{page.pk}/{action}/{state.pk}/"
    return browser.post(path, {"comment": comment})


def letters():
    """[(subject, address)] of what is sent since."""
    mail.outbox.clear()
    run_all()
    return sorted((letter.subject, letter.to[0]) for letter in mail.outbox)


def status_of(books, path="/maps/"):
    return open_browser(books).get(path).status_code


def test_an_author_publishes_nothing_and_hands_it_in(books, people):
    author, browser = people["author"]
    path = f"/cms/pages/add/cms/contentpage/{home_of(books).pk}/"

    browser.post(path, page_form("Now", "now") | {"action-publish": "1"})

    assert status_of(books, "/now/") == 404
    page = hand_in(books, browser)
    with use_retailer(books):
        assert (page.live, page.owner_id) == (False, author.pk)
        assert page.workflow_in_progress


@pytest.mark.parametrize("report", ["workflow", "workflow_tasks"])
def test_what_was_handed_in_can_be_saved_as_a_table(report, books, people):
    """Wagtail writes it row by row, when the request's own schema has been left."""
    hand_in(books, people["author"][1])

    answer = people["owner"][1].get(f"/cms/reports/{report}/", {"export": "csv"})

    assert "Maps" in b"".join(answer.streaming_content).decode()


def test_approvers_hear_of_it_and_nobody_else(books, people):
    make_operator("root@example.com")
    hand_in(books, people["author"][1])

    subject = "“Maps” waits for your approval"
    assert letters() == sorted((subject, people[role][0].email) for role in ("owner", "manager"))
    assert "/cms/pages/" in mail.outbox[0].body
    assert mail.outbox[0].body.count("http://books.localhost")


def test_nobody_hears_of_what_she_did_herself(books, people):
    page = hand_in(books, people["owner"][1])
    assert [address for _, address in letters()] == [people["manager"][0].email]

    answer(books, people["owner"][1], page, "approve")
    assert letters() == []


def test_who_cannot_log_in_any_more_hears_nothing(books, people):
    User.objects.filter(pk=people["manager"][0].pk).update(is_active=False)
    hand_in(books, people["author"][1])
    assert [address for _, address in letters()] == [people["owner"][0].email]


def test_who_approves_publishes_it_and_its_author_hears(books, people):
    page = hand_in(books, people["author"][1])
    letters()

    answer(books, people["manager"][1], page, "approve", "Well done")

    assert status_of(books) == 200
    assert letters() == [("“Maps” is approved", people["author"][0].email)]
    assert "Well done" in mail.outbox[0].body


def test_what_needs_changes_goes_back_with_the_reason(books, people):
    page = hand_in(books, people["author"][1])
    letters()

    answer(books, people["owner"][1], page, "reject", "Name the town")

    assert status_of(books) == 404
    assert letters() == [("“Maps” needs changes", people["author"][0].email)]
    assert "Name the town" in mail.outbox[0].body


@pytest.mark.parametrize("role", ["author", "editor"])
def test_nobody_else_answers(books, people, role):
    page = hand_in(books, people["author"][1])
    refusal = answer(books, people[role][1], page, "approve")
    assert (refusal.status_code, refusal.get("Location")) == (302, "/cms/")
    with use_retailer(books):
        assert TaskState.objects.get().status == "in_progress"
    assert status_of(books) == 404


def test_who_switched_the_mail_off_gets_none(books, people):
    with use_retailer(books):
        UserProfile.objects.create(user=people["manager"][0], submitted_notifications=False)
    hand_in(books, people["author"][1])
    assert [address for _, address in letters()] == [people["owner"][0].email]


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_the_desk_shows_what_waits(books, people, role):
    browser = people[role][1]
    assert "waits for approval" not in browser.get("/seller/dashboard").content.decode()
    page = hand_in(books, people["author"][1])

    desk = browser.get("/seller/dashboard").content.decode()

    assert "1 page waits for approval" in desk
    assert people["author"][0].get_short_name() in desk
    assert f'href="/cms/pages/{page.pk}/edit/"' in desk
    assert "Terms and conditions, Privacy, Imprint, Returns" in desk
    answer(books, browser, page, "approve")
    assert "waits for approval" not in browser.get("/seller/dashboard").content.decode()


def test_who_packs_orders_is_not_asked(books, people):
    hand_in(books, people["author"][1])
    browser = open_browser(books, make_member(books, "fulfilment"))
    assert "waits for approval" not in browser.get("/seller/dashboard").content.decode()


def test_an_author_takes_away_nothing_of_others(books, people):
    with use_retailer(books):
        draft = ContentPage.objects.get(purpose="terms")
        page_live = add_page(home_of(books), "Live", "live")
    browser = people["author"][1]
    for page in (draft, page_live):
        for action in ("delete", "unpublish", "move"):
            browser.post(f"/cms/pages/{page.pk}/{action}/", {"next": "/cms/"})
    browser.post("/cms/settings/cms/theme/", {"brand": "#000000"})
    with use_retailer(books):
        assert Page.objects.get(pk=draft.pk).path == draft.path
        assert Page.objects.get(pk=page_live.pk).live


def test_a_shop_of_an_older_release_gets_role_and_approvers(books):
    with use_retailer(books):
        GroupPagePermission.objects.filter(group__name="author").delete()
        GroupApprovalTask.objects.get().groups.clear()

    refresh_reference_rows()

    with use_retailer(books):
        groups = GroupApprovalTask.objects.get().groups.values_list("name", flat=True)
        assert set(groups) == {"owner", "manager"}
        rights = GroupPagePermission.objects.filter(group__name="author")
        assert set(rights.values_list("permission__codename", flat=True)) == {
            "add_page",
            "change_page",
        }
        GroupApprovalTask.objects.get().groups.set(groups.model.objects.filter(name="editor"))
    furnish_follower(books.schema_name)
    with use_retailer(books):
        assert GroupApprovalTask.objects.get().groups.get().name == "editor"
