from django.apps import AppConfig


class WishlistsConfig(AppConfig):
    name = "marketplace.wishlists"
    label = "public_wishlists"  # Oscar's own app is called `wishlists`
