"""Reviews over REST: once per customer, an average that is right, marks, moderation."""

import uuid
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from marketplace.audit.models import Entry
from marketplace.discovery.models import Listing
from marketplace.reviews import hiding_requests, services
from marketplace.reviews.models import HidingRequest, ReviewCopy
from tenants.registry.context import use_retailer
from tenants.registry.services import close, suspend
from tenants.shop.catalogue.models import Product
from tenants.shop.catalogue.reviews.models import ProductReview, Vote
from tenants.shop.catalogue.reviews.services import AlreadyReviewed
from tenants.shop.order.models import Line
from tests.api.conftest import Api, assert_problem
from tests.factories.accounts import make_customer, make_operator, make_reviewer
from tests.factories.goods import make_product, make_variants
from tests.factories.orders import hand_over, make_order, move_at_shop
from tests.factories.reviews import ask, decide_on, read_at_now
from tests.factories.staff import make_member
from tests.factories.threads import at_once


@pytest.fixture
def novel(books):
    return make_product(books, title="A Novel")


@pytest.fixture
def reader(customer):
    customer.email_verified_at = timezone.now()
    customer.save(update_fields=["email_verified_at"])
    return Api().login(customer)


def write(api, product, rating=5, **values):
    return api.post("reviews/", {"product": str(product.uuid), "rating": rating, **values})


def another():
    return Api().login(make_reviewer())


def rated(product, retailer):
    """(average, count) as listing and product have it: they agree."""
    listing = Listing.objects.get(uuid=product.uuid)
    with use_retailer(retailer):
        own = Product.objects.get(uuid=product.uuid)
    assert listing.rating == (None if own.rating is None else round(Decimal(own.rating), 2))
    assert listing.rating_count == own.rating_count
    return (listing.rating, listing.rating_count)


def test_a_review_is_shown_and_counted_everywhere(reader, novel, books, at, api):
    answer = write(reader, novel, 4, title="Good", comment="Read it twice.")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["rating"], body["is_verified_purchase"]) == (4, False)
    write(another(), novel, 5)

    assert rated(novel, books) == (Decimal("4.50"), 2)
    for caller in (api, at(books)):
        page = caller.get(f"products/{novel.uuid}/reviews/").json()
        assert [row["rating"] for row in page["results"]] == [5, 4]
        assert page["summary"] == {
            "average": "4.50",
            "count": 2,
            "histogram": {"5": 1, "4": 1, "3": 0, "2": 0, "1": 0},
        }
        assert caller.get("retailers/books/reviews/").json()["summary"]["count"] == 2
        assert caller.get(f"reviews/{body['id']}/").json() == body


def test_one_customer_reviews_a_product_once(reader, novel, books):
    write(reader, novel, 5)
    assert_problem(write(reader, novel, 1), status=409, code="already-reviewed")
    assert rated(novel, books) == (Decimal("5.00"), 1)


@pytest.mark.parametrize("rating", [0, 6, "x", None])
def test_one_to_five(reader, novel, rating):
    assert_problem(write(reader, novel, rating), status=400, code="validation-error")
    assert ReviewCopy.objects.count() == 0


def test_who_got_it_is_verified(books, novel):
    buyer = make_customer(first_name="Ada", last_name="Lovelace")
    hand_over(make_order(books, novel, user=buyer))
    bought = write(Api().login(buyer), novel).json()
    assert (bought["is_verified_purchase"], bought["author"]) == (True, "Ada L.")


@pytest.mark.parametrize("until", ["pending", "shipped", "cancelled", "returned"])
def test_what_one_has_not_got_or_sent_back_verifies_nothing(books, novel, until):
    """An order costs nothing until it is handed over, and is cancelled with a click."""
    stranger, proven = make_customer(), make_reviewer()
    for user in (stranger, proven):
        move_until(make_order(books, novel, user=user), until)

    assert_problem(write(Api().login(stranger), novel), status=403, code="address-not-proven")
    assert write(Api().login(proven), novel).json()["is_verified_purchase"] is False


def move_until(order, until):
    if until == "cancelled":
        move_at_shop(order, until)
    elif until != "pending":
        hand_over(order, until="shipped" if until == "shipped" else "delivered")
        if until == "returned":
            move_at_shop(order, until)


