"""Lists of reviews read what they show, however many reviews the marketplace has."""

from functools import partial
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.pages.shared.reviews import HELPFUL_FIRST, PAGE_SIZE
from marketplace.reviews import hiding_requests, moderation, queries, services
from marketplace.reviews.models import ReviewCopy
from tenants.registry.context import use_retailer
from tests.factories.accounts import make_customer, make_reviewer
from tests.factories.copies import copy_row
from tests.factories.goods import make_product
from tests.factories.plans import analyse, rows_read
from tests.pages.browser import Browser

pytestmark = pytest.mark.django_db
# Of thousands: 25 of a page, each joined with a handful of accounts.
FEW = 500
FILL = import_module("tenants.shop.catalogue.reviews.migrations.0003_reported_copies").FILL


@pytest.fixture
def review(books):
    return services.write(user=make_reviewer(), product=make_product(books).uuid, score=4)


def report(review, user=None):
    services.report(user=user or make_customer(), uuid=review.uuid, reason="Rude")


def find_helpful(review, user, *, helpful=True):
    services.find_helpful(user=user, uuid=review.uuid, helpful=helpful)


def plan_of(rows):
    """Of the first page; a few rows are read by an index, too."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    return rows[:25].explain()


@pytest.mark.parametrize(
    ("show", "index"),
    [
        ("", "review_at_retailer"),
        ("shown", "review_of_retailer"),
        ("hidden", "review_hidden_at_retailer"),
        ("reported", "review_reported_at_retailer"),
    ],
)
def test_a_shops_list_is_read_by_an_index_of_its_own(books, review, show, index):
    rows = moderation.reviews_at(books, show=show).order_by("-id")
    assert f" {index} on" in plan_of(rows)


def test_the_most_helpful_reviews_of_a_product_are_read_by_an_index(review):
    rows = queries.reviews().filter(product=review.product)
    assert " review_of_product_helpful on" in plan_of(rows.order_by(*HELPFUL_FIRST))


@pytest.mark.parametrize("is_fresh", [False, True], ids=["statistics of before", "fresh"])
def test_lists_read_a_page_of_thousands(books, coffee, review, is_fresh):
    services.write(user=make_reviewer(), product=make_product(coffee).uuid, score=4)
    copy_row(ReviewCopy, review.uuid, 200)
    analyse("public_reviews_reviewcopy")
    copy_row(ReviewCopy, review.uuid, 3000)
    if is_fresh:
        analyse("public_reviews_reviewcopy")
    helpful = queries.reviews().filter(product=review.product)
    assert rows_read(lambda: list(helpful.order_by(*HELPFUL_FIRST)[:4])) < FEW
    for retailer in (books, coffee):
        for show in ("", *moderation.CHOICES):
            rows = moderation.reviews_at(retailer, show=show).order_by("-id")
            assert rows_read(partial(list, rows[:25])) < FEW, (retailer, show)


def test_a_products_reviews_are_counted_once(review):
    copy_row(ReviewCopy, review.uuid, PAGE_SIZE)
    with CaptureQueriesContext(connection) as statements:
        page = Browser().get("", f"/products/{review.product}/reviews?page=2")
    counts = [query["sql"] for query in statements if "COUNT(" in query["sql"]]
    assert len([sql for sql in counts if "reviewcopy" in sql]) == 1
    assert page.context["reviews"]["count"] == PAGE_SIZE + 1
    assert len(page.context["reviews"]["results"]) == 1
    assert page.context["pages"] == {"previous": "?page=1", "next": None}


def test_the_statement_of_what_was_reported_is_no_longer_the_more_there_is(books, review):
    lengths = []
    for _ in range(2):
        for _ in range(3):
            author = make_reviewer()
            report(services.write(user=author, product=review.product, score=1))
        with CaptureQueriesContext(connection) as statements:
            moderation.reviews_at(books, show="reported").count()
        lengths.append([len(query["sql"]) for query in statements])
    assert lengths[0] == lengths[1]
    assert moderation.reviews_at(books, show="reported").count() == 6


def reported(retailer):
    return [review.uuid for review in moderation.reviews_at(retailer, show="reported")]


def test_what_is_settled_waits_no_more_until_it_is_reported_anew(books, review):
    report(review)
    assert reported(books) == [review.uuid]
    hiding_requests.keep(retailer=books, uuid=review.uuid)
    assert reported(books) == []
    report(review)
    assert reported(books) == [review.uuid]


@pytest.mark.parametrize("mark", [report, find_helpful])
def test_a_mark_set_twice_writes_nothing_the_second_time(review, mark):
    """Its review is not locked then: it may be hidden just now, and its copy would show it."""
    user = make_customer()
    mark(review, user)
    with CaptureQueriesContext(connection) as statements:
        mark(review, user)
    assert not [query["sql"] for query in statements if query["sql"].startswith("UPDATE")]


def test_a_mark_taken_back_twice_writes_nothing_the_second_time(review):
    user = make_customer()
    find_helpful(review, user)
    find_helpful(review, user, helpful=False)
    with CaptureQueriesContext(connection) as statements:
        find_helpful(review, user, helpful=False)
    assert not [query["sql"] for query in statements if query["sql"].startswith("UPDATE")]
    assert ReviewCopy.objects.get().helpful_count == 0


def test_what_was_reported_before_is_taken_over_from_each_shop(books, coffee, review):
    theirs = services.write(user=make_reviewer(), product=make_product(coffee).uuid, score=4)
    settled = services.write(user=make_reviewer(), product=review.product, score=4)
    report(review)
    report(theirs)
    ReviewCopy.objects.update(is_reported=False)
    with use_retailer(books), connection.cursor() as cursor:
        cursor.execute(FILL)
    assert reported(books) == [review.uuid]
    assert reported(coffee) == []
    assert not ReviewCopy.objects.get(uuid=settled.uuid).is_reported
