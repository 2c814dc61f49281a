"""What the frame around every page shows; each part is asked for only where it is used."""

from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from marketplace.cart.queries import count_items
from marketplace.discovery.addresses import category_path
from marketplace.discovery.queries import roots_with_goods
from marketplace.pages.shared.links import to_market
from marketplace.pages.shared.pictures import logo_of
from marketplace.pages.shared.shoppers import shopper_of
from marketplace.pages.shop.frame import MOST_CATEGORIES, ShopFrame, read_frame
from marketplace.pages.shop.opening_hours import hours_of
from tenants.registry.context import in_market
from tenants.registry.models import Retailer
from tenants.staff.roles import MAY_OPEN
from tenants.staff.workplaces import workplaces

Shape = dict[str, Any]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`{{ chrome.cart_count }}` and so on, as templates/base_*.html read it."""
    return {"chrome": Chrome(request)}


class Chrome:
    """Error pages are rendered before there is a session or a schema: then nobody is logged in."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.retailer: Retailer | None = getattr(request, "retailer", None)
        self.kind = "shop" if self.retailer else "market"
        self.base = f"base_{self.kind}.html"
        self.theme_url = "/theme.css"

    @property
    def _user(self) -> Any:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def name(self) -> str:
        return self.retailer.name if self.retailer else settings.OSCAR_SHOP_NAME

    @property
    def tagline(self) -> str:
        return self.retailer.tagline if self.retailer else ""

    @cached_property
    def logo(self) -> Shape | None:
        return logo_of(self.retailer) if self.retailer else None

    @cached_property
    def links(self) -> dict[str, str]:
        urls = {
            "products": "/catalogue/" if self.retailer else "/products",
            "search": "/search",
            "suggest": "/search/suggestions",
            "retailers": "/retailers",
            "cart": "/cart",
            "login": self._login_url(),
            "logout": "/auth/logout",
            "apply": "/seller/register",
        }
        account = "/account" if self.retailer else "/profile"
        return urls | {"account": account, "orders": f"{account}/orders"}

    def _login_url(self) -> str:
        path = self.request.path
        stays = self.request.method == "GET" and not path.startswith(("/auth/", "/handoff/"))
        return f"/auth/login?next={quote(path)}" if stays and path != "/" else "/auth/login"

    @property
    def search_label(self) -> str:
        if self.retailer:
            return gettext("Search %(shop)s") % {"shop": self.retailer.name}
        return gettext("Search all shops")

    @property
    def account(self) -> Shape | None:
        user = self._user
        return {"name": user.get_short_name()} if user else None

    @cached_property
    def cart_count(self) -> int:
        """One statement for whoever has a login or a cart's cookie, none for others.

        A page that has read the cart says so in `request.cart_count`.
        """
        count = getattr(self.request, "cart_count", None)
        if count is not None:
            return int(count)
        return count_items(shopper_of(self.request)) if hasattr(self.request, "user") else 0

    @cached_property
    def categories(self) -> list[Shape]:
        """The marketplace's first level, as far as something is for sale there; one statement."""
        if self.retailer or not in_market():
            return []
        current = self.request.GET.get("category", "")
        return [
            {
                "name": root.name,
                "url": f"/products?category={root.slug}",
                "current": root.slug == current,
            }
            for root in roots_with_goods()[:MOST_CATEGORIES]
        ]

    @cached_property
    def _frame(self) -> ShopFrame | None:
        """The menu and the hours in one statement; None where no shop's schema is entered."""
        shop = self.retailer
        is_shown = shop and (shop.is_active or self.previews)
        return read_frame(shop) if shop and is_shown else None

    @cached_property
    def previews(self) -> bool:
        """Whether the shop is not opened yet, and who looks works there."""
        user = self._user
        return bool(self.retailer and self.retailer.is_coming and user and user.membership)

    @property
    def may_open(self) -> bool:
        return self.previews and self._user.has_perm(MAY_OPEN)

    @cached_property
    def nav(self) -> list[Shape]:
        """A shop's own first level."""
        if self._frame is None:
            return []
        path = self.request.path
        urls = [(gettext("All products"), "/catalogue/")]
        urls += [(name, category_path(slug, pk)) for name, slug, pk in self._frame.categories]
        return [{"title": name, "url": url, "current": url == path} for name, url in urls]

    @cached_property
    def _site_links(self) -> list[Shape]:
        """Of a shop from its row; the market's are remembered."""
        if self.retailer:
            links: list[Shape] = self.retailer.site_links
        else:
            links = import_string(settings.MARKET_LINKS)() if in_market() else []
        path = f"{self.request.path.rstrip('/')}/"
        return [link | {"url": link["path"], "current": link["path"] == path} for link in links]

    @property
    def header_pages(self) -> list[Shape]:
        return [link for link in self._site_links if link["in_header"]]

    @property
    def footer_pages(self) -> list[Shape]:
        """Those with a purpose stand below them."""
        return [
            link
            for link in self._site_links
            if (link["in_footer"] or link["in_header"]) and not link["purpose"]
        ]

    @property
    def legal_pages(self) -> list[Shape]:
        return [link for link in self._site_links if link["purpose"]]

    @cached_property
    def market(self) -> Shape:
        return {
            "name": settings.OSCAR_SHOP_NAME,
            "url": to_market(self.request),
            "orders_url": to_market(self.request, "/profile/orders"),
        }

    @property
    def contact(self) -> Shape | None:
        shop = self.retailer
        if shop is None:
            return None
        contact = shop.contact
        address = "\n".join(contact.lines)
        details = {"email": contact.email, "phone": contact.phone, "address": address}
        return details if any(details.values()) else None

    @cached_property
    def opening_hours(self) -> Shape:
        return hours_of(self._frame.timetable) if self._frame else {}

    @cached_property
    def account_nav(self) -> list[Shape]:
        path = self.request.path.rstrip("/")
        pages = [
            (gettext("Details"), "account"),
            (gettext("Orders"), "account-orders"),
            (gettext("Wishlist"), "account-wishlist"),
            (gettext("Addresses"), "account-addresses"),
            (gettext("Preferences"), "account-preferences"),
            (gettext("Devices"), "account-sessions"),
            (gettext("Two-step login"), "account-second-factor"),
            (gettext("Activity"), "account-activity"),
            (gettext("Your data"), "account-data"),
        ]
        urls = [(title, reverse(name)) for title, name in pages]
        return [{"title": title, "url": url, "current": url == path} for title, url in urls]

    @cached_property
    def works_at_shops(self) -> bool:
        """On the marketplace's host, of who works at some shop: for the profile's page alone."""
        return self.retailer is None and self._user is not None and bool(workplaces(self._user))

    @cached_property
    def staff_links(self) -> list[Shape]:
        """Where the current account works on this host; none for customers."""
        user = self._user
        if user is None or not user.is_staff:
            return []
        if self.retailer is None:
            return [{"title": gettext("Operators' desk"), "url": "/admin-panel/", "icon": "shield"}]
        return _desk_links(user)


def _desk_links(user: Any) -> list[Shape]:
    links = []
    if user.has_perm("order.view_order"):
        links.append({"title": gettext("Orders"), "url": "/seller/orders", "icon": "receipt"})
    if user.has_perm("wagtailadmin.access_admin"):
        links.append({"title": gettext("Pages"), "url": "/cms/", "icon": "edit"})
    if user.has_perm("catalogue.change_product"):
        links.append({"title": gettext("Products"), "url": "/dashboard/", "icon": "tag"})
    return links