def test_the_one_piece_of_an_order_that_came_back_verifies_nothing(books, novel):
    """The order stands: something else of it stayed."""
    buyer = make_reviewer()
    order = hand_over(make_order(books, novel, make_product(books), user=buyer))
    with use_retailer(books):
        Line.objects.filter(product__uuid=novel.uuid).update(num_returned=1)
    assert write(Api().login(buyer), novel).json()["is_verified_purchase"] is False
    assert order.status == "delivered"


def test_the_mark_comes_when_it_is_handed_over(books, novel):
    """Who has proven her address may have written before; what she bought elsewhere, for one."""
    buyer = make_reviewer()
    order = make_order(books, novel, user=buyer)
    review = write(Api().login(buyer), novel).json()
    write(another(), novel)

    hand_over(order)

    assert verified(books) == [True, False]
    assert Api().get(f"reviews/{review['id']}/").json()["is_verified_purchase"] is True


def verified(retailer):
    """Of each review: the shop's row and the copy of all hosts agree."""
    with use_retailer(retailer):
        rows = dict(ProductReview.objects.order_by("id").values_list("uuid", "is_verified"))
    assert dict(ReviewCopy.objects.values_list("uuid", "is_verified")) == rows
    return list(rows.values())


@pytest.mark.parametrize("has_another", [False, True])
def test_the_mark_falls_with_its_order(books, novel, has_another):
    """A review of before was marked while its order waited."""
    buyer = make_customer()
    if has_another:
        move_until(make_order(books, novel, user=buyer), "returned")
    order = make_order(books, novel, user=buyer)
    review = mark_of_before(books, novel, buyer)
    api = Api().login(buyer)

    assert api.post(f"orders/{order.uuid}/cancel/").status_code == 200

    assert verified(books) == [has_another]
    answer = api.patch(f"reviews/{review.uuid}/", {"rating": 1})
    assert_problem(answer, status=403, code="address-not-proven")


def mark_of_before(retailer, product, user):
    with use_retailer(retailer):
        row = Product.objects.get(uuid=product.uuid)
        review = ProductReview.objects.create(
            product=row, user_id=user.pk, score=5, status=ProductReview.APPROVED, is_verified=True
        )
        services.follow_review(retailer=retailer, review=review.uuid)
    return review


def test_a_variant_is_reviewed_and_verified_as_its_product(books, customer, reader):
    parent, [small, _] = make_variants(
        books,
        variants=[
            {"options": {"Size": "S"}, "price": "9.00", "stock": 3},
            {"options": {"Size": "L"}, "price": "9.00", "stock": 3},
        ],
    )
    hand_over(make_order(books, small, user=customer))
    body = write(reader, small).json()
    assert (body["product"], body["is_verified_purchase"]) == (str(parent.uuid), True)


def test_a_changed_and_a_deleted_review_are_counted_anew(reader, novel, books):
    review = write(reader, novel, 5).json()
    write(another(), novel, 2)
    changed = reader.patch(f"reviews/{review['id']}/", {"rating": 4})
    assert (changed.status_code, changed.json()["rating"]) == (200, 4)
    assert rated(novel, books) == (Decimal("3.00"), 2)
    assert reader.delete(f"reviews/{review['id']}/").status_code == 204
    assert rated(novel, books) == (Decimal("2.00"), 1)
    assert_problem(reader.get(f"reviews/{review['id']}/"), status=404, code="not-found")


def test_somebody_elses_review_is_left_alone(reader, novel, books):
    review = write(reader, novel, 5).json()
    stranger = another()
    for answer in (
        stranger.patch(f"reviews/{review['id']}/", {"rating": 1}),
        stranger.delete(f"reviews/{review['id']}/"),
    ):
        assert_problem(answer, status=404, code="not-found")
    assert rated(novel, books) == (Decimal("5.00"), 1)


def test_helpful_counts_once_per_person_and_can_be_taken_back(reader, novel):
    path = f"reviews/{write(reader, novel).json()['id']}/helpful/"
    first, second = another(), another()
    assert [first.post(path).json()["helpful_count"] for _ in range(3)] == [1, 1, 1]
    assert second.post(path).json()["helpful_count"] == 2
    assert [first.delete(path).json()["helpful_count"] for _ in range(2)] == [1, 1]
    assert_problem(reader.post(path), status=409, code="own-review")


