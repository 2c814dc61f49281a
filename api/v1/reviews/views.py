"""What customers say: over all shops on the marketplace's host, of one shop on its own."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.headers import ShopperEndpoint
from api.inputs import read, read_whole
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import flag, refuse, texts
from api.shops import NO_OPEN_SHOP
from api.v1.reviews.inputs import ProductReviewInput, ReportInput, ReviewInput
from api.v1.reviews.outputs import (
    ReviewOutput,
    ReviewPageOutput,
    SummarisedPageOutput,
    show_review,
    show_summary,
)
from api.views import Endpoint
from marketplace.discovery.queries import find_on_sale
from marketplace.requests.throttles import TooManyTries, hit_person
from marketplace.reviews import queries, services
from marketplace.reviews.models import ReviewCopy
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer
from tenants.shop.catalogue.reviews.services import (
    AddressNotProven,
    AlreadyReviewed,
    OwnReview,
    OwnShop,
)

RATING = OpenApiParameter(
    "rating",
    {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 5}},
    description="Repeated: or",
)
VERIFIED = OpenApiParameter("verified", bool, description="Whether the author bought it")
MINE = OpenApiParameter("mine", bool, description="My own, hidden ones too")
LIST = [RATING, VERIFIED, CURSOR, PAGE_SIZE]
REFUSALS = [AddressNotProven, AlreadyReviewed, OwnShop, TooManyTries]
FILTERS = PARAMETERS | {"rating", "verified"}


def review_page(request: Request, reviews: QuerySet[ReviewCopy]) -> ReviewPageOutput:
    reviews = _narrowed(request, reviews)
    page = paginate(request, reviews, field="id", descending=True)
    results = [show_review(review) for review in page.rows]
    return {"results": results, "next": page.next, "previous": page.previous}


def _narrowed(request: Request, reviews: QuerySet[ReviewCopy]) -> QuerySet[ReviewCopy]:
    ratings, verified = (
        texts(web_request(request).GET, "rating"),
        flag(web_request(request).GET, "verified"),
    )
    if set(ratings) - set("12345"):
        raise refuse("rating", gettext("Use 1 to 5."))
    if ratings:
        reviews = reviews.filter(score__in=[int(rating) for rating in ratings])
    return reviews if verified is None else reviews.filter(is_verified=verified)


def changes_of(values: dict[str, Any]) -> dict[str, Any]:
    """The API's names -> the services'; what was not given is left out."""
    names = {"rating": "score", "title": "title", "comment": "body"}
    return {own: values[name] for name, own in names.items() if name in values}


class ReviewEndpoint(ShopperEndpoint):
    """Reading is open to everybody, writing asks for a login and is counted."""

    def count(self, what: str) -> None:
        hit_person(what, account=self.account, request=web_request(self.request))

    def write(self, product: UUID, values: dict[str, Any]) -> Response:
        self.count("review")
        review = services.write(
            user=self.account,
            product=product,
            retailer=self.retailer,
            **changes_of(values),
        )
        return Response(show_review(review), status=201)


class ReviewListView(ReviewEndpoint):
    query = FILTERS | {"mine"}
    problems = {"get": [401], "post": [404, *REFUSALS]}
    examples = {"post": Example(request=("title", "comment"))}

    @extend_schema(
        operation_id="reviews_list",
        summary="Reviews, newest first",
        tags=["reviews"],
        parameters=[MINE, *LIST],
        responses={200: ReviewPageOutput},
    )
    def get(self, request: Request) -> Response:
        if flag(web_request(request).GET, "mine"):
            reviews = queries.reviews_by(self.account, retailer=self.retailer)
        else:
            reviews = queries.reviews(retailer=self.retailer)
        return Response(review_page(request, reviews))

    @extend_schema(
        operation_id="reviews_create",
        summary="Review a product, once",
        tags=["reviews"],
        request=ProductReviewInput,
        responses={201: ReviewOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(ProductReviewInput, request.data)
        return self.write(values["product"], values)


class ProductReviewsView(ReviewEndpoint):
    query = FILTERS
    problems = {"post": [*REFUSALS]}
    examples = {"post": Example(request=("title", "comment"))}

    @extend_schema(
        operation_id="products_reviews_list",
        summary="A product's reviews with their average and how many gave which rating",
        tags=["reviews"],
        parameters=LIST,
        responses={200: SummarisedPageOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing = find_on_sale(product=id, retailer=self.retailer)
        reviews = queries.reviews().filter(product=listing.uuid)
        return Response(review_page(request, reviews) | {"summary": show_summary(reviews)})

    @extend_schema(
        operation_id="products_reviews_create",
        summary="Review this product, once",
        tags=["reviews"],
        request=ReviewInput,
        responses={201: ReviewOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self.write(id, read(ReviewInput, request.data))


class RetailerReviewsView(Endpoint):
    query = FILTERS

    @extend_schema(
        operation_id="retailers_reviews_list",
        summary="Reviews of all that a shop sells",
        tags=["reviews"],
        parameters=LIST,
        responses={200: SummarisedPageOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop = Retailer.objects.active().filter(slug=slug).first()
        if shop is None or self.retailer not in (None, shop):
            raise NotFound(NO_OPEN_SHOP)
        reviews = queries.reviews(retailer=shop)
        return Response(review_page(request, reviews) | {"summary": show_summary(reviews)})


class ReviewView(ReviewEndpoint):
    problems = {verb: [AddressNotProven, TooManyTries] for verb in ("put", "patch")}
    examples = {
        "patch": Example(request={"rating": 4}, answer={"rating": 4}),
        "put": Example(request=("title", "comment")),
    }

    @extend_schema(
        operation_id="reviews_read",
        summary="One review",
        tags=["reviews"],
        responses={200: ReviewOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        review = queries.find_review(uuid=id, user=self.customer, retailer=self.retailer)
        return Response(show_review(review))

    @extend_schema(
        operation_id="reviews_change",
        summary="Change one's own review",
        tags=["reviews"],
        request=ReviewInput,
        responses={200: ReviewOutput},
    )
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        changes = changes_of(read(ReviewInput, request.data, partial=True))
        if not changes:
            raise refuse("body", gettext("Say what to change."))
        return self._change(id, changes)

    @extend_schema(
        operation_id="reviews_replace",
        summary="Replace one's own review",
        description="What is not named is emptied.",
        tags=["reviews"],
        request=ReviewInput,
        responses={200: ReviewOutput},
    )
    def put(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return self._change(id, changes_of(read_whole(ReviewInput, request.data)))

    def _change(self, id: UUID, changes: dict[str, Any]) -> Response:  # noqa: A002
        self.count("review")
        changed = services.change(user=self.account, uuid=id, retailer=self.retailer, **changes)
        return Response(show_review(changed))

    @extend_schema(
        operation_id="reviews_delete",
        summary="Take one's own review back",
        tags=["reviews"],
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        services.delete(user=self.account, uuid=id, retailer=self.retailer)
        return Response(status=204)


class HelpfulView(ReviewEndpoint):
    problems = {"post": [OwnReview, TooManyTries], "delete": [TooManyTries]}
    examples = {"post": Example(answer={"helpful_count": 4})}

    @extend_schema(
        operation_id="reviews_helpful",
        summary="Find a review helpful, once",
        tags=["reviews"],
        request=None,
        responses={200: ReviewOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        self.count("helpful")
        review = services.find_helpful(user=self.account, uuid=id, retailer=self.retailer)
        return Response(show_review(review))

    @extend_schema(
        operation_id="reviews_not_helpful",
        summary="Take that back",
        tags=["reviews"],
        responses={200: ReviewOutput},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        self.count("helpful")
        review = services.find_helpful(
            user=self.account, uuid=id, helpful=False, retailer=self.retailer
        )
        return Response(show_review(review))


class ReportView(ReviewEndpoint):
    problems = {"post": [OwnReview, TooManyTries]}

    @extend_schema(
        operation_id="reviews_report",
        summary="Tell the shop's staff that a review should not be there",
        tags=["reviews"],
        request=ReportInput,
        responses={204: None},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        values = read(ReportInput, request.data)
        self.count("report")
        services.report(user=self.account, uuid=id, retailer=self.retailer, **values)
        return Response(status=204)
