"""The shops that are open on the marketplace; on a shop's host, that shop."""

from decimal import Decimal, InvalidOperation

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import media_url
from api.pagination import PARAMETERS, paginate
from api.parameters import choice, flag, once, refuse, texts
from api.shops import ShopEndpoint
from api.v1.documents import (
    DeliveryOptionDocument,
    Document,
    MoneyDocument,
    PageDocument,
    RetailerRefDocument,
)
from api.v1.products.outputs import delivery_options
from api.v1.shapes import Shape, optional_amount, retailer_ref
from api.views import Endpoint
from marketplace.discovery.details import Delivery
from marketplace.discovery.shops import Place, ShopFilters, find_shops, is_open
from tenants.kernel.errors import NotFound
from tenants.registry.models import OpeningHours, Retailer

FULFILMENTS = ["delivery", "pickup"]
ORDERINGS = ["slug", "distance"]
RADIUS, LARGEST_RADIUS = 25, 500  # kilometres
QUERY = frozenset(
    {"search", "latitude", "longitude", "radius", "open_now", "fulfilment", "ordering"}
)
PARAMETER_DOCUMENTS = [
    OpenApiParameter("search", str, many=True, description="A part of the name; repeated: or"),
    OpenApiParameter(
        "latitude",
        {"type": "number", "minimum": -90, "maximum": 90},
        description="Near this place, in degrees",
    ),
    OpenApiParameter(
        "longitude",
        {"type": "number", "minimum": -180, "maximum": 180},
        description="With `latitude`",
    ),
    OpenApiParameter(
        "radius",
        {"type": "number", "minimum": 0.1, "maximum": LARGEST_RADIUS},
        description=f"Kilometres: {RADIUS}",
    ),
    OpenApiParameter("open_now", bool, description="By the hours that the shops tell"),
    OpenApiParameter("fulfilment", str, enum=FULFILMENTS, description="How goods are handed over"),
    OpenApiParameter(
        "ordering", str, enum=ORDERINGS, description="`distance` near a place, else `slug`"
    ),
    OpenApiParameter("cursor", str, description="From `next` or `previous`"),
    OpenApiParameter("page_size", int, description="20; at most 100"),
]


class OpeningHoursDocument(Document):
    weekday = serializers.IntegerField(help_text="0 is Monday")
    opens = serializers.CharField(help_text="HH:MM, in the shop's time zone")
    closes = serializers.CharField()


class LocationDocument(Document):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


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
    minimum_order = MoneyDocument(
        allow_null=True, help_text="Goods of this shop worth that much at least; null: any"
    )
    location = LocationDocument(allow_null=True)
    timezone = serializers.CharField()
    opening_hours = OpeningHoursDocument(many=True)
    open_now = serializers.BooleanField(allow_null=True, help_text="null: it tells no hours")


class NearRetailerDocument(RetailerDocument):
    distance = serializers.IntegerField(
        allow_null=True, help_text="Metres; null when no place was asked for"
    )


class RetailerPageDocument(PageDocument):
    results = NearRetailerDocument(many=True)


class RetailerDetailDocument(RetailerDocument):
    street = serializers.CharField()
    postcode = serializers.CharField()
    contact_email = serializers.CharField()
    contact_phone = serializers.CharField()
    delivery_options = DeliveryOptionDocument(many=True)


class HoursDocument(Document):
    timezone = serializers.CharField()
    open_now = serializers.BooleanField(allow_null=True, help_text="null: it tells no hours")
    opening_hours = OpeningHoursDocument(many=True)


class DeliveryOptionsDocument(Document):
    results = DeliveryOptionDocument(many=True)


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
        "minimum_order": optional_amount(shop.minimum_order or None, shop.currency),
        "location": _location(shop),
        **retailer_hours(shop),
    }


def near_retailer(shop: Retailer) -> Shape:
    return retailer_row(shop) | {"distance": getattr(shop, "distance", None)}


def retailer_detail(shop: Retailer) -> Shape:
    return retailer_row(shop) | {
        "street": shop.street,
        "postcode": shop.postcode,
        "contact_email": shop.contact_email,
        "contact_phone": shop.contact_phone,
        "delivery_options": delivery_options(delivery_of(shop)),
    }


def retailer_hours(shop: Retailer) -> Shape:
    """Asks for nothing more where the hours were prefetched."""
    hours = list(shop.opening_hours.all())
    return {
        "timezone": shop.timezone,
        "open_now": is_open(shop, hours),
        "opening_hours": [
            {"weekday": one.weekday, "opens": f"{one.opens:%H:%M}", "closes": f"{one.closes:%H:%M}"}
            for one in hours
        ],
    }


