"""The addresses of version 1: those of each resource stand in its folder."""

from django.urls import URLPattern, URLResolver, include, path

from api.v1.addresses import urls as addresses
from api.v1.applications import urls as applications
from api.v1.audit_logs import urls as audit_logs
from api.v1.auth import urls as auth
from api.v1.cart import urls as cart
from api.v1.cart_merges import urls as cart_merges
from api.v1.categories import urls as categories
from api.v1.checkout import urls as checkout
from api.v1.codes import urls as codes
from api.v1.email_change import urls as email_change
from api.v1.imports import urls as imports
from api.v1.me import urls as me
from api.v1.moderation import urls as moderation
from api.v1.my_data import urls as my_data
from api.v1.orders import urls as orders
from api.v1.passwords import urls as passwords
from api.v1.payments import urls as payments
from api.v1.previews import urls as previews
from api.v1.product_images import urls as product_images
from api.v1.products import urls as products
from api.v1.promotions import urls as promotions
from api.v1.quotes import urls as quotes
from api.v1.remote_images import urls as remote_images
from api.v1.retailers import urls as retailers
from api.v1.returns import urls as returns
from api.v1.reviews import urls as reviews
from api.v1.search import urls as search
from api.v1.second_factor import urls as second_factor
from api.v1.sessions import urls as sessions
from api.v1.shipping import urls as shipping
from api.v1.shop_categories import urls as shop_categories
from api.v1.sightings import urls as sightings
from api.v1.social import urls as social
from api.v1.staff_orders import urls as staff_orders
from api.v1.users import urls as users
from api.v1.variants import urls as variants
from api.v1.verification import urls as verification
from api.v1.vouchers import urls as vouchers
from api.v1.wishlist import urls as wishlist

urlpatterns: list[URLPattern | URLResolver] = [
    *auth.urlpatterns,
    *applications.urlpatterns,
    *codes.urlpatterns,
    *passwords.urlpatterns,
    *verification.urlpatterns,
    *second_factor.urlpatterns,
    *sessions.urlpatterns,
    *social.urlpatterns,
    *products.urlpatterns,
    *variants.urlpatterns,
    *categories.urlpatterns,
    *retailers.urlpatterns,
    *cart.urlpatterns,
    *checkout.urlpatterns,
    *orders.urlpatterns,
    *staff_orders.urlpatterns,
    *returns.urlpatterns,
    *reviews.urlpatterns,
    *moderation.urlpatterns,
    *wishlist.urlpatterns,
    *product_images.urlpatterns,
    *imports.urlpatterns,
    *remote_images.urlpatterns,
    *search.urlpatterns,
    *shop_categories.urlpatterns,
    *users.urlpatterns,
    *me.urlpatterns,
    *email_change.urlpatterns,
    *my_data.urlpatterns,
    *sightings.urlpatterns,
    *addresses.urlpatterns,
    *cart_merges.urlpatterns,
    *vouchers.urlpatterns,
    *quotes.urlpatterns,
    *previews.urlpatterns,
    *payments.urlpatterns,
    *shipping.urlpatterns,
    *promotions.urlpatterns,
    *audit_logs.urlpatterns,
    path("oscar/", include("api.v1.oscar.urls")),
]
