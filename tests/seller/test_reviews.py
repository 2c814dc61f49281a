"""Reviews on the shop's desk."""

import re
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection

from marketplace.audit.models import Entry
from marketplace.reviews import hiding_requests, services
from marketplace.reviews.models import HidingRequest, ReviewCopy
from tenants.registry.context import use_retailer
from tenants.shop.catalogue.reviews.services import HIDDEN, moderate_review
from tests.factories.accounts import PASSWORD, make_customer, make_operator, make_reviewer
from tests.factories.goods import make_product
from tests.factories.plans import analyse, rows_read
from tests.factories.reviews import ask, decide_on, read_at_now
from tests.factories.second_factor import log_in
from tests.factories.staff import make_member, open_staff_browser
from tests.factories.tasks import run_what_waits
from tests.pages.browser import Browser, text_of

list_hidden = import_module("marketplace.reviews.migrations.0003_hidden_before").list_hidden
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


ASKED = {"show": "no", "reason": "abusive", "text": "It insults us"}


@pytest.mark.parametrize("role", ["owner", "manager", "support"])
def test_a_shop_asks_and_an_operator_hides(books, review, role):
    client, path = open_staff_browser(books, role), f"/seller/reviews/{review.uuid}"
    page = text_of(client.get("/seller/reviews?show=reported"))
    assert "Awful" in page
    assert "It is about another shop" in page
    page = text_of(client.post(path, ASKED, follow=True))
    assert "You asked to hide it; the marketplace will decide." in page
    assert is_shown(review)

    desk, operator = Browser(), make_operator()
    log_in(desk, operator, PASSWORD)
    listed = text_of(desk.get("", "/admin-panel/reviews"))
    for words in ("Awful", "It insults us", "Insults, threats or hatred", books.name):
        assert words in listed
    request = HidingRequest.objects.get()
    path = f"/admin-panel/reviews/{request.uuid}"
    assert desk.post("", path, {"show": "no", "note": ""}).status_code == 422
    body = {"show": "no", "note": "Typed", "changed_at": "x"}
    stale = desk.post("", f"{path}?state=open", body)
    assert stale.status_code == 422
    assert "Its author has changed the review meanwhile." in text_of(stale)
    assert "Typed" in text_of(stale)
    assert 'value="state=open"' not in stale.content.decode()  # in the search of the header
    assert is_shown(review)
    body = {"show": "no", "note": "Agreed: insults", "changed_at": read_at_now(request)}
    desk.post("", path, body)
    assert not is_shown(review)
    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("hidden", operator)
    page = text_of(client.get("/seller/reviews?show=hidden"))
    assert "The marketplace has hidden it." in page
    assert "Agreed: insults" in page
    assert "Show it again" not in page


@pytest.mark.parametrize("lacking", ["reason", "text"])
def test_without_a_reason_nothing_is_asked_and_the_words_stay(books, review, lacking):
    client = open_staff_browser(books, "owner")
    answer = client.post(f"/seller/reviews/{review.uuid}", {**ASKED, lacking: ""})
    assert answer.status_code == 422
    assert "This field is required." in text_of(answer)
    assert ("It insults us" in text_of(answer)) is (lacking == "reason")
    assert HidingRequest.objects.count() == 0
    assert is_shown(review)


def test_a_request_is_withdrawn(books, review):
    client, path = open_staff_browser(books, "owner"), f"/seller/reviews/{review.uuid}"
    client.post(path, ASKED)
    assert "Withdraw the request" in text_of(client.get("/seller/reviews"))
    client.post(path, {"show": "yes"})
    assert HidingRequest.objects.get().state == "withdrawn"
    entries = list(Entry.objects.order_by("id").values_list("what", flat=True))[-2:]
    assert entries == ["review.hiding-asked", "review.hiding-withdrawn"]


