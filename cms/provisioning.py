"""The site that a new schema starts with; named in settings as provisioning steps.

Each step is idempotent: what an editor has changed since is left as it is.
"""

from typing import Any

from django.conf import settings
from wagtail.models import Page, Site

from cms.links import keep_links
from cms.models import HomePage, MarketHomePage, ThemeSettings
from cms.seeds import seed_pages
from tenants.registry.models import Retailer

PLACEHOLDER = "Welcome"
DEFAULT_PORTS = {"http": 80, "https": 443}


def seed_site() -> None:
    """Template time: a home page under the root, a site that leads to it, a plain theme."""
    if HomePage.objects.exists() or MarketHomePage.objects.exists():
        return
    _remove_welcome_page()
    home = _publish(HomePage(title=PLACEHOLDER, slug="home", body=shop_body(PLACEHOLDER)))
    seed_pages(home)
    _point_site(home, hostname="template.invalid", name=PLACEHOLDER)


def open_site(retailer: Retailer) -> None:
    """Claim time: the site gets the shop's host, its pages the shop's name."""
    home = HomePage.objects.filter(title=PLACEHOLDER).first()
    if home:
        home.title = retailer.name
        home.body = shop_body(retailer.name, lead=retailer.tagline)
        home.save_revision(log_action=False).publish(log_action=False)
    site = Site.objects.get(is_default_site=True)
    site.hostname, site.port, site.site_name = retailer.host, _port(), retailer.name
    site.save()
    keep_links()


def seed_market() -> None:
    """The marketplace's own site, in place of the shop's that its schema was cloned with."""
    if home := MarketHomePage.objects.first():
        seed_pages(home)
        return
    site = Site.objects.filter(is_default_site=True).first()
    home = _publish(MarketHomePage(title="Galleria", slug="galleria", body=market_body()))
    _point_site(home, hostname=settings.MARKET_HOST, name=settings.WAGTAIL_SITE_NAME, site=site)
    for page in HomePage.objects.all():
        page.delete()
    seed_pages(home)


def follow_template() -> None:
    """In each shop, after an upgrade: the pages that shops are seeded with by now."""
    if home := HomePage.objects.first():
        seed_pages(home)
        keep_links()


def shop_body(name: str, lead: str = "") -> list[tuple[str, Any]]:
    return [
        ("hero", _hero(title=name, lead=lead, label="See everything", link="/catalogue/")),
        ("products", _products("Featured", "featured", 8)),
        ("categories", {"title": "Browse"}),
        ("products", _products("New", "newest", 4)),
        ("opening_hours", {"title": "Opening hours", "note": ""}),
    ]


def market_body() -> list[tuple[str, Any]]:
    title = "Independent shops, one cart"
    lead = "Find it in one place, order from several shops at once."
    return [
        ("hero", _hero(title=title, lead=lead, label="Browse all products", link="/products")),
        ("categories", {"title": "Browse"}),
        ("shops", {"title": "Shops", "slugs": "", "count": 6}),
        ("newest_products", {"title": "New in the shops", "count": 8}),
    ]


def _hero(*, title: str, lead: str, label: str, link: str) -> dict[str, Any]:
    words = {"title": title, "lead": lead, "label": label, "link": link}
    return words | {"image": None, "layout": "split"}


def _products(title: str, source: str, count: int) -> dict[str, Any]:
    return {"title": title, "source": source, "category": "", "count": count}


def _remove_welcome_page() -> None:
    """The page that Wagtail's own migration makes, and the site that points to it."""
    for page in Page.get_first_root_node().get_children():
        page.delete()


def _publish(page: Page) -> Page:
    root = Page.get_first_root_node()
    page = root.add_child(instance=page)
    page.save_revision(log_action=False).publish(log_action=False)
    return page


def _point_site(page: Page, *, hostname: str, name: str, site: Site | None = None) -> None:
    site = site or Site(is_default_site=True)
    site.hostname, site.port, site.site_name = hostname, _port(), name
    site.root_page = page
    site.save()
    ThemeSettings.for_site(site)


def _port() -> int:
    """What stands in links; Wagtail leaves 80 and 443 out of them."""
    return int(settings.SITE_PORT or DEFAULT_PORTS[settings.SITE_SCHEME])
