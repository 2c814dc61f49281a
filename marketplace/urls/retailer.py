"""A shop's host: its site by Wagtail, its catalogue, and cart to account narrowed to it."""

from django.urls import include, path

from marketplace.urls import common

urlpatterns: list[common.Pattern] = [
    path("", include("cms.front_urls")),
    *common.api,
    path("", include("marketplace.pages.urls.seller")),
    path("", include("marketplace.pages.urls.shop")),
    path("", include("marketplace.pages.urls.shared")),
    path("", include("cms.urls")),
    *common.editing,
    *common.site,
]

handler400 = "marketplace.pages.shared.errors.bad_request"
handler403 = "marketplace.pages.shared.errors.permission_denied"
handler404 = "marketplace.pages.shared.errors.page_not_found"
handler500 = "marketplace.pages.shared.errors.server_error"
