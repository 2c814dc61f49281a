"""Shops, their hours, and how they hand over."""

from decimal import Decimal
from typing import Annotated, TypedDict

from django.utils import timezone

from api.outputs import Day, Moment, Url, Uuid, euros, field
from api.v1.outputs import (
    MoneyOutput,
    PageOutput,
    RetailerRefOutput,
    optional_amount,
    optional_timestamp,
    show_amount,
    show_retailer_ref,
)
from marketplace.discovery.addresses import picture_url
from marketplace.discovery.details import Delivery
from tenants.kernel.fulfilments import DELIVERY, FULFILMENTS, PICKUP
from tenants.kernel.opening_hours import Span, SpecialDays, Timetable, opening_at
from tenants.registry.models import Retailer
from tenants.registry.opening_hours import write_end

# An example of all that a shop may offer.
BOTH_WAYS = [{}, {"fulfilment": "pickup", "fee": euros("0.00"), "free_over": None}]


class DeliveryOptionOutput(TypedDict):
    fulfilment: Annotated[
        str, field("How the goods are handed over", "delivery", choices=FULFILMENTS)
    ]
    fee: Annotated[MoneyOutput, field("What it costs", euros("4.90"))]
    free_over: Annotated[
        MoneyOutput | None, field("Goods of this shop worth that much", euros("50.00"))
    ]


class SpanOutput(TypedDict):
    opens: Annotated[str, field("HH:MM, in the shop's time zone", "10:00")]
    closes: Annotated[
        str,
        field(
            "HH:MM, in the shop's time zone; 24:00 is midnight, and a time before `opens` is on "
            "the next day",
            "18:30",
        ),
    ]


class OpeningHoursOutput(SpanOutput):
    weekday: Annotated[int, field("On which it opens; 0 is Monday", 0)]


class SpecialHoursOutput(TypedDict):
    first_day: Annotated[Day, field("In the shop's time zone", "2026-12-24")]
    last_day: Annotated[Day, field("It belongs to them", "2026-12-26")]
    note: Annotated[str, field("For customers; may be empty", "Christmas")]
    hours: Annotated[list[SpanOutput], field("Of each of these days; empty: closed", [])]


class LocationOutput(TypedDict):
    latitude: Annotated[float, field("Degrees north", 52.5296)]
    longitude: Annotated[float, field("Degrees east", 13.4014)]


class DeliveryAreaOutput(TypedDict):
    countries: Annotated[list[str], field("ISO 3166; empty: every country", ["AT", "DE"])]
    postcodes: Annotated[
        list[str],
        field("Only these, if any: one, a range, or all that begin so", ["10115-10179", "12*"]),
    ]
    radius_km: Annotated[
        int | None, field("Places so far from the shop are reached too; null: no radius", None)
    ]


class HoursOutput(TypedDict):
    timezone: Annotated[str, field("An IANA name", "Europe/Berlin")]
    open_now: Annotated[bool | None, field("null: it tells no hours", True)]
    closes_at: Annotated[
        Moment | None,
        field("null: it is closed now, or open around the clock", "2026-11-20T17:30:00Z"),
    ]
    opens_at: Annotated[Moment | None, field("null: it is open now, or not within a year", None)]
    opening_hours: Annotated[
        list[OpeningHoursOutput], field("By weekday, then by hour; empty: not told")
    ]
    special_hours: Annotated[
        list[SpecialHoursOutput],
        field("Days that differ from the week, from today on; these hold instead of the weekday"),
    ]


class RetailerOutput(RetailerRefOutput, HoursOutput):
    id: Annotated[Uuid, field("The shop's id", "e1d2c3b4-a596-4877-8695-a4b3c2d1e0f9")]
    tagline: Annotated[str, field("May be empty", "Second-hand and new")]
    trade: Annotated[str, field("What it sells; may be empty", "Books")]
    logo: Annotated[Url | None, field("null: none", None)]
    currency: Annotated[str, field("Of its prices, ISO 4217", "EUR")]
    language: Annotated[str, field("Of its pages", "en")]
    city: Annotated[str, field("May be empty", "Berlin")]
    country: Annotated[str, field("ISO 3166; may be empty", "DE")]
    offers_delivery: Annotated[bool, field("Whether it sends goods", True)]
    offers_pickup: Annotated[bool, field("Whether goods can be picked up", True)]
    delivery_fee: Annotated[MoneyOutput, field("What sending costs", euros("4.90"))]
    free_delivery_over: Annotated[
        MoneyOutput | None,
        field("Goods of this shop worth that much; null: never free", euros("50.00")),
    ]
    minimum_order: Annotated[
        MoneyOutput | None, field("Goods of this shop worth that much at least; null: any", None)
    ]
    delivery_area: Annotated[DeliveryAreaOutput, field("Where it sends goods")]
    location: Annotated[LocationOutput | None, field("null: the address is not published")]