def test_owners_who_asked_and_the_author_hear_of_each_decision(books, review):
    owner, asker = make_member(books, "owner"), make_member(books, "manager")
    request = ask(books, review.uuid, user=asker)
    for is_kept in (False, True):
        decide_on(request, is_shown=is_kept, note="Because")
    run_what_waits()
    letters = sorted((letter.to[0], letter.subject.split(" of ")[0]) for letter in mail.outbox)
    staff = {books.owner_email, owner.email, asker.email}
    assert {to for to, subject in letters if subject == "A review"} == staff
    assert [to for to, subject in letters if subject == "Your review"] == [review.user.email] * 2
    assert all("Because" in letter.body for letter in mail.outbox)


def test_what_was_hidden_before_waits_for_an_operator(books, review):
    with use_retailer(books):
        moderate_review(uuid=review.uuid, status=HIDDEN)
    list_hidden(apps, SimpleNamespace(connection=connection))
    request = HidingRequest.objects.get()
    assert (request.reason, request.state, request.review) == ("before", "open", review.uuid)
    page = text_of(open_staff_browser(books, "owner").get("/seller/reviews"))
    assert "Show it again" in page
    decide_on(request, is_shown=False, note="Rightly")
    assert not is_shown(review)


def test_the_shops_own_admin_and_dashboard_know_no_reviews(books, review):
    client = open_staff_browser(books, "owner")
    for path in ("/dashboard/reviews/", "/db-admin/reviews/productreview/", "/admin/reviews/"):
        answer = client.post(path, {"status": "2"}, follow=True)
        assert answer.status_code in (404, 405), path
    assert is_shown(review)


@pytest.mark.parametrize(("show", "is_listed"), [("", True), ("shown", True), ("hidden", False)])
def test_the_list_narrows_by_what_is_shown(books, review, show, is_listed):
    page = text_of(open_staff_browser(books, "owner").get(f"/seller/reviews?show={show}"))
    assert ("Awful" in page) is is_listed


@pytest.mark.parametrize("role", ["analyst", "fulfilment", "editor"])
def test_a_lesser_role_hides_nothing(books, review, role):
    answer = open_staff_browser(books, role).post(f"/seller/reviews/{review.uuid}", ASKED)
    assert answer.status_code == 403
    assert is_shown(review)


def test_another_shops_review_is_not_found(coffee, review):
    client = open_staff_browser(coffee, "owner")
    assert client.post(f"/seller/reviews/{review.uuid}", ASKED).status_code == 404
    assert "Awful" not in text_of(client.get("/seller/reviews"))
    assert is_shown(review)


def test_the_operators_desk_counts_up_to_a_bound(books, monkeypatch):
    monkeypatch.setattr(hiding_requests, "MOST_COUNTED", 1)
    desk, product = Browser(), make_product(books).uuid
    log_in(desk, make_operator(), PASSWORD)
    badges = []
    for _ in range(3):
        badges += re.findall(r"Reviews \(([^)]*)\)", text_of(desk.get("", "/admin-panel"))) or [""]
        ask(books, services.write(user=make_reviewer(), product=product, score=1).uuid)

    assert badges == ["", "1", "1+"]


MANY = """
WITH copies AS (
    INSERT INTO public.public_reviews_reviewcopy
        (uuid, retailer_id, product, user_id, score, title, body, is_verified, is_shown,
         helpful_count, created_at, changed_at)
    SELECT gen_random_uuid(), retailer_id, product, user_id, 1, '', '', false, true, 0, now(), now()
    FROM public.public_reviews_reviewcopy, generate_series(1, 3000)
    RETURNING uuid, retailer_id
)
INSERT INTO public.public_reviews_hidingrequest
    (uuid, retailer_id, review, reason, text, asked_at, state, note)
SELECT uuid, retailer_id, uuid, 'false', '', now(), 'open', '' FROM copies
"""


def test_the_operators_desk_reads_no_more_however_many_wait(review):
    with connection.cursor() as cursor:
        cursor.execute(MANY)
    analyse("public_reviews_reviewcopy", "public_reviews_hidingrequest", "tenants_retailer")

    assert rows_read(hiding_requests.count_open) < 500
