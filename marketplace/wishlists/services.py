"""Saving products for later, and sharing the list by a link that cannot be guessed."""

from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext

from marketplace.accounts.models import User
from marketplace.discovery.models import Listing
from marketplace.discovery.queries import find_on_sale
from marketplace.wishlists.models import Wishlist, WishlistItem
from tenants.kernel.errors import NotFound
from tenants.registry.models import Retailer

SALT = "marketplace.wishlists.share"


def save_product(*, user: User, product: UUID, retailer: Retailer | None = None) -> bool:
    """As save_listing. Raises NotFound."""
    return save_listing(user=user, listing=find_on_sale(product=product, retailer=retailer))


@transaction.atomic
def save_listing(*, user: User, listing: Listing) -> bool:
    """Whether it was not there before; the price of the first time is kept."""
    wishlist, _ = Wishlist.objects.get_or_create(user=user)
    _, is_new = WishlistItem.objects.get_or_create(
        wishlist=wishlist,
        product=listing.uuid,
        defaults={
            "retailer_id": listing.retailer_id,
            "title": listing.title,
            "currency": listing.currency,
            "price": listing.now.price,
        },
    )
    return is_new


def remove_product(*, user: User, product: UUID, retailer: Retailer | None = None) -> None:
    """By the listing's UUID. Raises NotFound for what is not on the list."""
    items = WishlistItem.objects.filter(wishlist__user=user, product=product)
    if retailer:
        items = items.filter(retailer=retailer)
    if not items.delete()[0]:
        raise NotFound(gettext("That is not on your list."))


def share(*, user: User) -> str:
    """The token of the list's link; the same until it is ended."""
    wishlist, _ = Wishlist.objects.get_or_create(user=user)
    Wishlist.objects.filter(pk=wishlist.pk, share_key=None).update(share_key=uuid4())
    wishlist.refresh_from_db(fields=["share_key"])
    return token_of(wishlist)


def end_sharing(*, user: User) -> None:
    """The link shows nothing any more; a new one would be another."""
    Wishlist.objects.filter(user=user).update(share_key=None)


def token_of(wishlist: Wishlist) -> str:
    if wishlist.share_key is None:
        return ""
    return signing.Signer(salt=SALT, sep="~").sign(wishlist.share_key.hex)


def find_shared(*, token: str) -> Wishlist:
    """Raises NotFound for a link that was never given, or was ended."""
    try:
        key = UUID(signing.Signer(salt=SALT, sep="~").unsign(token))
    except (signing.BadSignature, ValueError):
        key = None
    lists = Wishlist.objects.filter(share_key=key).select_related("user") if key else None
    wishlist = lists.first() if lists is not None else None
    if wishlist is None or not wishlist.user.is_active:
        raise NotFound(gettext("This list is not shared any more."))
    return wishlist
