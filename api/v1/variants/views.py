"""The variants of one product: everybody looks, staff of its shop write."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.examples import Example
from api.inputs import read
from api.shops import ShopNotNamed
from api.v1.products.views import CHANGING_PARTS, ProductEndpoint
from api.v1.variants.inputs import VariantChangeInput, VariantInput
from api.v1.variants.outputs import VariantListOutput, VariantOutput, show_variant, show_variants
from api.views import list_response
from tenants.kernel.errors import Invalid, NotFound
from tenants.shop.catalogue import edits
from tenants.shop.catalogue.duplicates import OptionsTaken
from tenants.shop.catalogue.services import archive_product
from tenants.shop.partner.services import HasOpenStock, InvalidPrice


class VariantEndpoint(ProductEndpoint):
    def show_variant(self, id: UUID, variant: UUID) -> VariantOutput:  # noqa: A002
        row = self.find(id)
        for own in row.variants if row.has_variants else []:
            if own.uuid == variant:
                return show_variant(own, row.retailer.schema_name)
        raise NotFound(gettext("This product has no such variant."))


class ProductVariantsView(VariantEndpoint):
    rights = {"POST": "catalogue.add_product"}
    problems = {"post": [ShopNotNamed, Invalid, InvalidPrice, HasOpenStock, OptionsTaken]}
    examples = {"post": Example(request=("price", "on_hand", "sku"))}

    @extend_schema(
        operation_id="products_variants",
        summary="The variants of a product",
        tags=["catalogue"],
        responses={200: VariantListOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        return list_response(show_variants(self.find(id)))

    @extend_schema(
        operation_id="products_variants_add",
        summary="Add a variant to a product",
        description=(
            "By its first variant a simple product loses price and stock of its own. "
            "For the shop's staff."
        ),
        tags=["catalogue"],
        request=VariantInput,
        responses={201: VariantOutput},
    )
    def post(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        values = read(VariantInput, request.data)
        with self.product(id) as parent:
            variant = edits.add_variant(product=parent, values=values)
        return Response(self.show_variant(id, variant.uuid), status=201)


class ProductVariantView(VariantEndpoint):
    rights = {"PATCH": "catalogue.change_product", "DELETE": "catalogue.delete_product"}
    problems = {"patch": [*CHANGING_PARTS, OptionsTaken], "delete": [ShopNotNamed]}
    examples = {"patch": Example(request=("price",))}

    @extend_schema(
        operation_id="products_variants_read",
        summary="One variant of a product",
        tags=["catalogue"],
        responses={200: VariantOutput},
    )
    def get(self, request: Request, id: UUID, variant: UUID, **named: Any) -> Response:  # noqa: A002
        return Response(self.show_variant(id, variant))

    @if_match
    @extend_schema(
        operation_id="products_variants_change",
        summary="Change some of a variant",
        description="For the shop's staff.",
        tags=["catalogue"],
        request=VariantChangeInput,
        responses={200: VariantOutput},
    )
    def patch(self, request: Request, id: UUID, variant: UUID, **named: Any) -> Response:  # noqa: A002
        values = read(VariantChangeInput, request.data)
        with self.product(variant, parent=id) as product:
            edits.change(product=product, values=values)
        return Response(self.show_variant(id, variant))

    @if_match
    @extend_schema(
        operation_id="products_variants_archive",
        summary="Take a variant from sale for good",
        description="For the shop's staff.",
        tags=["catalogue"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID, variant: UUID, **named: Any) -> Response:  # noqa: A002
        with self.product(variant, parent=id) as product:
            archive_product(product=product)
        return Response(status=204)
