"""What the audit keeps, in the words of the forms: columns, values, and what things are called."""

import re
from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.audit.kinds import Kind
from marketplace.audit.models import Entry
from marketplace.discovery.models import Listing, ListingVariant
from marketplace.promotions.models import Promotion
from marketplace.purchases.models import ReturnRequest
from tenants.kernel.countries import country_name
from tenants.registry.models import Retailer
from tenants.registry.opening_hours import WEEKDAYS as WEEKDAY_NAMES
from tenants.shop.offer.models import Benefit
from tenants.shop.order import states
from tenants.staff.models import Membership

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")  # as the audit keeps them
EMPTY_DIGITS = re.compile(r"\.000$|(?<=\.\d\d)0$")  # that a column has, and its currency not
LABELS: "dict[str, StrOrPromise]" = {
    "role": _("Role"),
    "required": _("Second factor"),
    "until": _("Until"),
    "reason": _("Reason"),
    "status": _("Status"),
    "price": _("Price"),
    "currency": _("Currency"),
    "domain": _("Domain"),
    "benefit": _("What is given"),
    "value": _("Value"),
    "starts": _("Begins"),
    "ends": _("Ends"),
    "kind": _("Kind"),
    "amount": _("Amount"),
    "file": _("File"),
    "imported_rows": _("Rows imported"),
    "refused_rows": _("Rows refused"),
    "remarks": _("Remarks"),
    "created": _("New products"),
    "updated": _("Changed products"),
    "unchanged": _("Unchanged products"),
    "withheld": _("Changed, and not told here"),
    "by": _("By"),
    # Of a shop
    "name": _("Name of the shop"),
    "tagline": _("In one sentence"),
    "trade": _("Trade"),
    "language": _("Language"),
    "timezone": _("Time zone"),
    "contact_name": _("Name of a contact"),
    "contact_email": _("E-mail of the shop"),
    "contact_phone": _("Telephone"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("Town or city"),
    "state": _("Region"),
    "country": _("Country"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "publishes_email": _("Show the e-mail to everybody"),
    "publishes_phone": _("Show the telephone to everybody"),
    "publishes_address": _("Show the street and the postcode to everybody"),
    "offers_delivery": _("We deliver"),
    "offers_pickup": _("Orders can be picked up"),
    "delivery_fee": _("Delivery fee"),
    "free_delivery_over": _("Free delivery from"),
    "minimum_order": _("Minimum order"),
    "delivery_countries": _("Only to these countries"),
    "delivery_postcodes": _("Only to these postcodes"),
    "delivery_radius": _("Only up to so many kilometres from the shop"),
    "guest_order_amount": _("Guests confirm by e-mail above"),
    "guest_order_pieces": _("and above so many pieces"),
    "logo": _("Logo"),
    "special_days": _("Special days"),
    **{name: WEEKDAYS[day] for day, name in enumerate(WEEKDAY_NAMES)},
}
STATUSES: "dict[str, dict[str, StrOrPromise]]" = {
    Kind.ORDERS: states.LABELS,
    Kind.REFUNDS: dict(ReturnRequest.Status.choices),
    Kind.SHOP: dict(Retailer.Status.choices),
}
VALUES: "dict[str, dict[str, StrOrPromise]]" = {
    "role": dict(Membership.Role.choices),
    "kind": dict(ReturnRequest.Kind.choices),
    "benefit": dict(Benefit.TYPE_CHOICES),
    "by": {"password": _("Password"), "code": _("Code")},
    "withheld": LABELS,
}
COUNTRIES = frozenset({"country", "delivery_countries"})
AMOUNTS = frozenset(
    "price value amount minimum_order guest_order_amount delivery_fee free_delivery_over".split()
)


def changes_in_words(entry: Entry, clock: tzinfo) -> list[dict[str, Any]]:
    before, after = entry.before, entry.after
    names = [*before, *(name for name in after if name not in before)]
    return [
        {
            "label": _label_of(name, entry.kind),
            "before": _text(before.get(name), _word_of(name, entry.kind), clock),
            "after": _text(after.get(name), _word_of(name, entry.kind), clock),
        }
        for name in names
    ]


def _label_of(name: str, kind: str) -> "StrOrPromise":
    if name == "name" and kind != Kind.SHOP:
        return gettext("Name")
    return LABELS.get(name, name.replace("_", " "))


def names_of(entries: Iterable[Entry]) -> dict[str, str]:
    """What products, offers and vouchers are called, by UUID; three statements at most.

    What is listed nowhere has none.
    """
    rows = list(entries)
    goods, promotions = _uuids(rows, Kind.PRICES), _uuids(rows, Kind.PROMOTIONS)
    names: list[tuple[UUID, str]] = []
    if goods:
        names += Listing.objects.filter(pk__in=goods).values_list("uuid", "title")
        variants = ListingVariant.objects.filter(pk__in=goods - {row[0] for row in names})
        names += variants.values_list("uuid", "title")
    if promotions:
        names += Promotion.objects.filter(uuid__in=promotions).values_list("uuid", "name")
    return {str(uuid): name for uuid, name in names}


def _uuids(entries: Iterable[Entry], kind: str) -> set[UUID]:
    return {uuid for entry in entries if entry.kind == kind and (uuid := _uuid(entry.on))}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _word_of(name: str, kind: str) -> Callable[[str], Any]:
    if name in COUNTRIES:
        return country_name
    if name in AMOUNTS:
        return lambda value: EMPTY_DIGITS.sub("", value)
    words = STATUSES.get(kind, {}) if name == "status" else VALUES.get(name, {})
    return lambda value: words.get(value, value)


def _text(value: Any, word: Callable[[str], Any], clock: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(word(str(item))) for item in value)
    moment = parse_datetime(str(value)) if MOMENT.match(str(value)) else None
    if moment:
        return date_format(moment.astimezone(clock), "j M Y, H:i")
    return str(word(str(value)))
