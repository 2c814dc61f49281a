"""One person with two pages of her account open: what she left on the one stays as the other
saved it."""

from functools import partial

import pytest
from django.test import override_settings

from marketplace.accounts.models import Address, User
from marketplace.accounts.people.address_book import add_address
from marketplace.discovery.models import Listing
from marketplace.notifications.choices import read_choices
from marketplace.requests.models import ThrottleCount
from marketplace.reviews import services as reviews
from marketplace.reviews.models import ReviewCopy
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.addresses import ADDRESS
from tests.factories.goods import make_product
from tests.factories.threads import at_once
from tests.pages.forms import Page, read_form, save_from_two_pages
from tests.pages.test_account import logged_in
from tests.pages.test_product import path_of

pytestmark = pytest.mark.django_db
TWO_LANGUAGES = [("en", "English"), ("de", "Deutsch")]


class AtMarket:
    """A browser that is on the marketplace's host."""

    def __init__(self, user):
        browser = logged_in(user)
        self.get, self.post = partial(browser.get, ""), partial(browser.post, "")


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        ({"last_name": "Lind"}, {"first_name": "Ada"}, {"last_name": "Lund"}, "It is Lind now"),
        (
            {"phone": "+49301234"},
            {"language": "de"},
            {"phone": "+49309999"},
            "It is +49301234 now",
        ),
        ({"language": "de"}, {"first_name": "Ada"}, {"language": "en"}, "It is Deutsch now"),
    ],
)
@override_settings(LANGUAGES=TWO_LANGUAGES)
def test_her_details(theirs, mine, rival, words):
    user = make_customer(first_name="A", last_name="L")

    def read():
        row = User.objects.get(pk=user.pk)
        names = ("first_name", "last_name", "phone")
        return {name: getattr(row, name) for name in names} | {"language": row.profile.language}

    page = Page(AtMarket(user), "/profile", action="/profile")
    save_from_two_pages(page, read, theirs=theirs, mine=mine, rival=rival, words=words)


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        ({"line1": "Quay 1"}, {"city": "Bremen"}, {"line1": "Quay 2"}, "It is Quay 1 now"),
        ({"country": "FR"}, {"line2": "Left"}, {"country": "FI"}, "It is France now"),
        ({"line2": "Left"}, {"is_default": "on"}, {"line2": "Right"}, "It is Left now"),
    ],
)
def test_an_address_of_her_book(theirs, mine, rival, words):
    user = make_customer()
    add_address(user=user, **ADDRESS)
    address = add_address(user=user, **ADDRESS)

    def read():
        row = Address.objects.get(pk=address.pk)
        return {name: getattr(row, name) for name in (*ADDRESS, "line2", "is_default")}

    page = Page(AtMarket(user), f"/profile/addresses/{address.uuid}")
    save_from_two_pages(page, read, theirs=theirs, mine=mine, rival=rival, words=words)


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        (
            {"news": ["email", "push"]},
            {"shows_name": "no", "orders": []},
            {"news": ["sms"]},
            "It is E-mail, On my phone now",
        ),
        ({"orders": []}, {"news": "email"}, {"orders": ["sms"]}, "It is nothing now"),
        ({"wants_suggestions": "no"}, {"news": "email"}, {}, ""),
    ],
)
def test_her_preferences(every_way, theirs, mine, rival, words):
    user = make_customer()

    def read():
        profile = User.objects.get(pk=user.pk).profile
        names = ("shows_name", "wants_suggestions")
        return {name: getattr(profile, name) for name in names} | read_choices(user=user)

    page = Page(AtMarket(user), "/profile/preferences", action="/profile/preferences")
    save_from_two_pages(page, read, theirs=theirs, mine=mine, rival=rival, words=words)


@pytest.fixture
def review(books):
    novel = make_product(books, "Novel")
    return reviews.write(
        user=make_reviewer(), product=novel.uuid, score=4, title="Good", body="Page one.\nTwice."
    )


def page_of(review):
    product = review.product
    path = path_of(Listing.objects.get(uuid=product))
    return Page(
        AtMarket(review.user), path, action=f"/products/{product}/reviews/{review.uuid}/change"
    )


def read_review():
    return ReviewCopy.objects.values("score", "title", "body").get()


@pytest.mark.parametrize(
    ("theirs", "mine", "rival", "words"),
    [
        (
            {"body": "Dull at the end."},
            {"title": "Well"},
            {"body": "Dull."},
            "It is Dull at the end. now",
        ),
        ({"score": "2"}, {"body": "Dull."}, {"score": "1"}, "It is 2 now"),
        ({"title": ""}, {"score": "5"}, {"title": "Great"}, "It is nothing now"),
    ],
)
def test_her_review(review, theirs, mine, rival, words):
    save_from_two_pages(
        page_of(review), read_review, theirs=theirs, mine=mine, rival=rival, words=words
    )


def test_a_refused_change_of_a_review_keeps_what_was_typed_and_counts_for_nothing(review):
    page = page_of(review)
    old = read_form(page.get(), page.action)
    page.post(old, {"title": "Better", "score": "5"})
    counts = list(ThrottleCount.objects.order_by("pk").values("tries"))

    answer = page.post(old, {"title": "Worse", "score": "1"})

    typed = read_form(answer, page.action)
    assert (typed["title"], typed["score"], typed["body"]) == ("Worse", "1", old["body"])
    assert list(ThrottleCount.objects.order_by("pk").values("tries")) == counts
    assert read_review()["title"] == "Better"


@pytest.mark.django_db(transaction=True)
def test_of_two_pages_with_a_review_saved_at_once_one_asks(review):
    for turn in range(5):
        page, other = page_of(review), page_of(review)
        old = read_form(page.get(), page.action)

        answers = at_once(
            partial(page.post, old, {"body": f"Mine {turn}"}),
            partial(other.post, old, {"body": f"Hers {turn}"}),
        )

        assert sorted(answer.status_code for answer in answers) == [302, 422]
        saved = "Mine" if answers[0].status_code == 302 else "Hers"
        assert read_review()["body"] == f"{saved} {turn}"
