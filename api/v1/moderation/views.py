"""Reviews as a shop's staff see them: what was reported, what they have hidden."""

from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import choice
from api.staff import StaffEndpoint, require_member
from api.v1.moderation.inputs import ModerateInput
from api.v1.moderation.outputs import ModeratedPageOutput, show_moderated_review
from api.v1.reviews.outputs import ReviewOutput, show_review
from marketplace.reviews import moderation, queries, services
from marketplace.reviews.moderation import CHOICES
from tenants.shop.catalogue.reviews.services import NO_REVIEW

VIEW, CHANGE = "reviews.view_productreview", "reviews.change_productreview"
WHICH = OpenApiParameter("show", str, enum=CHOICES, description="All where absent")


class ModerationView(StaffEndpoint):
    query = PARAMETERS | {"show"}
    problems = {"get": [403]}

    @extend_schema(
        operation_id="staff_reviews_list",
        summary="A shop's reviews with what was reported about them",
        tags=["reviews"],
        parameters=[WHICH, CURSOR, PAGE_SIZE],
        responses={200: ModeratedPageOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop = self.shop(slug, VIEW)
        reviews = moderation.reviews_at(
            shop, show=choice(web_request(request).GET, "show", CHOICES) or ""
        )
        page = paginate(request, reviews, field="id", descending=True)
        rows = [
            show_moderated_review(moderated)
            for moderated in moderation.with_reports(shop, page.rows)
        ]
        return Response(page.body(rows))


class ModerateView(StaffEndpoint):
    examples = {"post": Example(answer={"is_shown": False})}

    @extend_schema(
        operation_id="reviews_moderate",
        summary="Show or hide a review of one's shop",
        description="For owner, manager and support. The average follows; reports are settled.",
        tags=["reviews"],
        request=ModerateInput,
        responses={200: ReviewOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        copy = queries.find_copy(uuid=id, retailer=self.retailer)
        shop = copy.retailer
        is_public = copy.is_shown and shop.is_active
        absent = "" if is_public else NO_REVIEW
        require_member(request, shop, VIEW, CHANGE, absent=absent)
        values = read(ModerateInput, request.data)
        review = services.moderate(retailer=shop, uuid=id, **values)
        return Response(show_review(review))
