"""Names that shops and their hosts may have."""

import re

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.kernel.identity import ascii_host
from tenants.registry.models import Domain, Retailer

# Hosts below the marketplace's own that are, or may become, something else, or that a visitor
# would take for the marketplace's.
RESERVED = frozenset(
    (
        "about abuse account accounts admin administrator api app apps assets auth bank beta "
        "billing blog buy careers cart cdn checkout cms community connect contact control "
        "dashboard default demo dev developer developers docs download email faq files ftp "
        "galleria git help helpdesk home hostmaster id imap imprint info invoice invoices jobs "
        "kyc legal live localhost log-in login logout mail market marketplace media mobile "
        "monitoring moderation mx my news noreply notifications ns ns1 ns2 oauth official "
        "operator operators order orders owner partner partners pay payment payments payout "
        "payouts platform pop pop3 portal postmaster press privacy profile public refund "
        "refunds register returns robot root sales search secure security seller sellers "
        "service services shop shops sign-in sign-up signin signup smtp spare ssl sso staff "
        "staging static stats status store support sysadmin system team template terms test "
        "trust verification verify wallet webhook webhooks webmail webmaster ws www www1 www2"
    ).split()
)
# Whose name in a host makes people type in what they should not: the coined names anywhere in it,
# those that are words too (a shop may sell stripe shirts) only as the whole of it.
PAYMENT_NAMES = frozenset(
    "adyen alipay giropay klarna mastercard paypal paytm razorpay venmo worldpay".split()
)
PAYMENT_WORDS = frozenset(
    (
        "amex americanexpress applepay googlepay ideal maestro mollie sepa sofort stripe twint "
        "visa wise"
    ).split()
)
HOST = re.compile(
    r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$"
)


class NameRefused(Refusal):
    """`fields` says which name and why."""

    code = "name-refused"
    status = 422
    title = _("This name cannot be used.")
    meaning = _("A shop's name or address is taken, reserved or malformed.")
    remedy = _("Choose another one.")


def schema_name_for(slug: str) -> str:
    """`shop_` and the slug; a slug has no underscores, so two slugs never share a schema."""
    return f"shop_{slug.replace('-', '_')}"


def require_free_slug(slug: str) -> None:
    """Raises NameRefused: kept for the marketplace, misleading, no label of a host, or taken."""
    if _is_kept(slug):
        raise NameRefused(
            fields={"slug": [gettext("This name is kept for the marketplace itself.")]}
        )
    joined = slug.replace("-", "")
    if joined in PAYMENT_WORDS or any(name in joined for name in PAYMENT_NAMES):
        raise NameRefused(fields={"slug": [gettext("A shop is not named after a way to pay.")]})
    if slug.endswith("-") or slug[2:4] == "--":
        text = gettext(
            "It begins a host name: no hyphen at its end, no two of them after two letters."
        )
        raise NameRefused(fields={"slug": [text]})
    if Retailer.objects.filter(slug=slug).exists():
        raise NameRefused(fields={"slug": [gettext("Another shop has this name already.")]})


def _is_kept(slug: str) -> bool:
    """With or without hyphens: `log-in` misleads like `login`."""
    own = {slugify(settings.OSCAR_SHOP_NAME), settings.MARKET_HOST.partition(".")[0]}
    reserved = RESERVED | own | {name.replace("-", "") for name in own}
    return slug in reserved or slug.replace("-", "") in reserved


def checked_host(host: str) -> str:
    """A custom domain in its normal form. Raises NameRefused."""
    name = ascii_host(host)
    if not HOST.match(name):
        raise NameRefused(
            fields={"domain": [gettext("Write a host name, such as shop.example.com.")]}
        )
    if name == settings.MARKET_HOST or name.endswith(f".{settings.MARKET_HOST}"):
        raise NameRefused(
            fields={"domain": [gettext("Names below the marketplace's are given by it.")]}
        )
    if Domain.objects.filter(domain=name).exists():
        raise NameRefused(fields={"domain": [gettext("This host belongs to a shop already.")]})
    return name