class NearRetailerOutput(RetailerOutput):
    distance: Annotated[int | None, field("Metres; null when no place was asked for", 840)]


class RetailerPageOutput(PageOutput):
    results: Annotated[list[NearRetailerOutput], field("By slug or by distance")]


class RetailerDetailOutput(RetailerOutput):
    street: Annotated[str, field("Empty: not published", "Torstraße 1")]
    postcode: Annotated[str, field("Empty: not published", "10119")]
    state: Annotated[str, field("Where its country has such; may be empty", "")]
    contact_email: Annotated[str, field("Empty: not published", "hello@northgate.example")]
    contact_phone: Annotated[str, field("Empty: not published", "+4930123456")]
    delivery_options: Annotated[
        list[DeliveryOptionOutput],
        field(
            "What the shop offers",
            BOTH_WAYS,
        ),
    ]


class DeliveryOptionsOutput(TypedDict):
    results: Annotated[
        list[DeliveryOptionOutput],
        field(
            "What the shop offers",
            BOTH_WAYS,
        ),
    ]


def show_retailer(shop: Retailer, timetable: Timetable) -> RetailerOutput:
    return {
        **show_retailer_ref(shop),
        "id": str(shop.uuid),
        "tagline": shop.tagline,
        "trade": shop.trade,
        "logo": picture_url(schema=shop.schema_name, path=shop.logo) if shop.logo else None,
        "currency": shop.currency,
        "language": shop.language,
        "city": shop.city,
        "country": shop.country,
        "offers_delivery": shop.offers_delivery,
        "offers_pickup": shop.offers_pickup,
        "delivery_fee": show_amount(shop.delivery_fee, shop.currency),
        "free_delivery_over": optional_amount(shop.free_delivery_over, shop.currency),
        "minimum_order": optional_amount(shop.minimum_order or None, shop.currency),
        "delivery_area": {
            "countries": list(shop.delivery_countries),
            "postcodes": list(shop.delivery_postcodes),
            "radius_km": shop.delivery_radius,
        },
        "location": _show_location(shop),
        **show_hours(shop, timetable),
    }


def show_near_retailer(shop: Retailer, timetable: Timetable) -> NearRetailerOutput:
    return {**show_retailer(shop, timetable), "distance": getattr(shop, "distance", None)}


def show_retailer_detail(shop: Retailer, timetable: Timetable) -> RetailerDetailOutput:
    return {
        **show_retailer(shop, timetable),
        "street": shop.contact.street,
        "postcode": shop.contact.postcode,
        "state": shop.contact.state,
        "contact_email": shop.contact.email,
        "contact_phone": shop.contact.phone,
        "delivery_options": show_delivery_options(delivery_of(shop)),
    }


def show_hours(shop: Retailer, timetable: Timetable) -> HoursOutput:
    now = timezone.now()
    opening, today = opening_at(timetable, now), timetable.today(now)
    return {
        "timezone": shop.timezone,
        "open_now": opening and opening.is_open,
        "closes_at": optional_timestamp(opening and opening.closes_at),
        "opens_at": optional_timestamp(opening and opening.opens_at),
        "opening_hours": [
            {"weekday": weekday, **_show_span(span)}
            for weekday, spans in sorted(timetable.week.items())
            for span in spans
        ],
        "special_hours": [_show_special(days) for days in timetable.special if days.last >= today],
    }


def _show_span(span: Span) -> SpanOutput:
    return {"opens": f"{span.opens:%H:%M}", "closes": write_end(span)}


def _show_special(days: SpecialDays) -> SpecialHoursOutput:
    return {
        "first_day": f"{days.first}",
        "last_day": f"{days.last}",
        "note": days.note,
        "hours": [_show_span(span) for span in days.spans],
    }


def delivery_of(shop: Retailer) -> Delivery:
    return Delivery(
        shop.offers_delivery,
        shop.offers_pickup,
        shop.delivery_fee,
        shop.free_delivery_over,
        shop.currency,
    )


def _show_location(shop: Retailer) -> LocationOutput | None:
    """Where it is to the metre tells the address."""
    if shop.latitude is None or shop.longitude is None or not shop.publishes_address:
        return None
    return {"latitude": float(shop.latitude), "longitude": float(shop.longitude)}


def show_delivery_options(delivery: Delivery) -> list[DeliveryOptionOutput]:
    """Only what the shop offers. Collecting costs nothing."""
    free, options = delivery.free_over, []
    if delivery.offers_delivery:
        options.append((DELIVERY, delivery.fee, free))
    if delivery.offers_pickup:
        options.append((PICKUP, Decimal(0), None))
    return [
        {
            "fulfilment": name,
            "fee": show_amount(fee, delivery.currency),
            "free_over": optional_amount(over, delivery.currency),
        }
        for name, fee, over in options
    ]
