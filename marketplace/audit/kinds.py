"""What is written down, by the names that `tenants.registry.audit.record` takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STAFF = "staff", _("Staff")
    SUPPORT = "support", _("Support")
    SHOP = "shop", _("Shop")
    PRICES = "prices", _("Prices")
    PROMOTIONS = "promotions", _("Offers and vouchers")
    REVIEWS = "reviews", _("Reviews")
    ORDERS = "orders", _("Orders")
    REFUNDS = "refunds", _("Cash, returns and refunds")
    EXPORTS = "exports", _("Imports and exports")
    LOGINS = "logins", _("Logins")
    ACCOUNTS = "accounts", _("Accounts")


# Whoever has an account is a customer of every shop: these are no shop's business, but for the
# logins of its staff on its own host.
OF_PEOPLE = frozenset({Kind.LOGINS, Kind.ACCOUNTS})

LABELS = {
    "member.invited": (Kind.STAFF, _("Invited somebody")),
    "member.uninvited": (Kind.STAFF, _("Withdrew an invitation")),
    "member.added": (Kind.STAFF, _("Somebody joined the staff")),
    "member.changed": (Kind.STAFF, _("Changed a role")),
    "member.removed": (Kind.STAFF, _("Somebody left the staff")),
    "second_factor.required": (Kind.STAFF, _("Demanded a second factor, or no more")),
    "support.granted": (Kind.SUPPORT, _("Access for support began")),
    "support.ended": (Kind.SUPPORT, _("Access for support was ended")),
    "support.expired": (Kind.SUPPORT, _("Access for support was over")),
    "support.read": (Kind.SUPPORT, _("Looked at a page for support")),
    "support.sent": (Kind.SUPPORT, _("Did something for support")),
    "shop.applied": (Kind.SHOP, _("Applied for the shop")),
    "shop.approved": (Kind.SHOP, _("Approved the shop")),
    "shop.declined": (Kind.SHOP, _("Declined the application")),
    "shop.suspended": (Kind.SHOP, _("Suspended the shop")),
    "shop.opened": (Kind.SHOP, _("Opened the shop")),
    "shop.active": (Kind.SHOP, _("Resumed the shop")),  # of before
    "shop.resumed": (Kind.SHOP, _("Resumed the shop")),
    "shop.released": (Kind.SHOP, _("Resumed the shop before it was opened")),
    "shop.closed": (Kind.SHOP, _("Closed the shop")),
    "shop.purged": (Kind.SHOP, _("Removed the shop's data")),
    "shop.changed": (Kind.SHOP, _("Changed the shop's details")),
    "hours.changed": (Kind.SHOP, _("Changed the opening hours")),
    "domain.added": (Kind.SHOP, _("Added a domain")),
    "domain.removed": (Kind.SHOP, _("Removed a domain")),
    "price.changed": (Kind.PRICES, _("Changed a price")),
    "offer.created": (Kind.PROMOTIONS, _("Made an offer")),
    "offer.ended": (Kind.PROMOTIONS, _("Ended an offer")),
    "voucher.created": (Kind.PROMOTIONS, _("Made a voucher")),
    "voucher.ended": (Kind.PROMOTIONS, _("Ended a voucher")),
    "review.hiding-asked": (Kind.REVIEWS, _("Asked the marketplace to hide a review")),
    "review.hiding-withdrawn": (Kind.REVIEWS, _("Withdrew the request to hide a review")),
    "review.reports-settled": (Kind.REVIEWS, _("Settled the reports of a review")),
    "review.hidden": (Kind.REVIEWS, _("Hid a review")),
    "review.kept": (Kind.REVIEWS, _("Decided that a review is visible")),
    "order.moved": (Kind.ORDERS, _("Moved an order")),
    "return.answered": (Kind.REFUNDS, _("Answered a return")),
    "refund.paid": (Kind.REFUNDS, _("Paid back by hand")),
    "cash.received": (Kind.REFUNDS, _("Marked cash as paid")),
    "cash.undone": (Kind.REFUNDS, _("Took back that cash was paid")),
    "import.ended": (Kind.EXPORTS, _("Imported products")),
    "shop.data-taken": (Kind.EXPORTS, _("Took a copy of the shop's data")),
    "copy.requested": (Kind.ACCOUNTS, _("Asked for a copy of her own data")),
    "copy.taken": (Kind.ACCOUNTS, _("Took the copy of her own data")),
    "login.succeeded": (Kind.LOGINS, _("Logged in")),
    "login.failed": (Kind.LOGINS, _("A login failed")),
    "second_factor.failed": (Kind.LOGINS, _("A second factor was wrong")),
    "password.changed": (Kind.ACCOUNTS, _("Set a password")),
    "email.changed": (Kind.ACCOUNTS, _("Changed the e-mail address")),
    "second_factor.on": (Kind.ACCOUNTS, _("Set up a second factor")),
    "second_factor.off": (Kind.ACCOUNTS, _("Took a second factor away")),
    "second_factor.reset": (Kind.ACCOUNTS, _("Reset somebody's second factor")),
    "account.erased": (Kind.ACCOUNTS, _("Erased the account")),
}
