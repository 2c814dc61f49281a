"""Reviews as a shop's staff see them: what was reported, what they have hidden."""

from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import choice
from api.staff import StaffEndpoint, require_member
from api.v1.me.views import MeEndpoint
from api.v1.moderation.inputs import DecisionInput, ModerateInput
from api.v1.moderation.outputs import (
    HidingRequestOutput,
    HidingRequestPageOutput,
    ModeratedPageOutput,
    show_moderated_review,
    show_request,
)
from api.v1.outputs import timestamp
from api.v1.reviews.outputs import ReviewOutput, show_review
from marketplace.reviews import hiding_requests, moderation, queries
from marketplace.reviews.hiding_requests import (
    HiddenByOperators,
    HidingAsked,
    HidingDecided,
    ReviewChanged,
    ReviewKept,
    State,
)
from marketplace.reviews.moderation import CHOICES
from tenants.kernel.errors import NotAllowed
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
    problems = {"post": [HiddenByOperators, HidingAsked, ReviewKept]}
    examples = {"post": Example(answer={"is_shown": True})}

    @extend_schema(
        operation_id="reviews_moderate",
        summary="Ask to hide a review of one's shop, or settle its reports",
        description=(
            "For owner, manager and support. What shall be hidden needs a reason and a text; it "
            "stays visible until an operator of the marketplace decides."
        ),
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
        if values.pop("is_shown"):
            return Response(show_review(hiding_requests.keep(retailer=shop, uuid=id)))
        hiding_requests.ask_to_hide(retailer=shop, uuid=id, user=self.member, **values)
        return Response(show_review(copy))


STATE = OpenApiParameter("state", str, enum=State.values, description="All but withdrawn if absent")


class OperatorEndpoint(MeEndpoint):
    """For operators at the marketplace; on a shop's host they are strangers like others."""

    any_problems = [NotAllowed]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if self.retailer is not None or not self.me.operates:
            raise NotAllowed(gettext("This is for the marketplace's operators."))


class HidingListView(OperatorEndpoint):
    query = PARAMETERS | {"state"}

    @extend_schema(
        operation_id="admin_hiding_list",
        summary="Reviews that shops want hidden",
        description="For operators, at the marketplace.",
        tags=["reviews"],
        parameters=[STATE, CURSOR, PAGE_SIZE],
        responses={200: HidingRequestPageOutput},
    )
    def get(self, request: Request) -> Response:
        state = choice(web_request(request).GET, "state", State.values) or ""
        rows = hiding_requests.requests_for_operators(state=state)
        page = paginate(request, rows, field="id", descending=True)
        reviews = hiding_requests.reviews_of(page.rows)
        return Response(page.body([show_request(row, reviews[row.review]) for row in page.rows]))


class DecideView(OperatorEndpoint):
    problems = {"post": [HidingDecided, ReviewChanged]}
    examples = {"post": Example(answer={"state": "hidden"})}

    @extend_schema(
        operation_id="admin_hiding_decide",
        summary="Hide a review that a shop wants hidden, or keep it",
        description=(
            "For operators, at the marketplace. The average follows; the shop and the author are "
            "told. What was hidden can be shown again."
        ),
        tags=["reviews"],
        request=DecisionInput,
        responses={200: HidingRequestOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        values = read(DecisionInput, request.data)
        read_at = timestamp(values.pop("changed_at"))
        decided = hiding_requests.decide(uuid=id, changed_at=read_at, operator=self.me, **values)
        return Response(
            show_request(decided, hiding_requests.reviews_of([decided])[decided.review])
        )
