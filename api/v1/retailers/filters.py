"""The query string of the list of shops: what it understands, and how it is described."""

from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter

from api.parameters import choice, flag, once, refuse, texts
from marketplace.discovery.shops import Place, ShopFilters
from tenants.kernel.fulfilments import FULFILMENTS

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
            raise refuse("radius", gettext("Give `latitude` and `longitude` as well."))
        return None
    if latitude is None or longitude is None:
        missing = "latitude" if latitude is None else "longitude"
        raise refuse(missing, gettext("Give both `latitude` and `longitude`."))
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
        raise refuse(
            name, gettext("Use a number from %(low)s to %(high)s.") % {"low": low, "high": high}
        ) from error
    return value
