"""The operators' desk, below /admin-panel/ on the marketplace's host."""

from django.urls import URLPattern, URLResolver, path

from marketplace.pages import operators
from marketplace.pages.admin_site import market_admin

urlpatterns: list[URLPattern | URLResolver] = [
    path("", operators.desk, name="operators"),
    path("shops/<slug:slug>/", operators.shop, name="operators-shop"),
    path("shops/<slug:slug>/approve/", operators.approve, name="operators-approve"),
    path("shops/<slug:slug>/decline/", operators.decline, name="operators-decline"),
    path("shops/<slug:slug>/suspend/", operators.suspend, name="operators-suspend"),
    path("shops/<slug:slug>/resume/", operators.resume, name="operators-resume"),
    path("shops/<slug:slug>/close/", operators.close, name="operators-close"),
    path("shops/<slug:slug>/invite/", operators.invite_owner, name="operators-invite"),
    path("shops/<slug:slug>/support/", operators.support, name="operators-support"),
    path("second-factor/", operators.reset_second_factor, name="operators-second-factor"),
    path("db/", market_admin.urls),
]
