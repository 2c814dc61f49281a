"""Reviews on the product's page, and the heart that saves it."""

import re

import pytest
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.accounts.proofs.verification import mark_proven
from marketplace.reviews import services
from marketplace.reviews.models import ReviewCopy
from marketplace.wishlists.models import WishlistItem
from tenants.kernel.ids import short_id
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.reviews.models import Vote
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.goods import make_product
from tests.factories.reviews import hide
from tests.factories.staff import open_browser
from tests.pages.browser import Browser, text_of
from tests.pages.forms import read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def novel(books):
    return make_product(books, "Novel", price="14.50")


@pytest.fixture
def path(novel):
    return f"/products/{novel.slug}-{short_id(novel.uuid)}"


@pytest.fixture
def reader(books):
    return open_browser(books, make_reviewer(first_name="Ada", last_name="Lind"))


def test_a_guest_reads_and_is_led_to_the_login(novel, path):
    services.write(user=make_reviewer(), product=novel.uuid, score=4, title="Good", body="<b>!")
    html = Browser().get("", path).content.decode()
    for words in ("Good", "&lt;b&gt;!", "4.00", "Log in to write a review", "4 of 5 stars"):
        assert words in html
    assert "Write a review" not in html


def test_a_customer_writes_and_finds_helpful(books, novel, path, reader):
    form = {"score": "5", "title": "Splendid", "body": "Twice."}
    answer = reader.post(f"/products/{novel.uuid}/reviews/write", form, follow=True)
    shown = text_of(answer)
    assert "Splendid" in shown
    assert "Ada L." in shown
    review = ReviewCopy.objects.get()
    other = open_browser(books, make_customer())
    told = other.post(f"/reviews/{review.uuid}/helpful", follow=True)
    assert "Helpful (1)" in text_of(told)
    other.post(f"/reviews/{review.uuid}/report", {"reason": "Rude"})
    again = reader.post(f"/products/{novel.uuid}/reviews/write", form, follow=True)
    assert "before" in text_of(again)
    assert ReviewCopy.objects.count() == 1


def test_a_long_reason_of_a_report_is_cut_to_what_is_kept(books, novel):
    services.write(user=make_reviewer(), product=novel.uuid, score=4, title="Good", body="")
    reporter = open_browser(books, make_customer())

    reporter.post(f"/reviews/{ReviewCopy.objects.get().uuid}/report", {"reason": "x" * 400})

    with use_retailer(books):
        assert Vote.objects.get().reason == "x" * 300


def test_who_has_reviewed_is_offered_to_change_it(novel, path, reader):
    write = f"/products/{novel.uuid}/reviews/write"
    assert "Write a review" in text_of(reader.get(path))
    html = reader.post(write, {"score": "1", "title": "Dull"}, follow=True).content.decode()
    review = ReviewCopy.objects.get()
    change = f"/products/{novel.uuid}/reviews/{review.uuid}/change"
    assert "Write a review" not in html
    for part in ("Change your review", change, 'value="Dull"'):
        assert part in html
    assert re.search(r'value="1"\s+required\s+checked', html)
    assert re.search(r"1 star\s*<", html)
    assert "1 stars" not in html

    told = text_of(reader.post(change, {"score": "2", "title": "Better"}, follow=True))
    assert "Your review is changed." in told
    review.refresh_from_db()
    assert (review.score, review.title) == (2, "Better")


def test_what_is_hidden_is_not_asked_for_again(books, novel, path, reader):
    reader.post(f"/products/{novel.uuid}/reviews/write", {"score": "1"})
    hide(books, ReviewCopy.objects.get().uuid)
    shown = text_of(reader.get(path))
    assert "Write a review" not in shown
    assert "Your review is hidden." in shown


def test_somebody_elses_review_is_not_there_to_change(books, novel, reader):
    review = services.write(user=make_reviewer(), product=novel.uuid, score=4)
    change = f"/products/{novel.uuid}/reviews/{review.uuid}/change"
    assert reader.post(change, {"score": "1"}).status_code == 404
    review.refresh_from_db()
    assert review.score == 4


