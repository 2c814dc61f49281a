"""Stars on cards, by the title and in the form, as customers gave them."""

import json
import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from marketplace.pages.templatetags.ratings import rating_stars
from marketplace.reviews import services as reviews
from tests.factories.accounts import make_reviewer
from tests.factories.goods import make_product
from tests.pages.browser import Browser
from tests.pages.test_account import logged_in
from tests.pages.test_product import path_of


@pytest.mark.parametrize(
    ("average", "halves"), [("1.00", 2), ("4.24", 8), ("4.25", 9), ("4.75", 10), ("5.00", 10)]
)
def test_stars_are_filled_by_halves(average, halves):
    assert f'rating__stars--{halves}"' in rating_stars(Decimal(average), 3)


def test_readers_hear_what_the_stars_say():
    assert 'aria-label="4.5 of 5 stars, 12 reviews"' in rating_stars(Decimal("4.50"), 12)
    assert 'aria-label="1.0 of 5 stars, 1 review"' in rating_stars(Decimal("1.00"), 1)
    with override("de"):
        assert "4,5" in rating_stars(Decimal("4.50"), 12)
    assert rating_stars(None, 0) == ""


@pytest.mark.django_db
def test_cards_title_and_facts_agree_on_both_hosts(books):
    product, other = make_product(books), make_product(books)
    for score in (5, 4):
        reviews.write(user=make_reviewer(), product=product.uuid, score=score)
    words = 'aria-label="4.5 of 5 stars, 2 reviews"'

    for slug, cards in (("", "/products"), ("books", "/catalogue/"), ("", "/retailers/books")):
        assert Browser().get(slug, cards).content.decode().count(words) == 1
    for slug in ("", "books"):
        page = Browser().get(slug, path_of(product)).content.decode()
        assert re.search(rf'<a class="rating-link"\s+href="#reviews">.*{words}', page)
        facts = json.loads(re.search(r'"aggregateRating": ({[^}]*})', page)[1])
        assert (facts["ratingValue"], facts["reviewCount"]) == ("4.50", 2)
    assert "rating-link" not in Browser().get("", path_of(other)).content.decode()


@pytest.mark.django_db
def test_stars_are_chosen_from_one_to_five_by_named_radio_buttons(books):
    product, user = make_product(books), make_reviewer()
    reviews.write(user=user, product=product.uuid, score=3)

    page = logged_in(user).get("", path_of(product)).content.decode()

    assert re.findall(r'type="radio" name="score" value="(\d)"', page) == list("12345")
    assert re.findall(r'name="score" value="(\d)"\s+required checked', page) == ["3"]
    labels = re.findall(r'star-choice">.*?visually-hidden">\s*(\d stars?)\s*<', page, flags=re.S)
    assert labels == ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"]
