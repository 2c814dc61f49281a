"""What only the marketplace's host serves: browsing over all shops, applying for one."""

from django.conf import settings
from django.urls import include, path

from marketplace.pages import apply, browse, operators, retailers
from marketplace.pages.urls.routes import Pattern, account_pages, page

urlpatterns: list[Pattern] = [
    *page("products", browse.products, "products"),
    *page("retailers", retailers.directory, "retailers"),
    *page("retailers/<slug:slug>", retailers.show, "retailer"),
    *page("seller/register", apply.apply, "apply"),
    *page("seller/register/done", apply.done, "apply-done"),
    *account_pages("profile"),
    path("admin-panel", operators.desk),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("marketplace.pages.styleguide")))
