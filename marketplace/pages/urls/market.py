"""What only the marketplace's host serves: browsing over all shops, applying for one."""

from django.conf import settings
from django.urls import include, path

from marketplace.pages.account import social
from marketplace.pages.market import (
    application,
    desks,
    mailbox,
    old_addresses,
    own_shop,
    retailers,
)
from marketplace.pages.operators import desk
from marketplace.pages.shared import browse
from marketplace.pages.urls.account import account_pages
from marketplace.pages.urls.routes import Pattern, page, tree

urlpatterns: list[Pattern] = [
    *page("products", browse.list_products, "products"),
    *page("retailers", retailers.list_retailers, "retailers"),
    *page("retailers/<slug:slug>", retailers.show, "retailer"),
    *page("seller/register", application.apply, "apply"),
    *page("seller/register/done", application.show_thanks, "apply-done"),
    *page("seller/shops/<slug:slug>", own_shop.show, "own-shop"),
    *page("seller/shops/<slug:slug>/data", own_shop.take_data, "own-shop-data"),
    *page("seller/shops/<slug:slug>/paid-back", own_shop.note_cash_back, "own-shop-paid-back"),
    *page("seller", desks.lead_to_desk, "desks"),
    path("seller/<path:path>", desks.lead_to_desk, name="desk-page"),
    *page("db-admin", old_addresses.lead_to_tables, "old-tables"),
    path("db-admin/<path:path>", old_addresses.lead_to_tables),
    *account_pages("profile"),
    *page("auth/social/<slug:provider>", social.start, "social-login"),
    *page("auth/social/<slug:provider>/done", social.receive, "social-done"),
    path("admin-panel", desk.show_desk),
]

if settings.MAILBOX_DIR:
    urlpatterns += [
        *page("dev/mail", mailbox.list_mails, "mailbox"),
        *page("dev/mail/<slug:letter>", mailbox.show, "mailbox-letter"),
        *page("dev/mail/<slug:letter>/html", mailbox.show_html, "mailbox-html"),
    ]
if settings.DEBUG:
    urlpatterns.append(tree("styleguide/", include("marketplace.pages.shared.styleguide")))
