"""Which archive each table of public goes into (docs/decisions/0044-archives.md).

A new model stands in one of these; tests/archives/test_ownership.py says so when it does not.
"""

# A shop's rows, and the way from a row to its shop: a key to it, or its schema's name. What has
# neither (an application's audit, what was done in the marketplace) goes into the market's archive.
ROWS_OF_SHOPS = {
    "tenants.Retailer": "schema_name",
    "tenants.Domain": "tenant",
    "tenants.OpeningHours": "retailer",
    "tenants.SpecialHours": "retailer",
    "tenants.DeliveryReach": "retailer",
    "audit.Entry": "retailer",
    "activities.Activity": "schema_name",
    "discovery.CategoryMapping": "retailer",
    "discovery.Listing": "retailer",
    "discovery.ListingVariant": "listing__retailer",
    "discovery.Sale": "listing__retailer",
    "discovery.ListedPrice": "retailer",
    "discovery.CategoryCount": "retailer",
    "discovery.Rewriting": "retailer",
    "promotions.Promotion": "retailer",
    "public_reviews.ReviewCopy": "retailer",
    "public_reviews.HidingRequest": "retailer",
    "public_wishlists.WishlistItem": "retailer",
    "cart.CartBasket": "retailer",
    "cart.CartLine": "basket__retailer",
    "purchases.RetailerOrder": "retailer",
    "purchases.ReturnRequest": "order__retailer",
    "purchases.ReturnLine": "request__order__retailer",
    "purchases.InvoiceSeries": "retailer",
    "purchases.Invoice": "retailer",
    "payments.Allocation": "order__retailer",
    "payments.Refund": "allocation__order__retailer",
    "payments.Receipt": "allocation__order__retailer",
    "payments.OrderConfirmation": "retailer",
}

# What people and the marketplace have, whatever shops they deal with. Logins too where they hold in
# one shop only: whoever is given a shop's archive is not given its customers' logins.
ROWS_OF_THE_MARKET = [
    "accounts.User",
    "accounts.Profile",
    "accounts.Address",
    "accounts.WebSession",
    "accounts.TokenFamily",
    "accounts.Challenge",
    "accounts.SecondFactor",
    "accounts.RecoveryCode",
    "accounts.Identity",
    "accounts.HandoffCode",
    "discovery.ExchangeRate",
    "discovery.MarketCategory",
    "discovery.FacetCount",
    "discovery.Term",
    "discovery.Rewording",
    "public_wishlists.Wishlist",
    "cart.Cart",
    "purchases.Purchase",
    "purchases.Quote",
    "payments.Payment",
    "notifications.NotificationChoice",
    "notifications.Notification",
    "privacy.PersonalExport",
    "requests.IdempotencyKey",
    "django_tasks_database.DBTaskResult",
    "tenants.PeriodicJob",
]

# What a prepared database has of its own, and counts of tries that a crash ends too.
ROWS_LEFT_OUT = ["tenants.SpareSchema", "tenants.CloneScript", "requests.ThrottleCount"]
