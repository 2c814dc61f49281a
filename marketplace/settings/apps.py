"""Which app's tables live where. No app stands in both lists (docs/decisions/0001)."""

SHARED_APPS = [
    "tenants",  # before django_tenants: its own `migrate` would go around ours
    "django_tenants",
    "marketplace.runtime",
    "marketplace.requests",
    "marketplace.activities",
    "marketplace.accounts",
    "marketplace.discovery",
    "marketplace.promotions",
    "marketplace.cart",
    "marketplace.purchases",
    "marketplace.payments",
    "marketplace.notifications",
    "marketplace.privacy",
    "marketplace.pages",
    "marketplace.demo",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
]

OSCAR_APPS = [
    "tenants.shop.apps.ShopConfig",
    "tenants.shop.address.apps.AddressConfig",
    "tenants.shop.basket.apps.BasketConfig",
    "tenants.shop.catalogue.apps.CatalogueConfig",
    "tenants.shop.catalogue.reviews.apps.CatalogueReviewsConfig",
    "tenants.shop.communication.apps.CommunicationConfig",
    "tenants.shop.customer.apps.CustomerConfig",
    "tenants.shop.offer.apps.OfferConfig",
    "tenants.shop.order.apps.OrderConfig",
    "tenants.shop.partner.apps.PartnerConfig",
    "tenants.shop.shipping.apps.ShippingConfig",
    "tenants.shop.voucher.apps.VoucherConfig",
    "tenants.shop.checkout.apps.CheckoutConfig",
    "oscar.apps.search.apps.SearchConfig",
    "tenants.shop.dashboard.apps.DashboardConfig",
    "tenants.shop.dashboard.orders.apps.OrdersDashboardConfig",
    "tenants.shop.dashboard.catalogue.apps.CatalogueDashboardConfig",
    "widget_tweaks",
    "haystack",
    "django_tables2",
    "tenants.shop.rest.apps.RestConfig",
]

WAGTAIL_APPS = [
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
]

TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sites",
    "django.contrib.admin",
    "tenants.staff",
    "tenants.feeds",
    *WAGTAIL_APPS,
    *OSCAR_APPS,
    "treebeard",
]

INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
