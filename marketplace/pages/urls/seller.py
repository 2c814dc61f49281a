"""Pages for a shop's staff, on the shop's host."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, path

from marketplace.pages.account import invitations
from marketplace.pages.seller import (
    admin_site,
    categories,
    dashboard,
    orders,
    products,
    profile,
    returns,
    reviews,
    staff,
)
from marketplace.pages.urls.routes import page

urlpatterns: list[URLPattern | URLResolver] = [
    path("seller/dashboard", dashboard.show_dashboard, name="seller-dashboard"),
    path("seller/orders", orders.list_orders, name="seller-orders"),
    path("seller/orders/<str:number>", orders.show_order, name="seller-order"),
    path("seller/orders/<str:number>/move", orders.move, name="seller-order-move"),
    path("seller/orders/<str:number>/invoice", orders.show_invoice, name="seller-order-invoice"),
    path("seller/returns", returns.list_requests, name="seller-returns"),
    path("seller/returns/<uuid:uuid>", returns.answer, name="seller-return"),
    path("seller/reviews", reviews.list_reviews, name="seller-reviews"),
    path("seller/reviews/<uuid:uuid>", reviews.moderate, name="seller-review"),
    path("seller/products", products.list_products, name="seller-products"),
    path("seller/products/<uuid:uuid>/offer", products.save_offer, name="seller-offer"),
    path("seller/categories", categories.list_categories, name="seller-categories"),
    path("seller/categories/<int:shop_category>", categories.confirm, name="seller-category"),
    path("seller/profile", profile.change_profile, name="seller-profile"),
    path("seller/staff", staff.list_members, name="seller-staff"),
    path("seller/staff/second-factor", staff.demand_second_factor, name="seller-second-factor"),
    path("seller/staff/invitations/<uuid:uuid>/withdraw", staff.withdraw, name="seller-withdraw"),
    *page("invitations/<str:token>", invitations.answer, "invitation"),
    path("seller/staff/<uuid:uuid>", staff.change, name="seller-member"),
    path("dashboard/", apps.get_app_config("dashboard").urls),  # type: ignore[attr-defined]
    path("admin/", admin_site.site.urls),
]
