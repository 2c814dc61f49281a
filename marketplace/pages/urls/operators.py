"""The operators' desk, below /admin-panel/ on the marketplace's host."""

from django.urls import path

from marketplace.pages.operators import audit, desk, reviews
from marketplace.pages.operators.admin_site import market_admin
from marketplace.pages.urls.routes import Pattern, slashed, tree

urlpatterns: list[Pattern] = [
    path("", desk.show_desk, name="operators"),
    *slashed("shops/<slug:slug>", desk.show_shop, "operators-shop"),
    *slashed("shops/<slug:slug>/approve", desk.approve, "operators-approve"),
    *slashed("shops/<slug:slug>/decline", desk.decline, "operators-decline"),
    *slashed("shops/<slug:slug>/suspend", desk.suspend, "operators-suspend"),
    *slashed("shops/<slug:slug>/resume", desk.resume, "operators-resume"),
    *slashed("shops/<slug:slug>/close", desk.close, "operators-close"),
    *slashed("shops/<slug:slug>/invite", desk.invite_owner, "operators-invite"),
    *slashed("shops/<slug:slug>/support", desk.grant_access, "operators-support"),
    *slashed("audit", audit.show_audit, "operators-audit"),
    *slashed("reviews", reviews.list_requests, "operators-reviews"),
    *slashed("reviews/<uuid:uuid>", reviews.decide, "operators-review"),
    *slashed("second-factor", desk.reset_second_factor, "operators-second-factor"),
    tree("db/", market_admin.urls),
]
