"""Names that shops and their hosts may have."""

import re

from django.conf import settings

from tenants.kernel.errors import Refusal
from tenants.models import Domain, Retailer

# Hosts below the marketplace's own that are, or may become, something else.
RESERVED = frozenset(
    [
        "account",
        "accounts",
        "admin",
        "api",
        "app",
        "assets",
        "auth",
        "billing",
        "blog",
        "cdn",
        "checkout",
        "cms",
        "dashboard",
        "default",
        "dev",
        "docs",
        "ftp",
        "galleria",
        "help",
        "imap",
        "localhost",
        "mail",
        "market",
        "marketplace",
        "media",
        "mx",
        "news",
        "ns",
        "ns1",
        "ns2",
        "payments",
        "pop",
        "postmaster",
        "public",
        "root",
        "seller",
        "shop",
        "shops",
        "smtp",
        "spare",
        "ssl",
        "staging",
        "static",
        "status",
        "support",
        "template",
        "test",
        "webmail",
        "www",
    ]
)
HOST = re.compile(
    r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$"
)


class NameRefused(Refusal):
    """`fields` says which name and why."""

    code = "name-refused"
    status = 422
    title = "This name cannot be used."


def schema_name_for(slug: str) -> str:
    """`shop_` and the slug; a slug has no underscores, so two slugs never share a schema."""
    return f"shop_{slug.replace('-', '_')}"


def require_free_slug(slug: str) -> None:
    if slug in RESERVED:
        raise NameRefused(fields={"slug": ["This name is kept for the marketplace itself."]})
    if Retailer.objects.filter(slug=slug).exists():
        raise NameRefused(fields={"slug": ["Another shop has this name already."]})


def checked_host(host: str) -> str:
    """A custom domain in its normal form. Raises NameRefused."""
    name = host.strip().lower().rstrip(".")
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not HOST.match(name):
        raise NameRefused(fields={"domain": ["Write a host name, such as shop.example.com."]})
    if name == settings.MARKET_HOST or name.endswith(f".{settings.MARKET_HOST}"):
        raise NameRefused(fields={"domain": ["Names below the marketplace's are given by it."]})
    if Domain.objects.filter(domain=name).exists():
        raise NameRefused(fields={"domain": ["This host belongs to a shop already."]})
    return name
