"""The shops that are open on the marketplace; on a shop's host, that shop."""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import media_url
from api.pagination import PARAMETERS, paginate
from api.parameters import texts
from api.v1.documents import Document, MoneyDocument, PageDocument, RetailerRefDocument
from api.v1.shapes import Shape, optional_amount, retailer_ref
from api.views import Endpoint
from tenants.kernel.errors import NotFound
from tenants.models import OpeningHours, Retailer

CURSOR = OpenApiParameter("cursor", str, description="From `next` or `previous`")
PAGE_SIZE = OpenApiParameter("page_size", int, description="20; at most 100")
SEARCH = OpenApiParameter("search", str, description="A part of the name; repeated: or", many=True)


class RetailerDocument(RetailerRefDocument):
    id = serializers.UUIDField()
    tagline = serializers.CharField()
    trade = serializers.CharField()
    logo = serializers.URLField(allow_null=True)
    currency = serializers.CharField()
    language = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField()
    offers_delivery = serializers.BooleanField()
    offers_pickup = serializers.BooleanField()
    delivery_fee = MoneyDocument()
    free_delivery_over = MoneyDocument(allow_null=True)


class RetailerPageDocument(PageDocument):
    results = RetailerDocument(many=True)


class OpeningHoursDocument(Document):
    weekday = serializers.IntegerField(help_text="0 is Monday")
    opens = serializers.CharField(help_text="HH:MM, in the shop's time zone")
    closes = serializers.CharField()


class LocationDocument(Document):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class RetailerDetailDocument(RetailerDocument):
    street = serializers.CharField()
    postcode = serializers.CharField()
    timezone = serializers.CharField()
    contact_email = serializers.CharField()
    contact_phone = serializers.CharField()
    location = LocationDocument(allow_null=True)
    opening_hours = OpeningHoursDocument(many=True)


def retailer_row(shop: Retailer) -> Shape:
    return retailer_ref(shop) | {
        "id": str(shop.uuid),
        "tagline": shop.tagline,
        "trade": shop.trade,
        "logo": media_url(shop.schema_name, shop.logo) if shop.logo else None,
        "currency": shop.currency,
        "language": shop.language,
        "city": shop.city,
        "country": shop.country,
        "offers_delivery": shop.offers_delivery,
        "offers_pickup": shop.offers_pickup,
        "delivery_fee": optional_amount(shop.delivery_fee, shop.currency),
        "free_delivery_over": optional_amount(shop.free_delivery_over, shop.currency),
    }


def retailer_detail(shop: Retailer) -> Shape:
    return retailer_row(shop) | {
        "street": shop.street,
        "postcode": shop.postcode,
        "timezone": shop.timezone,
        "contact_email": shop.contact_email,
        "contact_phone": shop.contact_phone,
        "location": _location(shop),
        "opening_hours": [
            {
                "weekday": hours.weekday,
                "opens": f"{hours.opens:%H:%M}",
                "closes": f"{hours.closes:%H:%M}",
            }
            for hours in shop.opening_hours.all()
        ],
    }


def _location(shop: Retailer) -> Shape | None:
    if shop.latitude is None or shop.longitude is None:
        return None
    return {"latitude": float(shop.latitude), "longitude": float(shop.longitude)}


class RetailerEndpoint(Endpoint):
    def shops(self) -> QuerySet[Retailer]:
        shops = Retailer.objects.active()
        return shops.filter(pk=self.retailer.pk) if self.retailer else shops


class RetailerListView(RetailerEndpoint):
    query = PARAMETERS | {"search"}

    @extend_schema(
        operation_id="retailers_list",
        summary="The shops, by slug",
        tags=["retailers"],
        parameters=[SEARCH, CURSOR, PAGE_SIZE],
        responses={200: RetailerPageDocument},
    )
    def get(self, request: Request) -> Response:
        shops = self._named(request, self.shops())
        page, following, previous = paginate(request, shops, field="slug")
        results = [retailer_row(shop) for shop in page]
        return Response({"results": results, "next": following, "previous": previous})

    def _named(self, request: Request, shops: QuerySet[Retailer]) -> QuerySet[Retailer]:
        names = texts(request._request.GET, "search")
        if not names:
            return shops
        found: QuerySet[Retailer] = shops.none()
        for name in names:
            found = found | shops.filter(name__icontains=name)
        return found


class RetailerDetailView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_read",
        summary="One shop with its opening hours",
        tags=["retailers"],
        responses={200: RetailerDetailDocument},
    )
    def get(self, request: Request, slug: str) -> Response:
        hours = OpeningHours.objects.order_by("weekday", "opens", "id")
        found = self.shops().prefetch_related(Prefetch("opening_hours", queryset=hours))
        shop = found.filter(slug=slug).first()
        if shop is None:
            raise NotFound("There is no such shop, or it is closed at the moment.")
        return Response(retailer_detail(shop))