NOW = "2026-12-01T00:00:00Z"
ASKED = {"is_shown": False, "reason": "off_topic", "text": "It is about another shop."}


def test_a_reported_review_is_hidden_by_an_operator_alone_and_shown_again(
    reader, novel, books, coffee, api
):
    review = write(reader, novel, 1).json()
    path = f"reviews/{review['id']}"
    reporter = another()
    for _ in range(2):
        assert reporter.post(f"{path}/report/", {"reason": "Rude"}).status_code == 204
    manager = Api().login(make_member(books, "manager"))
    [row] = manager.get("retailers/books/reviews/moderation/?show=reported").json()["results"]
    assert (row["id"], row["report_count"], row["reasons"]) == (review["id"], 1, ["Rude"])

    for user in (make_member(coffee, "owner"), make_customer(), make_member(books, "fulfilment")):
        refused = Api().login(user).post(f"{path}/moderate/", ASKED)
        assert_problem(refused, status=403, code="not-allowed")
    assert HidingRequest.objects.count() == 0

    assert manager.post(f"{path}/moderate/", ASKED).json()["is_shown"] is True
    assert_problem(manager.post(f"{path}/moderate/", ASKED), status=409, code="hiding-asked")
    assert rated(novel, books) == (Decimal("1.00"), 1)
    [row] = manager.get("retailers/books/reviews/moderation/").json()["results"]
    assert row["hiding"] == {
        "reason": "off_topic",
        "text": "It is about another shop.",
        "state": "open",
        "note": "",
    }

    operator = Api().login(make_operator())
    [request] = operator.get("admin/reviews/hiding/?state=open").json()["results"]
    decide = f"admin/reviews/hiding/{request['id']}/decide/"
    for caller in (manager, reader):
        body = {"is_shown": False, "note": "Mine", "changed_at": request["review"]["changed_at"]}
        refused = caller.post(decide, body)
        assert_problem(refused, status=403, code="not-allowed")
    read_at = {"changed_at": request["review"]["changed_at"]}
    hidden = operator.post(decide, {"is_shown": False, "note": "Other", **read_at}).json()
    assert (hidden["state"], hidden["review"]["is_shown"]) == ("hidden", False)
    assert rated(novel, books) == (None, 0)
    assert api.get(f"products/{novel.uuid}/reviews/").json()["results"] == []
    assert_problem(api.get(f"{path}/"), status=404, code="not-found")
    [mine] = reader.get("reviews/?mine=true").json()["results"]
    assert mine["is_shown"] is False
    assert manager.get("retailers/books/reviews/moderation/?show=reported").json()["results"] == []
    refused = manager.post(f"{path}/moderate/", {"is_shown": True})
    assert_problem(refused, status=409, code="hidden-by-operators")
    assert rated(novel, books) == (None, 0)

    operator.post(decide, {"is_shown": True, "note": "After all", **read_at})
    assert rated(novel, books) == (Decimal("1.00"), 1)
    manager.post(f"{path}/moderate/", {"is_shown": True})
    assert_problem(manager.post(f"{path}/moderate/", ASKED), status=409, code="review-kept")
    reader.patch(f"{path}/", {"title": "Of another shop"})
    assert manager.post(f"{path}/moderate/", ASKED).status_code == 200


@pytest.mark.parametrize("lacking", ["reason", "text"])
def test_who_wants_a_review_hidden_says_why(novel, books, reader, lacking):
    path = f"reviews/{write(reader, novel, 1).json()['id']}/moderate/"
    owner = Api().login(make_member(books, "owner"))
    for body in ({**ASKED, lacking: ""}, {**ASKED, "reason": "before"}):
        assert_problem(owner.post(path, body), status=400, code="validation-error")
    body = {name: value for name, value in ASKED.items() if name != lacking}
    assert_problem(owner.post(path, body), status=400, code="validation-error")
    assert HidingRequest.objects.count() == 0


def test_what_a_shop_withdraws_is_not_decided(novel, books, reader):
    review = write(reader, novel, 1).json()["id"]
    request = ask(books, review)
    owner = Api().login(make_member(books, "owner"))
    assert owner.post(f"reviews/{review}/moderate/", {"is_shown": True}).json()["is_shown"]
    assert_problem(decide(request), status=409, code="hiding-decided")
    assert rated(novel, books) == (Decimal("1.00"), 1)


