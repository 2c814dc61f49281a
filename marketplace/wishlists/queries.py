"""A list with what its products cost now; two statements for any number of them."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.discovery.models import Listing
from marketplace.wishlists.models import Wishlist, WishlistItem
from tenants.kernel.money import Money
from tenants.registry.models import Retailer


class Wish(NamedTuple):
    """`listing` None: it is not for sale now."""

    item: WishlistItem
    listing: Listing | None

    @property
    def price(self) -> Money | None:
        listing = self.listing
        if listing is None or listing.now.price is None:
            return None
        return Money(listing.now.price, listing.currency)

    @property
    def was(self) -> Money | None:
        """What it costs without the sale that stands now."""
        if self.listing is None or self.listing.now.was is None:
            return None
        return Money(self.listing.now.was, self.listing.currency)

    @property
    def has_dropped(self) -> bool:
        """Cheaper than when it was saved, in the same currency."""
        now, then = self.price, self.item.saved_price
        if now is None or then is None or now.currency != then.currency:
            return False
        return now < then


def items_of(user: User, *, retailer: Retailer | None = None) -> QuerySet[WishlistItem]:
    items = WishlistItem.objects.filter(wishlist__user=user)
    if retailer:
        items = items.filter(retailer=retailer)
    return items.select_related("retailer")


def items_in(wishlist: Wishlist, *, retailer: Retailer | None = None) -> QuerySet[WishlistItem]:
    items = WishlistItem.objects.filter(wishlist=wishlist)
    if retailer:
        items = items.filter(retailer=retailer)
    return items.select_related("retailer")


def wishes(items: Iterable[WishlistItem]) -> list[Wish]:
    page = list(items)
    listed = Listing.objects.priced(timezone.now()).filter(
        uuid__in=[item.product for item in page],
        is_visible=True,
        retailer__status=Retailer.Status.ACTIVE,
    )
    by_uuid = {
        listing.uuid: listing for listing in listed.select_related("retailer").defer("search")
    }
    return [Wish(item, by_uuid.get(item.product)) for item in page]


def has_saved(user: User, product: UUID) -> bool:
    """By the listing's UUID."""
    return WishlistItem.objects.filter(wishlist__user=user, product=product).exists()


def owner_name(wishlist: Wishlist) -> str:
    """What a stranger with the link reads: the first name alone, or nothing."""
    user = wishlist.user
    return "" if user.anonymised_at else user.first_name
