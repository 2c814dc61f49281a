"""The query string of a list of products: what it understands, and how it is described."""

from dataclasses import replace
from decimal import Decimal

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from api.inputs import NOT_BLANK
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS
from api.parameters import amounts, choice, flag, once, refuse, single, texts
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.walks import ORDERINGS
from tenants.kernel.rates import tradable_currencies
from tenants.registry.models import Retailer
from tenants.shop.catalogue.edits import ACTIVE, STATUSES

NARROWING = frozenset(
    {
        "search",
        "exact",
        "category",
        "brand",
        "price_min",
        "price_max",
        "currency",
        "in_stock",
        "featured",
        "on_sale",
        "rating",
        "retailer",
        "shop_category",
    }
)
FILTERS = NARROWING | {"ordering", "facets"}
QUERY = PARAMETERS | FILTERS

NARROWING_DOCUMENTS = [
    OpenApiParameter("search", str, many=True, description="Words; typos are forgiven"),
    OpenApiParameter(
        "exact", bool, description="Take each word of `search` as typed: no typos, no synonyms"
    ),
    OpenApiParameter(
        "category", str, many=True, description="Slugs; what lies below is included; repeated: or"
    ),
    OpenApiParameter("brand", str, many=True, description="Names, in any spelling; repeated: or"),
    OpenApiParameter("price_min", OpenApiTypes.DECIMAL, description="In `currency`"),
    OpenApiParameter("price_max", OpenApiTypes.DECIMAL, description="In `currency`"),
    OpenApiParameter("currency", str, description="As api/openapi.py has it"),
    OpenApiParameter("in_stock", bool, description="Whether it can be bought now"),
    OpenApiParameter("featured", bool, description="Whether its shop puts it forward"),
    OpenApiParameter("on_sale", bool, description="Whether a sale reduces it now"),
    OpenApiParameter(
        "rating",
        {"type": "number", "minimum": 1, "maximum": 5},
        description="The least average of its reviews",
    ),
    OpenApiParameter("retailer", str, many=True, description="Slugs of shops; repeated: or"),
    OpenApiParameter(
        "shop_category", str, description="Of one shop's own: `Home > Mugs`; with what lies below"
    ),
]
PARAMETER_DOCUMENTS = [
    *NARROWING_DOCUMENTS,
    OpenApiParameter(
        "ordering",
        str,
        enum=list(ORDERINGS),
        description="`relevance` with a search, else `newest`",
    ),
    OpenApiParameter(
        "facets", bool, description="Count what each filter would show as well; slower"
    ),
    CURSOR,
    PAGE_SIZE,
]
STATUS = OpenApiParameter(
    "status",
    str,
    enum=list(STATUSES),
    description="What is not `active` is for the shop's staff, the newest first; no other filter",
)
SEARCH_DOCUMENTS = [
    OpenApiParameter(
        "search",
        {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": NOT_BLANK}},
        required=True,
        description="Words; typos are forgiven",
    ),
    *(parameter for parameter in PARAMETER_DOCUMENTS if parameter.name != "search"),
]


def read_status(request: Request) -> str:
    """ "" for what shoppers see. Raises InvalidParameter beside other filters."""
    query = web_request(request).GET
    status = choice(query, "status", STATUSES) or ACTIVE
    if status == ACTIVE:
        return ""
    others = sorted(set(query) & FILTERS)
    if others:
        raise refuse(others[0], gettext("Hidden and archived products are not filtered."))
    return status


def read_filters(request: Request) -> ListingFilters:
    """The filters of a query string. Raises InvalidParameter."""
    query = web_request(request).GET
    lowest, highest = amounts(query, "price_min"), amounts(query, "price_max")
    return ListingFilters(
        search=" ".join(texts(query, "search")),
        is_exact=flag(query, "exact") or False,
        category=tuple(texts(query, "category")),
        brand=tuple(texts(query, "brand")),
        retailer=tuple(texts(query, "retailer")),
        price_min=min(lowest, default=None),
        price_max=max(highest, default=None),
        currency=choice(query, "currency", sorted(tradable_currencies())) or "",
        in_stock=flag(query, "in_stock"),
        featured=flag(query, "featured"),
        on_sale=flag(query, "on_sale"),
        at=timezone.now(),
        rating=_rating(query),
        shop_category=single(query, "shop_category") or "",
        ordering=choice(query, "ordering", ORDERINGS) or "",
    )


def _rating(query: QueryDict) -> Decimal | None:
    if once(query, "rating") is None:
        return None
    (least,) = amounts(query, "rating")
    if not 1 <= least <= 5:
        raise refuse("rating", gettext("Use a number from 1 to 5."))
    return least


def narrowed(filters: ListingFilters, shop: Retailer | None) -> ListingFilters | None:
    """Of one shop that shop's alone; None when another was asked for there.

    Raises InvalidParameter for a shop's category without a shop.
    """
    if shop is None:
        if filters.shop_category and len(filters.retailer) != 1:
            raise refuse("shop_category", gettext("Say whose: name one `retailer`."))
        return filters
    if filters.retailer and shop.slug not in filters.retailer:
        return None
    currency = filters.currency or shop.currency
    return replace(filters, retailer=(), shop=shop.pk, currency=currency)
