"""Pages for a shop's staff, on the shop's host."""

from django.apps import apps

from marketplace.pages.account import invitations
from marketplace.pages.seller import (
    admin_site,
    audit,
    categories,
    dashboard,
    delivery_areas,
    hours,
    launch,
    orders,
    products,
    profile,
    returns,
    reviews,
    staff,
)
from marketplace.pages.urls.routes import Pattern, page, tree

urlpatterns: list[Pattern] = [
    *page("seller", dashboard.open_desk, "seller"),
    *page("seller/dashboard", dashboard.show_dashboard, "seller-dashboard"),
    *page("seller/orders", orders.list_orders, "seller-orders"),
    *page("seller/orders/<str:number>", orders.show_order, "seller-order"),
    *page("seller/orders/<str:number>/move", orders.move, "seller-order-move"),
    *page("seller/orders/<str:number>/payment", orders.note_cash, "seller-order-payment"),
    *page("seller/orders/<str:number>/invoice", orders.show_invoice, "seller-order-invoice"),
    *page("seller/returns", returns.list_requests, "seller-returns"),
    *page("seller/returns/<uuid:uuid>", returns.answer, "seller-return"),
    *page("seller/reviews", reviews.list_reviews, "seller-reviews"),
    *page("seller/reviews/<uuid:uuid>", reviews.moderate, "seller-review"),
    *page("seller/products", products.list_products, "seller-products"),
    *page("seller/products/<uuid:uuid>/offer", products.save_offer, "seller-offer"),
    *page("seller/categories", categories.list_categories, "seller-categories"),
    *page("seller/categories/<int:shop_category>", categories.confirm, "seller-category"),
    *page("seller/open", launch.open_shop, "seller-open"),
    *page("seller/delivery", delivery_areas.change_areas, "seller-delivery"),
    *page("seller/hours", hours.change_hours, "seller-hours"),
    *page("seller/hours/holidays", hours.choose_holidays, "seller-holidays"),
    *page("seller/hours/special", hours.change_special_days, "seller-special-days"),
    *page("seller/hours/special/<int:row>", hours.change_special_days, "seller-special-day"),
    *page("seller/hours/special/<int:row>/remove", hours.remove, "seller-special-remove"),
    *page("seller/profile", profile.change_profile, "seller-profile"),
    *page("seller/audit", audit.show_audit, "seller-audit"),
    *page("seller/staff", staff.list_members, "seller-staff"),
    *page("seller/staff/second-factor", staff.demand_second_factor, "seller-second-factor"),
    *page("seller/staff/invitations/<uuid:uuid>/withdraw", staff.withdraw, "seller-withdraw"),
    *page("invitations/<str:token>", invitations.answer, "invitation"),
    *page("seller/staff/<uuid:uuid>", staff.change, "seller-member"),
    tree("dashboard/", apps.get_app_config("dashboard").urls),  # type: ignore[attr-defined]
    tree("admin/", admin_site.site.urls),
]
