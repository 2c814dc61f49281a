"""Reviews on the shop's desk."""

import pytest

from marketplace.reviews import services
from marketplace.reviews.models import ReviewCopy
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.goods import make_product
from tests.factories.staff import open_staff_browser
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(books):
    made = services.write(
        user=make_reviewer(), product=make_product(books).uuid, score=1, title="Awful"
    )
    services.report(user=make_customer(), uuid=made.uuid, reason="It is about another shop")
    return made


def is_shown(review):
    return ReviewCopy.objects.get(pk=review.pk).is_shown


@pytest.mark.parametrize("role", ["owner", "manager", "support"])
def test_a_reported_one_is_hidden_and_shown_again(books, review, role):
    client, path = open_staff_browser(books, role), f"/seller/reviews/{review.uuid}"
    page = text_of(client.get("/seller/reviews?show=reported"))
    assert "Awful" in page
    assert "It is about another shop" in page
    client.post(path, {"show": "no"})
    assert not is_shown(review)
    assert "Awful" in text_of(client.get("/seller/reviews?show=hidden"))
    assert "Awful" not in text_of(client.get("/seller/reviews?show=reported"))
    client.post(path, {"show": "yes"})
    assert is_shown(review)


@pytest.mark.parametrize(("show", "is_listed"), [("", True), ("shown", True), ("hidden", False)])
def test_the_list_narrows_by_what_is_shown(books, review, show, is_listed):
    page = text_of(open_staff_browser(books, "owner").get(f"/seller/reviews?show={show}"))
    assert ("Awful" in page) is is_listed


@pytest.mark.parametrize("role", ["analyst", "fulfilment", "editor"])
def test_a_lesser_role_hides_nothing(books, review, role):
    answer = open_staff_browser(books, role).post(f"/seller/reviews/{review.uuid}", {"show": "no"})
    assert answer.status_code == 403
    assert is_shown(review)


def test_another_shops_review_is_not_found(coffee, review):
    client = open_staff_browser(coffee, "owner")
    assert client.post(f"/seller/reviews/{review.uuid}", {"show": "no"}).status_code == 404
    assert "Awful" not in text_of(client.get("/seller/reviews"))
    assert is_shown(review)
