"""The marketplace's own host: everything over all shops, and the operators' desk."""

from django.urls import include, path

from marketplace.urls import common

urlpatterns: list[common.Pattern] = [
    path("", include("cms.front_urls")),
    *common.api,
    path("", include("marketplace.pages.urls.market")),
    path("", include("marketplace.pages.urls.shared")),
    path("admin-panel/", include("marketplace.pages.urls.operators")),
    path("", include("cms.urls")),
    *common.editing,
    *common.site,
]

handler400 = "marketplace.pages.shared.errors.bad_request"
handler403 = "marketplace.pages.shared.errors.permission_denied"
handler404 = "marketplace.pages.shared.errors.page_not_found"
handler500 = "marketplace.pages.shared.errors.server_error"
