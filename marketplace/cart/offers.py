"""What can be put into a cart, and how much of it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.cart.errors import (
    ChooseVariant,
    NotEnoughStock,
    OverLimit,
    ShopUnavailable,
    UnderMinimum,
    UnknownProduct,
)
from marketplace.cart.limits import require_line
from marketplace.cart.rows import only
from marketplace.discovery.models import Listing, ListingVariant
from tenants.kernel.errors import Refusal
from tenants.kernel.money import Money
from tenants.registry.models import Retailer

VARIANT_ADVICE = _("Send the id of one of the product's variants.")
ID_ADVICE = _("Check the id: it must be a product's or a variant's.")

# Listings are wide (texts, search vectors). This neither an offer nor a cart shows; the shop is
# read whole, for its group of the cart.
UNSHOWN = (
    *("position", "title", "sku", "listing__description", "listing__brand", "listing__brand_key"),
    *("listing__shop_categories", "listing__attributes", "listing__search"),
)


@dataclass(frozen=True, slots=True)
class BuyableVariant:
    variant: ListingVariant
    retailer: Retailer
    price: Money

    @property
    def title(self) -> str:
        options = ", ".join(self.variant.options.values())
        return f"{self.variant.listing.title}, {options}" if options else self.variant.listing.title


def find_buyable(*, product: UUID, retailer: Retailer | None) -> BuyableVariant:
    """The variant with its listing and retailer, one statement when all is well.

    Raises UnknownProduct, ChooseVariant (a parent's id), ShopUnavailable.
    """
    variants = ListingVariant.objects.filter(uuid=product).select_related("listing__retailer")
    if retailer:
        variants = variants.filter(listing__retailer=retailer)
    variant = only(variants.defer(*UNSHOWN))
    if variant is None:
        _refuse_unknown(product, retailer)
    assert variant is not None
    return _offer_of(variant)


def _offer_of(variant: ListingVariant) -> BuyableVariant:
    shop = require_open(variant.listing.retailer)
    if not variant.listing.is_visible or variant.price is None:
        raise UnknownProduct(gettext("It is no longer for sale."))
    return BuyableVariant(variant, shop, Money(variant.price, variant.currency))


def require_open(retailer: Retailer) -> Retailer:
    """One that is closed for good sells nothing any more: there is nothing to wait for. Of one that
    is not opened yet nobody outside knows.

    Raises UnknownProduct, ShopUnavailable.
    """
    if retailer.status == Retailer.Status.CLOSED:
        raise UnknownProduct(gettext("%(name)s has closed for good.") % {"name": retailer.name})
    if retailer.is_coming:
        raise UnknownProduct(gettext("The shop is not open yet."))
    if not retailer.is_active:
        raise ShopUnavailable(
            gettext("%(name)s is closed at the moment.") % {"name": retailer.name}
        )
    return retailer


def find_all_buyable(
    *, products: Collection[UUID], retailer: Retailer | None
) -> dict[UUID, BuyableVariant | Refusal]:
    """Of each id what is offered, or why nothing is; at most two statements."""
    variants = ListingVariant.objects.filter(uuid__in=products).select_related("listing__retailer")
    parents = Listing.objects.filter(uuid__in=products, has_variants=True)
    if retailer:
        variants = variants.filter(listing__retailer=retailer)
        parents = parents.filter(retailer=retailer)
    answers: dict[UUID, BuyableVariant | Refusal] = {}
    for variant in variants.defer(*UNSHOWN):
        try:
            answers[variant.uuid] = _offer_of(variant)
        except Refusal as refusal:
            answers[variant.uuid] = refusal
    missing = [product for product in products if product not in answers]
    whole = set(parents.values_list("uuid", flat=True)) if missing else set()
    return answers | {
        product: ChooseVariant(VARIANT_ADVICE) if product in whole else UnknownProduct(ID_ADVICE)
        for product in missing
    }


def _refuse_unknown(product: UUID, retailer: Retailer | None) -> None:
    parents = Listing.objects.filter(uuid=product, has_variants=True)
    if retailer:
        parents = parents.filter(retailer=retailer)
    if parents.exists():
        raise ChooseVariant(VARIANT_ADVICE)
    raise UnknownProduct(ID_ADVICE)


def require_quantity(offered: BuyableVariant, quantity: int) -> None:
    """`quantity` is what the line would hold.

    Raises UnderMinimum, OverLimit, TotalTooLarge, NotEnoughStock.
    """
    variant = offered.variant
    if quantity < variant.min_quantity:
        raise UnderMinimum(
            gettext("The shop sells at least %(min_quantity)s at once.")
            % {"min_quantity": variant.min_quantity},
            minimum=variant.min_quantity,
        )
    if variant.max_quantity is not None and quantity > variant.max_quantity:
        raise OverLimit(
            gettext("At most %(max_quantity)s in one order.")
            % {"max_quantity": variant.max_quantity},
            maximum=variant.max_quantity,
        )
    require_line(offered.price, quantity)
    available = variant.quantity if variant.quantity is not None else quantity
    if not variant.is_available or quantity > available:
        stock = variant.quantity or 0
        raise NotEnoughStock(
            gettext("%(stock)s left; lower the quantity.") % {"stock": stock}
            if stock
            else gettext("It is sold out."),
            available=stock,
        )
