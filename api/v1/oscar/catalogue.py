"""What of the catalogue a client of django-oscar-api walks through to buy something."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.links import media_url
from api.v1.oscar import documents, shapes
from api.v1.oscar.views import OscarEndpoint
from api.v1.shapes import Shape
from marketplace.discovery.details import ListingDetail, VariantDetail, read_listing
from marketplace.discovery.models import Listing, ListingVariant
from tenants.kernel.countries import country_names
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money
from tenants.kernel.rich_text import clean_html

MOST = 100


class CatalogueEndpoint(OscarEndpoint):
    is_personal = False

    def find(self, id: UUID) -> tuple[ListingDetail, VariantDetail | None]:  # noqa: A002
        """By a listing's or a variant's id; the variant is None for a parent."""
        listing = read_listing(id, retailer=self.shop.slug)
        if listing is None:
            variants = ListingVariant.objects.filter(uuid=id, listing__retailer=self.shop)
            parent = variants.values_list("listing__uuid", flat=True).first()
            listing = read_listing(parent, retailer=self.shop.slug) if parent else None
        if listing is None:
            raise NotFound("There is no such product.")
        return listing, next((one for one in listing.variants if one.uuid == id), None)

    def entry(self, id: UUID, title: str) -> Shape:  # noqa: A002
        return {"id": str(id), "title": title, "url": self.link(f"products/{id}/")}


class ProductsView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_list",
        summary="The shop's products, newest first",
        description=f"At most {MOST}; `/api/v1/products/` has pages, search and filters.",
        tags=["oscar"],
        responses={200: documents.OscarLinkDocument(many=True)},
    )
    def get(self, request: Request) -> Response:
        rows = Listing.objects.filter(retailer=self.shop, is_visible=True).order_by(
            "-created_at", "uuid"
        )
        found = rows.values_list("uuid", "title")[:MOST]
        return Response([self.entry(uuid, title) for uuid, title in found])


class ProductView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_read",
        summary="One product or variant",
        tags=["oscar"],
        responses={200: documents.OscarProductDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing, variant = self.find(id)
        schema = listing.retailer.schema_name
        return Response(
            self.entry(id, variant.title if variant else listing.title)
            | {
                "description": clean_html(listing.description),
                "structure": _structure(listing, variant),
                "categories": [step.name for step in listing.categories],
                "attributes": [
                    {"name": name, "value": str(value)}
                    for name, value in (variant.options if variant else {}).items()
                ],
                "images": [
                    {
                        "original": image.get("url") or media_url(schema, image["path"]),
                        "caption": image.get("alt") or listing.title,
                    }
                    for image in listing.images
                ],
                "options": [],
                "children": [
                    self.entry(one.uuid, one.title)
                    for one in listing.variants
                    if listing.has_variants and variant is None
                ],
                "price": self.link(f"products/{id}/price/"),
                "availability": self.link(f"products/{id}/availability/"),
            }
        )


def _structure(listing: ListingDetail, variant: VariantDetail | None) -> str:
    if not listing.has_variants:
        return "standalone"
    return "parent" if variant is None else "child"


class PriceView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_price",
        summary="What it costs now; of a parent the lowest price",
        tags=["oscar"],
        responses={200: documents.OscarPriceDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing, variant = self.find(id)
        amount = variant.price if variant else listing.price
        if amount is None:
            raise NotFound("It has no price at the moment.")
        return Response(shapes.price(Money(amount, listing.currency)))


class AvailabilityView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_availability",
        summary="Whether it can be bought now",
        tags=["oscar"],
        responses={200: documents.OscarAvailabilityDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing, variant = self.find(id)
        source = variant or listing
        return Response(
            {
                "is_available_to_buy": source.is_available,
                "num_available": source.quantity,
                "message": "Available" if source.is_available else "Unavailable",
            }
        )


class OptionsView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_options_list",
        summary="Choices at the time of buying: none, variants are products",
        tags=["oscar"],
        responses={200: documents.OscarNamedDocument(many=True)},
    )
    def get(self, request: Request) -> Response:
        return Response([])


class CountryEndpoint(CatalogueEndpoint):
    def country(self, code: str, name: str) -> Shape:
        return {
            "url": self.link(f"countries/{code}/"),
            "iso_3166_1_a2": code,
            "name": name,
            "printable_name": name,
            "is_shipping_country": True,
        }


class CountriesView(CountryEndpoint):
    @extend_schema(
        operation_id="oscar_countries_list",
        summary="Countries of an address",
        tags=["oscar"],
        responses={200: documents.OscarCountryDocument(many=True)},
    )
    def get(self, request: Request) -> Response:
        return Response([self.country(code, name) for code, name in country_names().items()])


class CountryView(CountryEndpoint):
    @extend_schema(
        operation_id="oscar_countries_read",
        summary="One country",
        tags=["oscar"],
        responses={200: documents.OscarCountryDocument},
    )
    def get(self, request: Request, code: str) -> Response:
        name = country_names().get(code)
        if name is None:
            raise NotFound("There is no such country.")
        return Response(self.country(code, name))