def test_what_its_author_changes_meanwhile_is_read_again_before_it_is_decided(novel, books, reader):
    review = write(reader, novel, 1).json()["id"]
    request = ask(books, review)
    ReviewCopy.objects.filter(uuid=review).update(title="As the operator read it")
    body = {"changed_at": "2026-01-01T00:00:00Z"}
    assert_problem(decide(request, **body), status=409, code="review-changed")
    assert rated(novel, books) == (Decimal("1.00"), 1)
    request.refresh_from_db()
    assert request.state == "open"
    assert decide(request).status_code == 200


def test_what_its_author_removes_meanwhile_is_not_asked_any_more(novel, books, reader):
    review = write(reader, novel, 1).json()["id"]
    request = ask(books, review)
    reader.delete(f"reviews/{review}/")
    assert_problem(decide(request, changed_at=NOW), status=404, code="not-found")
    assert HidingRequest.objects.count() == 0
    assert Entry.objects.filter(what="review.hiding-asked", on=review).exists()


def test_of_a_shop_that_is_suspended_operators_decide_and_of_a_closed_one_none_is_listed(
    novel, books, reader
):
    request = ask(books, write(reader, novel, 1).json()["id"])
    operator, path = Api().login(make_operator()), "admin/reviews/hiding/"
    suspend(retailer=books, reason="test")
    assert len(operator.get(path).json()["results"]) == 1
    close(retailer=books, reason="test")
    assert operator.get(path).json()["results"] == []
    assert decide(request).status_code == 200  # on a page that was open before


def decide(request, **values):
    """As an operator who read the review as it is, unless the values say otherwise."""
    copies = ReviewCopy.objects.filter(uuid=request.review).values_list("changed_at", flat=True)
    body = {"is_shown": False, "note": "Because", "changed_at": copies.first()} | values
    path = f"admin/reviews/hiding/{request.uuid}/decide/"
    return Api().login(make_operator()).post(path, body)


def test_the_operators_list_turns_pages_and_leaves_out_what_is_gone(novel, books):
    authors = [Api().login(make_reviewer()) for _ in range(3)]
    reviews = [write(author, novel, 1).json()["id"] for author in authors]
    for review in reviews:
        ask(books, review)
    authors[1].delete(f"reviews/{reviews[1]}/")
    operator = Api().login(make_operator())
    first = operator.get("admin/reviews/hiding/?page_size=1").json()
    rest = operator.get(first["next"][first["next"].index("/api/") :]).json()
    pages = [page["results"][0]["review"]["id"] for page in (first, rest)]
    assert (pages, rest["next"]) == ([reviews[2], reviews[0]], None)
    assert operator.get("admin/reviews/hiding/?state=kept").json()["results"] == []


def meet_over_a_review(books, second):
    """An operator hides it while somebody else does something with it: both answers, the review."""
    novel = make_product(books)
    author = make_reviewer()
    review = services.write(user=author, product=novel.uuid, score=1)
    request = ask(books, review.uuid)
    values = {"read_at": read_at_now(request), "operator": make_operator()}
    hides = partial(decide_on, request, is_shown=False, **values)
    other = {
        "operator": partial(decide_on, request, is_shown=True, operator=make_operator()),
        "shop withdraws": partial(hiding_requests.keep, retailer=books, uuid=review.uuid),
        "shop asks": partial(ask, books, review.uuid, user=make_member(books, "owner")),
        "author removes": partial(services.delete, user=author, uuid=review.uuid),
    }[second]
    return at_once(hides, other), review.uuid, novel


