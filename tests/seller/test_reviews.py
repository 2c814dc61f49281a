"""Reviews on the shop's desk."""

import pytest

from marketplace.reviews import services
from marketplace.reviews.models import ReviewCopy
from tests.factories.goods import sell
from tests.factories.people import customer
from tests.factories.staff import staff_at
from tests.pages.browser import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(books):
    made = services.write(user=customer(), product=sell(books).uuid, score=1, title="Awful")
    services.report(user=customer(), uuid=made.uuid, reason="It is about another shop")
    return made


def is_shown(review):
    return ReviewCopy.objects.get(pk=review.pk).is_shown


@pytest.mark.parametrize("role", ["owner", "manager", "support"])
def test_a_reported_one_is_hidden_and_shown_again(books, review, role):
    client, path = staff_at(books, role), f"/seller/reviews/{review.uuid}"
    page = text_of(client.get("/seller/reviews?show=reported"))
    assert "Awful" in page
    assert "It is about another shop" in page
    client.post(path, {"show": "no"})
    assert not is_shown(review)
    assert "Awful" in text_of(client.get("/seller/reviews?show=hidden"))
    assert "Awful" not in text_of(client.get("/seller/reviews?show=reported"))
    client.post(path, {"show": "yes"})
    assert is_shown(review)


@pytest.mark.parametrize("role", ["analyst", "fulfilment", "editor"])
def test_a_lesser_role_hides_nothing(books, review, role):
    answer = staff_at(books, role).post(f"/seller/reviews/{review.uuid}", {"show": "no"})
    assert answer.status_code == 403
    assert is_shown(review)


def test_another_shops_review_is_not_found(coffee, review):
    client = staff_at(coffee, "owner")
    assert client.post(f"/seller/reviews/{review.uuid}", {"show": "no"}).status_code == 404
    assert "Awful" not in text_of(client.get("/seller/reviews"))
    assert is_shown(review)
