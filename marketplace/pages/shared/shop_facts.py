"""A shop for search engines: a schema.org Store, with when it is open.

As search engines read it: a night closes before it opens, a midnight is 23:59, and a closed day
opens and closes at 00:00.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from marketplace.pages.shared.heads import VOCABULARY, words_of
from marketplace.pages.shared.pictures import media_url
from tenants.kernel.opening_hours import MIDNIGHT, Span, SpecialDays, Timetable
from tenants.registry.models import Retailer
from tenants.registry.opening_hours import WEEKDAYS

Shape = dict[str, Any]
CLOSED = {"opens": "00:00", "closes": "00:00"}


def shop_facts(request: HttpRequest, shop: Retailer, timetable: Timetable) -> Shape:
    """What is not known, or not published, is left out."""
    absolute = request.build_absolute_uri
    today = timetable.today(timezone.now())
    tells = timetable.tells(today)
    logo = media_url(shop, shop.logo)
    facts: Shape = {
        "@context": VOCABULARY,
        "@type": "Store",
        "name": shop.name,
        "url": shop.url,
        "description": words_of(shop),
        "image": absolute(logo) if logo else "",
        "email": shop.contact.email,
        "telephone": shop.contact.phone,
        "address": _address(shop),
        "openingHoursSpecification": _week(timetable) if tells else [],
        "specialOpeningHoursSpecification": _special(timetable.special, today) if tells else [],
    }
    return {name: value for name, value in facts.items() if value}


def _address(shop: Retailer) -> Shape:
    parts = {
        "streetAddress": shop.contact.street,
        "postalCode": shop.contact.postcode,
        "addressLocality": shop.contact.city,
        "addressRegion": shop.contact.state,
        "addressCountry": shop.contact.country,
    }
    address = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", **address} if address else {}


def _week(timetable: Timetable) -> list[Shape]:
    """Days of the same span stand together."""
    days: dict[Span, list[str]] = {}
    for weekday, spans in sorted(timetable.week.items()):
        for span in spans:
            days.setdefault(span, []).append(WEEKDAYS[weekday].capitalize())
    return [_specification(span) | {"dayOfWeek": names} for span, names in days.items()]


def _special(special: Iterable[SpecialDays], today: date) -> list[Shape]:
    rows = []
    for days in special:
        bounds = {"validFrom": f"{days.first}", "validThrough": f"{days.last}"}
        spans = [_specification(span) for span in days.spans]
        spans = spans or [{"@type": "OpeningHoursSpecification", **CLOSED}]
        rows += [span | bounds for span in spans if days.last >= today]
    return rows


def _specification(span: Span) -> Shape:
    closes = "23:59" if span.closes == MIDNIGHT else f"{span.closes:%H:%M}"
    opens = f"{span.opens:%H:%M}"
    return {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes}
