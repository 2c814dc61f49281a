"""Offers and vouchers that everyone may know of."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import UnknownEndpoint
from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import texts
from api.staff import NOTHING, require_member
from api.v1.promotions.inputs import BENEFITS, USAGES, PromotionInput
from api.v1.promotions.outputs import PromotionOutput, PromotionPageOutput, show_promotion
from api.views import Endpoint
from marketplace.promotions import queries
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.offer.services import Terms, create_offer, create_voucher, end_promotion

PERMISSIONS = ("offer.add_conditionaloffer", "voucher.add_voucher")

RETAILER = OpenApiParameter(
    "retailer", str, many=True, description="A shop's slug; may be repeated"
)


class PromotionsView(Endpoint):
    query = PARAMETERS | {"retailer"}
    problems = {"post": [404, 422]}
    examples = {"post": Example(request=("code", "percent", "at_least", "usage", "is_public"))}

    @extend_schema(
        operation_id="promotions_list",
        summary="What is on now, newest first",
        tags=["promotions"],
        parameters=[RETAILER, CURSOR, PAGE_SIZE],
        responses={200: PromotionPageOutput},
    )
    def get(self, request: Request) -> Response:
        rows = queries.active_promotions(
            retailer=self.retailer, slugs=texts(web_request(request).GET, "retailer")
        )
        page = paginate(request, rows, field="id", descending=True)
        results = [show_promotion(promotion) for promotion in page.rows]
        return Response(page.body(results))

    @extend_schema(
        operation_id="promotions_create",
        summary="Begin an offer or make a voucher",
        description="On a shop's own host, for its staff.",
        tags=["promotions"],
        request=PromotionInput,
        responses={201: PromotionOutput},
    )
    def post(self, request: Request) -> Response:
        shop = require_promoter(self)
        values = read(PromotionInput, request.data)
        with use_retailer(shop):
            uuid = _create(values)
        return Response(show_promotion(queries.any_promotion(uuid)), status=201)


def require_promoter(endpoint: Endpoint) -> Retailer:
    """The shop of the host, for members of it whose role makes offers."""
    if endpoint.retailer is None:
        raise UnknownEndpoint(gettext("Ask on a shop's own host."))
    require_member(endpoint.request, endpoint.retailer, *PERMISSIONS, absent=NOTHING)
    return endpoint.retailer


def _create(values: dict[str, Any]) -> UUID:
    terms = Terms(
        benefit=BENEFITS[values["benefit"]],
        value=values.get("percent", values.get("amount")),
        at_least=values.get("at_least"),
        times=values.get("times"),
    )
    about = {
        "name": values["name"],
        "terms": terms,
        "description": values.get("description", ""),
        "starts": values.get("starts_at"),
        "ends": values.get("ends_at"),
    }
    if "code" not in values:
        return create_offer(**about).uuid
    usage = USAGES[values["usage"]]
    return create_voucher(
        code=values["code"], usage=usage, is_public=values["is_public"], **about
    ).uuid


class PromotionView(Endpoint):
    problems = {"delete": [404]}

    @extend_schema(
        operation_id="promotions_end",
        summary="End an offer or a voucher",
        description="On a shop's own host, for its staff. Orders keep what it took off.",
        tags=["promotions"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        with use_retailer(require_promoter(self)):
            end_promotion(uuid=id)
        return Response(status=204)

    @extend_schema(
        operation_id="promotions_read",
        summary="One offer or voucher",
        tags=["promotions"],
        responses={200: PromotionOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(show_promotion(queries.find_promotion(uuid=id, retailer=self.retailer)))
