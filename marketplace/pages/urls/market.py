"""What only the marketplace's host serves: browsing over all shops, applying for one."""

from django.conf import settings
from django.urls import include, path

from marketplace.pages.market import apply, own_shop, retailers
from marketplace.pages.operators import desk
from marketplace.pages.shared import browse
from marketplace.pages.urls.routes import Pattern, account_pages, page

urlpatterns: list[Pattern] = [
    *page("products", browse.products, "products"),
    *page("retailers", retailers.directory, "retailers"),
    *page("retailers/<slug:slug>", retailers.show, "retailer"),
    *page("seller/register", apply.apply, "apply"),
    *page("seller/register/done", apply.done, "apply-done"),
    *page("seller/shops/<slug:slug>", own_shop.show, "own-shop"),
    *page("seller/shops/<slug:slug>/data", own_shop.take_data, "own-shop-data"),
    *account_pages("profile"),
    path("admin-panel", desk.desk),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("marketplace.pages.shared.styleguide")))
