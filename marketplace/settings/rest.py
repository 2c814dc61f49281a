"""Settings of the REST API: the frame, its tokens, its documentation."""

from datetime import timedelta
from typing import Any

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "api.schema.OperationSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.auth.BearerAuthentication",
        "api.auth.WebSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.negotiation.Negotiation",
    "DEFAULT_PARSER_CLASSES": ["api.parsers.BoundedJSONParser"],
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# The audience is made per schema by marketplace.accounts.logins.tokens.
SIMPLE_JWT: dict[str, Any] = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=7),
    "ALGORITHM": "HS256",
    "ISSUER": "galleria",
    "USER_ID_FIELD": "uuid",
    "USER_ID_CLAIM": "sub",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Galleria",
    "DESCRIPTION": (
        "One marketplace of independent shops. On the marketplace's host these operations speak "
        "of all shops, on a shop's host of that shop alone. Ids are UUIDs, money is "
        '`{"amount": "12.50", "currency": "EUR"}`, times are UTC, refusals are problem '
        "documents (RFC 9457)."
    ),
    "VERSION": "1.0.0",
    "CONTACT": {"name": "Galleria"},
    "SERVERS": [{"url": "/", "description": "The marketplace's host, or a shop's"}],
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "PREPROCESSING_HOOKS": ["api.schema.only_ours"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.openapi.complete",
        "api.aliases.describe_aliases",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ProductStatus": "tenants.shop.catalogue.edits.STATUSES",
        "ImportStatusEnum": ["queued", "running", "done", "failed"],
        "FulfilmentEnum": "tenants.kernel.fulfilments.FULFILMENTS",
        "PaymentStatus": "marketplace.payments.models.Payment.Status",
        "ExportStatus": ["pending", "ready"],
        "OrderStatus": "tenants.shop.order.states.STATUSES",
        "ReturnKind": ["return", "refund"],
        "StateEnum": ["done", "current", "upcoming", "stopped"],  # a step of an order
        "ReturnStatus": ["requested", "approved", "refused", "received", "refunded"],
    },
    "SORT_OPERATIONS": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # A token stays in the page it was typed into; no foreign server is asked about the reference.
    "SWAGGER_UI_SETTINGS": {
        "persistAuthorization": False,
        "displayRequestDuration": True,
        "validatorUrl": None,
    },
    "TAGS": [
        {"name": "auth", "description": "Accounts and tokens"},
        {"name": "catalogue", "description": "Products, categories, brands, search"},
        {"name": "retailers", "description": "The shops"},
        {"name": "imports", "description": "Catalogues as files, for a shop's staff"},
        {"name": "cart", "description": "One cart over all shops"},
        {"name": "checkout", "description": "From a cart to a purchase"},
        {"name": "orders", "description": "What was bought"},
        {"name": "profile", "description": "The account of whoever asks, and its address book"},
        {"name": "payments", "description": "Ways to pay, and what became of payments"},
        {"name": "shipping", "description": "Delivery and pickup, and what they cost"},
        {"name": "promotions", "description": "Offers and vouchers"},
        {"name": "reviews", "description": "What customers say about products"},
        {"name": "wishlist", "description": "What a customer wants to remember"},
        {"name": "audit", "description": "What was done, by whom and from where"},
        {"name": "oscar", "description": "django-oscar-api's names, on a shop's host"},
    ],
}
