"""What this stage keeps about a person: settings.PERSONAL_DATA, docs/privacy.md."""

from typing import Any

from marketplace.wishlists.models import Wishlist, WishlistItem
from tenants.joints.django import delete_at_once

MODELS = ("public_wishlists.Wishlist",)


def collect(user: Any) -> dict[str, Any]:
    items = WishlistItem.objects.filter(wishlist__user_id=user.pk).order_by("id")
    return {
        "wishlist": [
            {"shop": item.retailer.name, "title": item.title, "saved_at": item.saved_at}
            for item in items.select_related("retailer")
        ]
    }


def forget(user: Any) -> None:
    """The link that it was shared by leads nowhere then."""
    delete_at_once(WishlistItem.objects.filter(wishlist__user_id=user.pk))
    Wishlist.objects.filter(user_id=user.pk).delete()
