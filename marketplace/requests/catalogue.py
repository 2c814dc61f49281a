"""All problems that are answered (`/problems/<code>`), from the classes of the refusals."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_resolver
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Where a refusal stands: the heading that it is listed under. The longest that fits is taken.
TOPICS: dict[str, "StrOrPromise"] = {
    "api": _("Requests"),
    "marketplace.requests": _("Requests"),
    "marketplace.pages": _("Requests"),
    "marketplace.discovery": _("Requests"),
    "tenants.kernel": _("Requests"),
    "tenants.registry.outages": _("Requests"),
    "marketplace.accounts": _("Accounts"),
    "marketplace.privacy": _("Your data and messages"),
    "marketplace.notifications": _("Your data and messages"),
    "marketplace.cart": _("Cart and checkout"),
    "marketplace.payments": _("Cart and checkout"),
    "marketplace.purchases": _("Cart and checkout"),
    "tenants.shop.offer": _("Cart and checkout"),
    "api.v1.oscar": _("Cart and checkout"),
    "tenants.shop.order": _("Orders, returns and reviews"),
    "marketplace.purchases.returns": _("Orders, returns and reviews"),
    "marketplace.reviews": _("Orders, returns and reviews"),
    "tenants.shop.catalogue.reviews": _("Orders, returns and reviews"),
    "api.shops": _("Shops and their catalogues"),
    "tenants": _("Shops and their catalogues"),
    "tenants.kernel.pictures": _("Shops and their catalogues"),
}


@cache
def problem_catalogue() -> dict[str, type[Refusal]]:
    """Code of each problem: the class that defines it."""
    _import_all_that_answers()
    kinds = sorted(_kinds_of(Refusal), key=lambda kind: kind.code)
    return {kind.code: kind for kind in kinds if "code" in vars(kind) and _home(kind)}


def problems_by_topic() -> dict[str, list[type[Refusal]]]:
    """Heading: its problems by code."""
    topics: dict[str, list[type[Refusal]]] = {str(topic): [] for topic in TOPICS.values()}
    for kind in problem_catalogue().values():
        topics[str(TOPICS[_home(kind)])].append(kind)
    return topics


def _import_all_that_answers() -> None:
    for urlconf in (settings.MARKET_URLCONF, settings.RETAILER_URLCONF):
        get_resolver(urlconf).resolve_error_handler(404)


def _kinds_of(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _kinds_of(inner)


def _home(kind: type[Refusal]) -> str:
    """The key of TOPICS that it belongs to, "" for none."""
    module = f"{kind.__module__}."
    return max((home for home in TOPICS if module.startswith(f"{home}.")), key=len, default="")