def delivery_of(shop: Retailer) -> Delivery:
    return Delivery(
        shop.offers_delivery,
        shop.offers_pickup,
        shop.delivery_fee,
        shop.free_delivery_over,
        shop.currency,
    )


def _location(shop: Retailer) -> Shape | None:
    if shop.latitude is None or shop.longitude is None:
        return None
    return {"latitude": float(shop.latitude), "longitude": float(shop.longitude)}


def read_filters(query: QueryDict) -> ShopFilters:
    """Raises InvalidParameter."""
    return ShopFilters(
        search=tuple(texts(query, "search")),
        near=_near(query),
        is_open=flag(query, "open_now"),
        fulfilment=choice(query, "fulfilment", FULFILMENTS) or "",
    )


def _near(query: QueryDict) -> Place | None:
    latitude = _degrees(query, "latitude", 90)
    longitude = _degrees(query, "longitude", 180)
    radius = _decimal(query, "radius", low=Decimal("0.1"), high=Decimal(LARGEST_RADIUS))
    if latitude is None and longitude is None:
        if radius is not None:
            raise refuse("radius", "Give `latitude` and `longitude` as well.")
        return None
    if latitude is None or longitude is None:
        missing = "latitude" if latitude is None else "longitude"
        raise refuse(missing, "Give both `latitude` and `longitude`.")
    metres = int((RADIUS if radius is None else radius) * 1000)
    return Place(float(latitude), float(longitude), metres)


def _degrees(query: QueryDict, name: str, most: int) -> Decimal | None:
    return _decimal(query, name, low=Decimal(-most), high=Decimal(most))


def _decimal(query: QueryDict, name: str, *, low: Decimal, high: Decimal) -> Decimal | None:
    text = once(query, name)
    if text is None:
        return None
    try:
        value = Decimal(text)
        if not low <= value <= high:
            raise ValueError
    except (InvalidOperation, ValueError) as error:
        raise refuse(name, f"Use a number from {low} to {high}.") from error
    return value


class RetailerListView(Endpoint):
    query = PARAMETERS | QUERY

    @extend_schema(
        operation_id="retailers_list",
        summary="The shops, by slug or by distance from a place",
        tags=["retailers"],
        parameters=PARAMETER_DOCUMENTS,
        responses={200: RetailerPageDocument},
    )
    def get(self, request: Request) -> Response:
        filters, field = self._read(request._request.GET)
        found = find_shops(self._shops(), filters)
        page = paginate(request, with_hours(found), field=field)
        results = [near_retailer(shop) for shop in page.rows]
        return Response(page.body(results))

    def _read(self, query: QueryDict) -> tuple[ShopFilters, str]:
        filters = read_filters(query)
        ordering = choice(query, "ordering", ORDERINGS)
        if ordering == "distance" and filters.near is None:
            raise refuse("ordering", "Give `latitude` and `longitude` as well.")
        by_slug = filters.near is None or ordering == "slug"
        return filters, "slug" if by_slug else "place"

    def _shops(self) -> QuerySet[Retailer]:
        shops = Retailer.objects.active()
        return shops.filter(pk=self.retailer.pk) if self.retailer else shops


def with_hours(shops: QuerySet[Retailer]) -> QuerySet[Retailer]:
    hours = OpeningHours.objects.order_by("weekday", "opens", "id")
    return shops.prefetch_related(Prefetch("opening_hours", queryset=hours))


class RetailerEndpoint(ShopEndpoint):
    """One shop that is open; on another shop's host there is none of that name."""

    @property
    def found(self) -> Retailer:
        """Two statements. Raises NotFound."""
        shops = Retailer.objects.active().filter(slug=self.kwargs["slug"])
        if self.retailer:
            shops = shops.filter(pk=self.retailer.pk)
        shop = with_hours(shops).first()
        if shop is None:
            raise NotFound("There is no such shop, or it is closed at the moment.")
        return shop


class RetailerDetailView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_read",
        summary="One shop with its opening hours",
        tags=["retailers"],
        responses={200: RetailerDetailDocument},
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response(retailer_detail(self.found))


class RetailerHoursView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_hours",
        summary="When a shop is open",
        tags=["retailers"],
        responses={200: HoursDocument},
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response(retailer_hours(self.found))


class RetailerDeliveryView(RetailerEndpoint):
    @extend_schema(
        operation_id="retailers_delivery_options",
        summary="How a shop hands over, and for how much",
        tags=["retailers"],
        responses={200: DeliveryOptionsDocument},
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response({"results": delivery_options(delivery_of(self.found))})