@pytest.mark.django_db(transaction=True)
def test_of_two_operators_who_decide_at_once_one_is_told_that_it_is_decided(books):
    answers, review, novel = meet_over_a_review(books, "operator")
    request = HidingRequest.objects.get()
    assert [type(answer).__name__ for answer in answers] in (
        ["HidingRequest", "HidingRequest"],  # hidden, then shown again
        ["HidingDecided", "HidingRequest"],
    )
    assert (request.state, ReviewCopy.objects.get(uuid=review).is_shown) == ("kept", True)
    assert rated(novel, books) == (Decimal("1.00"), 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_operators_who_hide_it_at_once_one_is_told_that_it_is_decided(books):
    review = services.write(user=make_reviewer(), product=make_product(books).uuid, score=1)
    request = ask(books, review.uuid)
    first, second = make_operator(), make_operator()
    answers = at_once(
        partial(decide_on, request, is_shown=False, operator=first),
        partial(decide_on, request, is_shown=False, operator=second),
    )
    names = sorted(type(answer).__name__ for answer in answers)
    assert names == ["HidingDecided", "HidingRequest"]
    assert Entry.objects.filter(what="review.hidden").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_shop_that_withdraws_while_an_operator_hides_loses_or_was_first(books):
    answers, review, novel = meet_over_a_review(books, "shop withdraws")
    names = [type(answer).__name__ for answer in answers]
    request = HidingRequest.objects.get()
    assert (names, request.state) in (
        (["HidingRequest", "HiddenByOperators"], "hidden"),
        (["HidingDecided", "ReviewCopy"], "withdrawn"),
    )
    is_shown = request.state == "withdrawn"
    assert ReviewCopy.objects.get(uuid=review).is_shown is is_shown
    assert rated(novel, books) == ((Decimal("1.00"), 1) if is_shown else (None, 0))


@pytest.mark.django_db(transaction=True)
def test_a_shop_that_asks_again_while_an_operator_hides_opens_no_second_request(books):
    answers, review, _novel = meet_over_a_review(books, "shop asks")
    assert [type(answer).__name__ for answer in answers] == ["HidingRequest", "HidingAsked"]
    assert HidingRequest.objects.get().state == "hidden"
    with pytest.raises(hiding_requests.HiddenByOperators):
        hiding_requests.keep(retailer=books, uuid=review)
    assert not ReviewCopy.objects.get(uuid=review).is_shown


@pytest.mark.django_db(transaction=True)
def test_what_is_removed_while_an_operator_hides_leaves_nothing_behind(books):
    answers, _review, novel = meet_over_a_review(books, "author removes")
    names = [type(answer).__name__ for answer in answers]
    assert names in (["HidingRequest", "NoneType"], ["NotFound", "NoneType"])
    assert (HidingRequest.objects.count(), ReviewCopy.objects.count()) == (0, 0)
    assert rated(novel, books) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_a_shop_that_asks_twice_at_once_asks_once(books):
    review = services.write(user=make_reviewer(), product=make_product(books).uuid, score=1)
    owner = make_member(books, "owner")
    answers = at_once(*[partial(ask, books, review.uuid, user=owner)] * 2)
    names = sorted(type(answer).__name__ for answer in answers)
    assert names == ["HidingAsked", "HidingRequest"]
    assert HidingRequest.objects.count() == 1


def test_of_a_shop_that_does_not_trade_a_stranger_hears_of_no_review(reader, novel, books):
    path = f"reviews/{write(reader, novel).json()['id']}/moderate/"
    suspend(retailer=books, reason="test")

    answer = another().post(path, ASKED)

    assert_problem(answer, status=404, code="not-found")
    assert ReviewCopy.objects.get().is_shown


def test_a_review_needs_a_purchase_or_a_proven_address(customer, novel, books):
    api = Api().login(customer)
    for answer in (write(api, novel), api.post(f"products/{novel.uuid}/reviews/", {"rating": 1})):
        assert_problem(answer, status=403, code="address-not-proven")
    assert ReviewCopy.objects.count() == 0
    assert rated(novel, books) == (None, 0)

    hand_over(make_order(books, novel, user=customer))
    assert write(api, novel, 2).json()["is_verified_purchase"] is True


@pytest.mark.parametrize("verb", ["patch", "put"])
def test_what_is_changed_needs_the_same(reader, customer, novel, books, verb):
    path = f"reviews/{write(reader, novel, 5).json()['id']}/"
    customer.email_verified_at = None
    customer.save(update_fields=["email_verified_at"])

    refused = reader.send(verb, path, {"rating": 1}, {})
    assert_problem(refused, status=403, code="address-not-proven")
    assert rated(novel, books) == (Decimal("5.00"), 1)

    hand_over(make_order(books, novel, user=customer))
    assert reader.send(verb, path, {"rating": 1}, {}).status_code == 200


def test_staff_do_not_review_their_own_shop(books, coffee, novel):
    owner = Api().login(make_member(books, "owner", email_verified_at=timezone.now()))
    assert_problem(write(owner, novel), status=403, code="own-shop")
    assert write(owner, make_product(coffee)).status_code == 201


def test_lists_narrow_and_turn_pages(reader, novel, books, coffee, api, at):
    for rating in (5, 4, 4):
        write(another(), novel, rating)
    write(reader, make_product(coffee), 1)

    def ratings(query, caller=api):
        return [row["rating"] for row in caller.get(f"reviews/{query}").json()["results"]]

    assert ratings("") == [1, 4, 4, 5]
    assert ratings("?rating=5&rating=1") == [1, 5]
    assert ratings("?mine=true", reader) == [1]
    assert ratings("", at(books)) == [4, 4, 5]
    assert_problem(api.get("reviews/?rating=9"), status=400, code="validation-error")
    assert_problem(api.get("reviews/?mine=true"), status=401, code="not-authenticated")
    first = api.get("reviews/?page_size=3").json()
    rest = api.get(first["next"][first["next"].index("/api/") :]).json()
    assert [row["rating"] for row in rest["results"]] == [5]


def test_what_is_not_for_sale_is_not_reviewed(reader, coffee):
    unknown = reader.post("reviews/", {"product": str(uuid.uuid4()), "rating": 5})
    assert_problem(unknown, status=404, code="not-found")
    hidden = make_product(coffee, is_public=False)
    assert_problem(write(reader, hidden), status=404, code="not-found")


@pytest.mark.django_db(transaction=True)
def test_the_average_is_right_after_twelve_reviews_at_once(books):
    novel = make_product(books)
    people = [make_reviewer() for _ in range(12)]
    scores = [1 + number % 5 for number in range(12)]
    calls = [
        partial(services.write, user=user, product=novel.uuid, score=score)
        for user, score in zip(people, scores, strict=True)
    ]
    answers = at_once(*calls)
    assert all(isinstance(answer, ReviewCopy) for answer in answers), answers
    assert rated(novel, books) == (round(Decimal(sum(scores)) / 12, 2), 12)


@pytest.mark.django_db(transaction=True)
def test_six_of_one_customer_at_once_are_one_and_so_is_helpful(books):
    novel, user, reader = make_product(books), make_reviewer(), make_customer()
    write = partial(services.write, user=user, product=novel.uuid, score=5)
    results = at_once(*[write] * 6)
    copies = [answer for answer in results if isinstance(answer, ReviewCopy)]
    errors = [type(answer) for answer in results if answer not in copies]
    assert errors == [AlreadyReviewed] * 5
    mark = partial(services.find_helpful, user=reader, uuid=copies[0].uuid)
    at_once(*[mark] * 6)
    assert ReviewCopy.objects.get().helpful_count == 1
    with use_retailer(books):
        assert (ProductReview.objects.count(), Vote.objects.count()) == (1, 1)
    assert rated(novel, books) == (Decimal("5.00"), 1)


@pytest.mark.parametrize("scope", ["account", "address"])
def test_writing_marking_and_reporting_are_counted(settings, scope, novel, reader):
    review = services.write(user=make_reviewer(), product=novel.uuid, score=4)
    path = f"reviews/{review.uuid}/"
    narrow = {f"{what}-{scope}": (1, 10**9) for what in ("review", "helpful", "report")}
    settings.API_THROTTLES = settings.API_THROTTLES | narrow
    assert write(reader, novel).status_code == 201
    assert reader.post(f"{path}helpful/").status_code == 200
    assert reader.post(f"{path}report/", {"reason": "Rude"}).status_code == 204
    for answer in (
        write(reader, novel),
        reader.post(f"products/{novel.uuid}/reviews/", {"rating": 1}),
        reader.patch(path, {"rating": 1}),
        reader.post(f"{path}helpful/"),
        reader.delete(f"{path}helpful/"),
        reader.post(f"{path}report/", {"reason": "Rude"}),
    ):
        assert_problem(answer, status=429, code="too-many-requests")
    review.refresh_from_db()
    assert (review.score, review.helpful_count) == (4, 1)
    assert another().post(f"{path}helpful/").status_code == (200 if scope == "account" else 429)


def test_no_name_is_shown_of_whoever_wants_none(novel, customer, reader):
    customer.first_name = "Ada"
    customer.save()
    customer.profile.shows_name = False
    customer.profile.save()
    assert write(reader, novel).json()["author"] == ""
    assert Api().get("reviews/").json()["results"][0]["author"] == ""