def test_reviews_are_counted_on_the_page_too(settings, novel, reader):
    settings.API_THROTTLES = settings.API_THROTTLES | {"review-account": (0, 3600)}
    told = reader.post(f"/products/{novel.uuid}/reviews/write", {"score": "5"}, follow=True)
    assert "Too many tries." in text_of(told)
    assert ReviewCopy.objects.count() == 0


@pytest.mark.parametrize("score", ["", "0", "6", "x"])
def test_without_stars_nothing_is_written(novel, reader, score):
    form = {"score": score, "title": "Dull", "body": "Twice."}
    answer = reader.post(f"/products/{novel.uuid}/reviews/write", form)
    assert answer.status_code == 422
    assert "Choose one to five stars." in text_of(answer)
    typed = read_form(answer, f"/products/{novel.uuid}/reviews/write")
    assert (typed["title"], typed["body"]) == ("Dull", "Twice.")
    assert ReviewCopy.objects.count() == 0


def test_a_guest_cannot_write(novel):
    answer = Browser().post("", f"/products/{novel.uuid}/reviews/write", {"score": "5"})
    assert answer.status_code == 302
    assert "/auth/login" in answer["Location"]
    assert ReviewCopy.objects.count() == 0


def test_the_heart_saves_and_the_list_shows_it(books, novel, path, reader):
    assert "Put on the wishlist" in text_of(reader.get(path))
    saved = reader.post(f"/wishlists/items/{novel.uuid}/save", {"next": path})
    assert saved["Location"] == path
    assert "On your wishlist" in text_of(reader.get(path))
    assert "Novel" in text_of(reader.get("/account/wishlist"))
    elsewhere = {"next": "https://evil.example/"}
    removed = reader.post(f"/wishlists/items/{novel.uuid}/remove", elsewhere)
    assert removed["Location"] == "/account/wishlist"
    assert WishlistItem.objects.count() == 0
    nowhere = reader.post(f"/wishlists/items/{novel.uuid}/save", {"next": "cart"})
    assert nowhere["Location"] == "/account/wishlist"


def test_the_shared_link_is_a_page_until_it_is_ended(novel, reader):
    reader.post(f"/wishlists/items/{novel.uuid}/save")
    page = reader.post("/account/wishlist/share", follow=True).content.decode()
    token = page.split("/wishlists/")[1].split("<")[0]
    answer = Browser().get("", f"/wishlists/{token}")
    assert "Novel" in text_of(answer)
    assert "Ada" in text_of(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    reader.post("/account/wishlist/share", {"end": "1"})
    assert Browser().get("", f"/wishlists/{token}").status_code == 404


@pytest.mark.parametrize("has_written", [False, True])
def test_who_proves_nothing_publishes_nothing_and_keeps_what_she_typed(
    books, novel, path, has_written
):
    user = make_reviewer() if has_written else make_customer()
    address = f"/products/{novel.uuid}/reviews/write"
    if has_written:
        review = services.write(user=user, product=novel.uuid, score=4, title="Before")
        User.objects.update(email_verified_at=None)
        address = f"/products/{novel.uuid}/reviews/{review.uuid}/change"
    browser = open_browser(books, user)
    assert f'href="{reverse("verify-email")}"' in browser.get(path).content.decode()

    answer = browser.post(address, {"score": "2", "title": "Dull", "body": "Long words"})

    html = answer.content.decode()
    assert answer.status_code == 422
    for part in ("Prove your e-mail address first", 'value="Dull"', "Long words", "verify-email"):
        assert part in html
    assert list(ReviewCopy.objects.values_list("title", flat=True)) == ["Before"] * has_written
    mark_proven(user=User.objects.get(pk=user.pk), channel="email")
    browser.post(address, {"score": "2", "title": "Dull", "body": "Long words"})
    assert ReviewCopy.objects.get().title == "Dull"
