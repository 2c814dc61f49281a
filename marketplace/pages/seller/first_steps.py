"""What a new owner does before she opens her shop: where it is done, and whether it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.discovery.models import Listing
from tenants.kernel.site_pages import PURPOSES
from tenants.registry.delivery_areas import is_local
from tenants.registry.models import Retailer

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    title: "StrOrPromise"
    text: "StrOrPromise"
    url: str
    is_done: bool


def first_steps(shop: Retailer) -> list[Step]:
    """In the order in which one does them; one statement."""
    has_goods = Listing.objects.filter(retailer=shop, is_visible=True, is_available=True).exists()
    return [
        Step(
            "goods",
            _("Add goods"),
            _("Something that customers can buy: with a price, and in stock."),
            "/dashboard/catalogue/products/create/",
            has_goods,
        ),
        Step(
            "delivery",
            _("Say how you hand over, and what it costs"),
            _("Until you do, you deliver everywhere for nothing, and orders can be picked up."),
            "/seller/profile",
            _says_how_it_delivers(shop),
        ),
        Step(
            "contact",
            _("Show how you are reached"),
            _("An e-mail, a telephone or an address that customers see."),
            "/seller/profile",
            shop.publishes_email or shop.publishes_phone or shop.publishes_address,
        ),
        Step(
            "pages",
            _("Publish your pages"),
            _("Terms, privacy, imprint, returns, contact: fill in what only you know."),
            "/cms/pages/",
            all(shop.site_link(purpose) for purpose in PURPOSES),
        ),
    ]


def _says_how_it_delivers(shop: Retailer) -> bool:
    """Whether anything is otherwise than in a shop that is new."""
    offers_both = shop.offers_delivery and shop.offers_pickup
    costs = shop.delivery_fee or shop.free_delivery_over or shop.minimum_order
    return not offers_both or bool(costs or shop.delivery_countries) or is_local(shop)
