"""What of the catalogue a client of django-oscar-api walks through to buy something."""

from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.v1.oscar.catalogue import outputs
from api.v1.oscar.outputs import OscarPriceOutput, show_price
from api.v1.oscar.views import OscarEndpoint
from marketplace.discovery.details import ListingDetail, VariantDetail, read_listing
from marketplace.discovery.models import Listing, ListingVariant
from marketplace.discovery.queries import NO_PRODUCT
from tenants.kernel.countries import country_names
from tenants.kernel.errors import NotFound
from tenants.kernel.money import Money

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
            raise NotFound(NO_PRODUCT)
        return listing, next((variant for variant in listing.variants if variant.uuid == id), None)


class ProductsView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_list",
        summary="The shop's products, newest first",
        description=f"At most {MOST}; `/api/v1/products/` has pages, search and filters.",
        tags=["oscar"],
        responses={200: list[outputs.OscarLinkOutput]},
    )
    def get(self, request: Request) -> Response:
        rows = Listing.objects.filter(retailer=self.shop, is_visible=True).order_by(
            "-created_at", "-uuid"
        )
        links = [
            outputs.show_link(uuid, title, link=self.link)
            for uuid, title in rows.values_list("uuid", "title")[:MOST]
        ]
        return Response(links)


class ProductView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_read",
        summary="One product or variant",
        tags=["oscar"],
        responses={200: outputs.OscarProductOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing, variant = self.find(id)
        body = outputs.show_product(listing, variant, uuid=id, link=self.link)
        return Response(body)


class PriceView(CatalogueEndpoint):
    examples = {"get": Example(answer={"excl_tax": "12.50", "incl_tax": "12.50"})}

    @extend_schema(
        operation_id="oscar_products_price",
        summary="What it costs now; of a parent the lowest price",
        tags=["oscar"],
        responses={200: OscarPriceOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing, variant = self.find(id)
        amount = variant.price if variant else listing.price
        if amount is None:
            raise NotFound(gettext("It has no price at the moment."))
        return Response(show_price(Money(amount, listing.currency)))


class AvailabilityView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_products_availability",
        summary="Whether it can be bought now",
        tags=["oscar"],
        responses={200: outputs.OscarAvailabilityOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        listing, variant = self.find(id)
        return Response(outputs.show_availability(variant or listing))


class OptionsView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_options_list",
        summary="Choices at the time of buying: none, variants are products",
        tags=["oscar"],
        responses={200: list[outputs.OscarNamedOutput]},
    )
    def get(self, request: Request) -> Response:
        return Response([])


class CountriesView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_countries_list",
        summary="Countries of an address",
        tags=["oscar"],
        responses={200: list[outputs.OscarCountryOutput]},
    )
    def get(self, request: Request) -> Response:
        countries = [
            outputs.show_country(code, name, link=self.link)
            for code, name in country_names().items()
        ]
        return Response(countries)


class CountryView(CatalogueEndpoint):
    @extend_schema(
        operation_id="oscar_countries_read",
        summary="One country",
        tags=["oscar"],
        responses={200: outputs.OscarCountryOutput},
    )
    def get(self, request: Request, code: str) -> Response:
        name = country_names().get(code)
        if name is None:
            raise NotFound(gettext("There is no such country."))
        return Response(outputs.show_country(code, name, link=self.link))
