"""A look into the shared tables for platform admins; nothing is changed here.

Changes go through services, which lock, audit and tell the other stages. The tables are
registered on this site alone: no shop's staff can be given rights over them.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import Address, TokenFamily, User
from marketplace.cart.models import Cart
from marketplace.discovery.models import CategoryMapping, Listing, MarketCategory
from marketplace.payments.models import Payment
from marketplace.purchases.models import Purchase, RetailerOrder
from tenants.registry.context import in_market
from tenants.registry.models import Domain, OpeningHours, Retailer, SpecialHours


class MarketAdminSite(admin.AdminSite):
    site_header = site_title = "Galleria"
    index_title = _("Shared tables")
    site_url = "/admin-panel/"

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ours: Django's own form asks for no second factor."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or "/admin-panel/db/")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("account-password")

    def has_permission(self, request: HttpRequest) -> bool:
        return in_market() and bool(request.user.is_active and request.user.is_superuser)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without "view on site": two paths in one address take quadratic time to match."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]


class Viewer(admin.ModelAdmin[models.Model]):
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


market_admin = MarketAdminSite(name="market-admin")

COLUMNS: dict[type[models.Model], dict[str, Any]] = {
    Retailer: {"list_display": ["slug", "name", "status", "currency", "approved_at"]},
    Domain: {"list_display": ["domain", "tenant", "is_primary"]},
    OpeningHours: {"list_display": ["retailer", "weekday", "opens", "closes"]},
    SpecialHours: {"list_display": ["retailer", "first_day", "last_day", "note"]},
    User: {
        "list_display": ["email", "phone", "is_active", "date_joined"],
        "exclude": ["password", "groups", "user_permissions"],
    },
    Address: {"list_display": ["user", "city", "country"]},
    TokenFamily: {
        "list_display": ["user", "schema_name", "seen_at"],
        "exclude": ["current_jti", "previous_jti", "client"],
    },
    Cart: {"list_display": ["uuid", "user", "changed_at"]},
    MarketCategory: {"list_display": ["path", "name", "position"]},
    CategoryMapping: {"list_display": ["retailer", "shop_path", "category", "is_confirmed"]},
    Listing: {
        "list_display": ["title", "retailer", "is_visible", "price", "currency"],
        "exclude": ["search"],
    },
    Purchase: {"list_display": ["uuid", "email", "total", "currency", "placed_at"]},
    RetailerOrder: {"list_display": ["number", "retailer", "status", "payable", "currency"]},
    Payment: {"list_display": ["uuid", "method", "status", "amount_minor", "currency"]},
}

for model, options in COLUMNS.items():
    market_admin.register(model, Viewer, **({"ordering": ["-pk"]} | options))
