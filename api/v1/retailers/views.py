"""The shops that are open on the marketplace; on a shop's host, that shop."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.joints.rest_framework import web_request
from api.pagination import PARAMETERS, paginate
from api.parameters import choice, refuse
from api.shops import NO_OPEN_SHOP, ShopEndpoint
from api.v1.retailers.filters import ORDERINGS, PARAMETER_DOCUMENTS, QUERY, read_filters
from api.v1.retailers.outputs import (
    DeliveryOptionsOutput,
    HoursOutput,
    RetailerDetailOutput,
    RetailerPageOutput,
    delivery_of,
    show_delivery_options,
    show_hours,
    show_near_retailer,
    show_retailer_detail,
)
from api.views import Endpoint, list_response
from marketplace.discovery.shops import ShopFilters, find_shops
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer
from tenants.registry.services import open_shop
from tenants.registry.states import IllegalShopMove
from tenants.registry.timetables import timetable_of, timetables_of
from tenants.staff.roles import MAY_OPEN


class RetailerListView(Endpoint):
    query = PARAMETERS | QUERY

    @extend_schema(
        operation_id="retailers_list",
        summary="The shops, by slug or by distance from a place",
        tags=["retailers"],
        parameters=PARAMETER_DOCUMENTS,
        responses={200: RetailerPageOutput},
    )
    def get(self, request: Request) -> Response:
        filters, field = self._read(web_request(request).GET)
        shops = find_shops(self._shops(), filters)
        page = paginate(request, shops, field=field)
        timetables = timetables_of(page.rows)
        results = [show_near_retailer(shop, timetables[shop.pk]) for shop in page.rows]
        return Response(page.body(results))

    def _read(self, query: QueryDict) -> tuple[ShopFilters, str]:
        filters = read_filters(query)
        ordering = choice(query, "ordering", ORDERINGS)
        if ordering == "distance" and filters.near is None:
            raise refuse("ordering", gettext("Give `latitude` and `longitude` as well."))
        by_slug = filters.near is None or ordering == "slug"
        return filters, "slug" if by_slug else "place"

    def _shops(self) -> QuerySet[Retailer]:
        shops = Retailer.objects.active()
        return shops.filter(pk=self.retailer.pk) if self.retailer else shops


class RetailerEndpoint(ShopEndpoint):
    """One shop that is open; on another shop's host there is none of that name."""

    @property
    def named_shop(self) -> Retailer:
        """One statement. Raises NotFound."""
        shops = Retailer.objects.active().filter(slug=self.kwargs["slug"])
        if self.retailer:
            shops = shops.filter(pk=self.retailer.pk)
        shop = shops.first()
        if shop is None:
            raise NotFound(NO_OPEN_SHOP)
        return shop


class RetailerDetailView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_read",
        summary="One shop with its opening hours",
        tags=["retailers"],
        responses={200: RetailerDetailOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop = self.named_shop
        return Response(show_retailer_detail(shop, timetable_of(shop)))


class RetailerOpenView(RetailerEndpoint):
    rights: ClassVar[dict[str, str]] = {"POST": MAY_OPEN}
    is_hidden: ClassVar[bool] = True
    problems = {"post": [IllegalShopMove]}

    @extend_schema(
        operation_id="retailers_open",
        summary="Open an approved shop to customers",
        description="By its owner. One that is open stays as it is.",
        tags=["retailers"],
        request=None,
        responses={200: RetailerDetailOutput},
    )
    def post(self, request: Request, slug: str) -> Response:
        open_shop(retailer=self.own_shop, actor=self.request.user)
        shop = self.named_shop
        return Response(show_retailer_detail(shop, timetable_of(shop)))


class RetailerHoursView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_hours",
        summary="When a shop is open",
        tags=["retailers"],
        responses={200: HoursOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        shop = self.named_shop
        return Response(show_hours(shop, timetable_of(shop)))


class RetailerDeliveryView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_delivery_options",
        summary="How a shop hands over, and for how much",
        tags=["retailers"],
        responses={200: DeliveryOptionsOutput},
    )
    def get(self, request: Request, slug: str) -> Response:
        return list_response(show_delivery_options(delivery_of(self.named_shop)))
