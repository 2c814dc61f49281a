"""The operators' desk, below /admin-panel/ on the marketplace's host."""

from django.urls import URLPattern, URLResolver, path

from marketplace.pages.operators import desk
from marketplace.pages.operators.admin_site import market_admin

urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.show_desk, name="operators"),
    path("shops/<slug:slug>/", desk.show_shop, name="operators-shop"),
    path("shops/<slug:slug>/approve/", desk.approve, name="operators-approve"),
    path("shops/<slug:slug>/decline/", desk.decline, name="operators-decline"),
    path("shops/<slug:slug>/suspend/", desk.suspend, name="operators-suspend"),
    path("shops/<slug:slug>/resume/", desk.resume, name="operators-resume"),
    path("shops/<slug:slug>/close/", desk.close, name="operators-close"),
    path("shops/<slug:slug>/invite/", desk.invite_owner, name="operators-invite"),
    path("shops/<slug:slug>/support/", desk.grant_access, name="operators-support"),
    path("second-factor/", desk.reset_second_factor, name="operators-second-factor"),
    path("db/", market_admin.urls),
]
