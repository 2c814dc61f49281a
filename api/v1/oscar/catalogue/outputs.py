"""What of the catalogue django-oscar-api answers."""

from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext

from api.outputs import Url, field
from api.v1 import samples
from api.v1.oscar.outputs import Link
from marketplace.discovery.addresses import picture_url
from marketplace.discovery.details import ListingDetail, VariantDetail
from tenants.kernel.rich_text import clean_html


class OscarLinkOutput(TypedDict):
    id: Annotated[str, field("The product's or variant's id", samples.VARIANT)]
    title: Annotated[str, field("The product's name", "Stoneware mug")]
    url: Annotated[
        Url, field("Its address here", f"{samples.SHOP}/api/v1/oscar/products/{samples.VARIANT}/")
    ]


class OscarNamedOutput(TypedDict):
    name: Annotated[str, field("Such as `Colour`", "Colour")]
    value: Annotated[str, field("Such as `Blue`", "Blue")]


class OscarPictureOutput(TypedDict):
    original: Annotated[
        Url,
        field("The largest", f"{samples.MARKET}/media/shop_northgate_books/products/5e/a-640.webp"),
    ]
    caption: Annotated[str, field("What it shows", "A mug")]


class OscarProductOutput(OscarLinkOutput):
    description: Annotated[
        str, field("HTML with harmless markup alone", "<p>Holds 0.3 litres.</p>")
    ]
    structure: Annotated[
        str,
        field(
            "A `parent` has `children`, which are bought",
            "child",
            choices=["standalone", "parent", "child"],
        ),
    ]
    categories: Annotated[list[str], field("From the widest to its own", ["Home", "Mugs"])]
    attributes: Annotated[list[OscarNamedOutput], field("What makes this variant")]
    images: Annotated[list[OscarPictureOutput], field("The first one first")]
    options: Annotated[list[dict[str, Any]], field("Empty: variants are products", [])]
    children: Annotated[list[OscarLinkOutput], field("A parent's variants", [])]
    price: Annotated[
        Url,
        field(
            "Where its price is", f"{samples.SHOP}/api/v1/oscar/products/{samples.VARIANT}/price/"
        ),
    ]
    availability: Annotated[
        Url,
        field(
            "Where its stock is",
            f"{samples.SHOP}/api/v1/oscar/products/{samples.VARIANT}/availability/",
        ),
    ]


class OscarAvailabilityOutput(TypedDict):
    is_available_to_buy: Annotated[bool, field("Whether it can be bought now", True)]
    num_available: Annotated[int | None, field("Pieces; null: not counted", 4)]
    message: Annotated[str, field("The same for people", "Available")]


class OscarCountryOutput(TypedDict):
    url: Annotated[Url, field("Its address here", f"{samples.SHOP}/api/v1/oscar/countries/GB/")]
    iso_3166_1_a2: Annotated[str, field("Two letters", "GB")]
    name: Annotated[str, field("In English", "United Kingdom")]
    printable_name: Annotated[str, field("As `name`", "United Kingdom")]
    is_shipping_country: Annotated[bool, field("Always true", True)]


def show_link(uuid: UUID, title: str, *, link: Link) -> OscarLinkOutput:
    return {"id": str(uuid), "title": title, "url": link(f"products/{uuid}/")}


def show_product(
    listing: ListingDetail, variant: VariantDetail | None, *, uuid: UUID, link: Link
) -> OscarProductOutput:
    """Of a listing, or of one of its variants."""
    options = variant.options if variant else {}
    is_parent = listing.has_variants and variant is None
    return {
        **show_link(uuid, variant.title if variant else listing.title, link=link),
        "description": clean_html(listing.description),
        "structure": _structure(listing, variant),
        "categories": [step.name for step in listing.categories],
        "attributes": [{"name": name, "value": str(value)} for name, value in options.items()],
        "images": [_show_picture(listing, image) for image in listing.images],
        "options": [],
        "children": [
            show_link(child.uuid, child.title, link=link)
            for child in (listing.variants if is_parent else [])
        ],
        "price": link(f"products/{uuid}/price/"),
        "availability": link(f"products/{uuid}/availability/"),
    }


def _structure(listing: ListingDetail, variant: VariantDetail | None) -> str:
    if not listing.has_variants:
        return "standalone"
    return "parent" if variant is None else "child"


def _show_picture(listing: ListingDetail, image: dict[str, Any]) -> OscarPictureOutput:
    schema = listing.retailer.schema_name
    return {
        "original": image.get("url") or picture_url(schema=schema, path=image["path"]),
        "caption": image.get("alt") or listing.title,
    }


def show_availability(source: ListingDetail | VariantDetail) -> OscarAvailabilityOutput:
    return {
        "is_available_to_buy": source.is_available,
        "num_available": source.quantity,
        "message": gettext("Available") if source.is_available else gettext("Unavailable"),
    }


def show_country(code: str, name: str, *, link: Link) -> OscarCountryOutput:
    return {
        "url": link(f"countries/{code}/"),
        "iso_3166_1_a2": code,
        "name": name,
        "printable_name": name,
        "is_shipping_country": True,
    }
