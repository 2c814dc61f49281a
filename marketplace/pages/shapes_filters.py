"""The filters beside a list as templates/components/filters.html takes them."""

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext

if TYPE_CHECKING:
    from marketplace.pages.browse import Browse

Shape = dict[str, Any]
FILTERS = {"category", "brand", "retailer", "price_min", "price_max", "in_stock"}


def filters_of(browse: "Browse") -> Shape:
    given = browse.given
    facets = [_availability(given)]
    return {
        "action": browse.request.path,
        "hidden": browse.kept(but=FILTERS),
        "all_hidden": browse.kept(but={"ordering"}),
        "facets": facets,
        "price": _price(given),
        "labels": {},
        "chips": [],
        "count": None,
        "active": sum(bool(given.get(name)) for name in FILTERS),
        "clear_url": _clear_url(browse),
    }


def _availability(given: QueryDict) -> Shape:
    option = {
        "value": "1",
        "label": gettext("In stock"),
        "count": None,
        "checked": bool(given.get("in_stock")),
    }
    return {"name": "in_stock", "label": gettext("Availability"), "options": [option]}


def _price(given: QueryDict) -> Shape:
    return {"min": given.get("price_min"), "max": given.get("price_max"), "currency": ""}


def _clear_url(browse: "Browse") -> str:
    query = browse.query_string(**dict.fromkeys(FILTERS))
    return f"{browse.request.path}?{query}" if query else browse.request.path
