"""Two pages of one account that are saved at the same moment: the later asks, whichever it is."""

from functools import partial

import pytest

from marketplace.accounts.models import Address, User
from marketplace.accounts.people.address_book import add_address
from marketplace.notifications.choices import choose, read_choices
from tests.factories.accounts import make_customer
from tests.factories.addresses import ADDRESS
from tests.factories.threads import at_once
from tests.pages.forms import Page, read_form
from tests.pages.test_old_pages import AtMarket

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def save_at_once(pages, read, changes):
    """Each page saves its own change; `read` gives what stands then."""
    old = read_form(pages[0].get(), pages[0].action)
    for page in pages[1:]:
        page.get()

    answers = at_once(
        *(partial(page.post, old, change) for page, change in zip(pages, changes, strict=True))
    )

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    saved = next(i for i, answer in enumerate(answers) if answer.status_code == 302)
    ((name, value),) = changes[saved].items()
    assert read()[name] == value


def pages_of(user, path):
    return [Page(AtMarket(user), path, action=path) for _ in range(2)]


@pytest.mark.world
def test_her_details():
    user = make_customer()
    pages = pages_of(user, "/profile")
    for turn in range(ROUNDS):
        names = [{"first_name": f"{name}{'abcde'[turn]}"} for name in ("Ada", "Eve")]
        save_at_once(pages, lambda: User.objects.values("first_name").get(pk=user.pk), names)


@pytest.mark.world
def test_an_address_of_her_book():
    user = make_customer()
    address = add_address(user=user, **ADDRESS)
    path = f"/profile/addresses/{address.uuid}"
    pages = [Page(AtMarket(user), path) for _ in range(2)]
    for turn in range(ROUNDS):
        lines = [{"line1": f"{street} {turn}"} for street in ("Quay", "Dock")]
        save_at_once(pages, lambda: Address.objects.values("line1").get(pk=address.pk), lines)


@pytest.mark.world
def test_what_she_wants_to_be_told(every_way):
    user = make_customer()
    pages = pages_of(user, "/profile/preferences")

    def read():
        of_news = read_choices(user=user)["news"]
        return {"news": [channel for channel, is_wanted in of_news.items() if is_wanted]}

    wishes = [(["email"], ["push"]), (["sms"], ["email", "push"]), (["push"], [])]
    for pair in wishes:
        save_at_once(pages, read, [{"news": channels} for channels in pair])


@pytest.mark.world
def test_what_an_app_chooses_while_a_page_of_it_is_saved_is_not_overwritten_untold(every_way):
    user = make_customer()
    page = pages_of(user, "/profile/preferences")[0]
    for is_wanted in (True, False, True, False):
        old = read_form(page.get(), page.action)

        answer, _ = at_once(
            partial(page.post, old, {"news": ["sms"]}),
            partial(choose, user=user, wishes={"news": {"email": is_wanted}}),
        )

        news = read_choices(user=user)["news"]
        assert (answer.status_code, news["email"]) in [(302, is_wanted), (422, is_wanted)]
        choose(user=user, wishes={"news": {"sms": False}})
