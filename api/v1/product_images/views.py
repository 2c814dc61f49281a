"""The pictures of one product: everybody looks, staff of its shop put them up."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.examples import Example
from api.inputs import read
from api.parsers import BoundedMultiPartParser
from api.shops import ShopNotNamed
from api.v1.outputs import show_image
from api.v1.product_images.inputs import ImageChangeInput, ImageInput, ImageOrderInput
from api.v1.product_images.outputs import (
    ProductImageListOutput,
    ProductImageOutput,
    show_product_image,
)
from api.v1.products.views import ProductEndpoint
from api.views import list_response
from marketplace.discovery.details import ListingDetail
from tenants.kernel.errors import Invalid, NotFound
from tenants.kernel.pictures import UnusableImage
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.shop.catalogue import services
from tenants.shop.catalogue.models import ProductImage

RIGHT = "catalogue.change_product"


class ImageEndpoint(ProductEndpoint):
    def pictures(self, row: ListingDetail) -> list[ProductImageOutput]:
        """Three statements. Without pictures of its own, those that its page shows."""
        schema = row.retailer.schema_name
        shop = self.shop or Retailer.objects.get(slug=row.retailer.slug)
        with use_retailer(shop):
            own = list(images_of(row.uuid))
        images: list[tuple[UUID | None, dict[str, Any]]] = [
            (picture.uuid, {"path": str(picture.original), "alt": picture.caption})
            for picture in own
        ]
        images = images or [(None, picture) for picture in row.images]
        return [
            show_product_image(place, uuid, image)
            for place, (uuid, picture) in enumerate(images)
            if (image := show_image(picture, schema, row.title))
        ]

    def picture(self, id: UUID, image: UUID) -> ProductImageOutput:  # noqa: A002
        for picture in self.pictures(self.find(id)):
            if picture["id"] == str(image):
                return picture
        raise NotFound(gettext("This product has no such picture."))


def images_of(product: UUID) -> QuerySet[ProductImage]:
    """In the schema of the shop, the primary one first."""
    images: QuerySet[ProductImage] = ProductImage.objects.filter(product__uuid=product)
    return images.order_by("display_order", "id")


class ProductImagesView(ImageEndpoint):
    rights = {"POST": RIGHT, "PUT": RIGHT}
    problems = {
        "post": [ShopNotNamed, UnusableImage, services.TooManyImages],
        "put": [ShopNotNamed, Invalid],
    }
    examples = {"post": Example(request=("alt", "is_primary"))}

    def get_parsers(self) -> list[Any]:
        is_upload = self.request is None or self.request.method == "POST"
        return [BoundedMultiPartParser()] if is_upload else super().get_parsers()

    @extend_schema(
        operation_id="products_images",
        summary="The pictures of a product in their sizes",
        tags=["catalogue"],
        responses={200: ProductImageListOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        return list_response(self.pictures(self.find(id)))

    @extend_schema(
        operation_id="products_images_add",
        summary="Put up a picture",
        description="It is decoded, turned upright, and kept as WebP. For the shop's staff.",
        tags=["catalogue"],
        request={"multipart/form-data": ImageInput},
        responses={201: ProductImageOutput},
    )
    def post(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        values = read(ImageInput, request.data)
        with self.product(id) as product:
            picture = services.add_image(
                product=product,
                file=values["image"],
                caption=values.get("alt", ""),
                is_primary=values["is_primary"],
            )
        return Response(self.picture(id, picture.uuid), status=201)

    @if_match
    @extend_schema(
        operation_id="products_images_order",
        summary="Put the pictures of a product in order",
        description="For the shop's staff.",
        tags=["catalogue"],
        request=ImageOrderInput,
        responses={200: ProductImageListOutput},
    )
    def put(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        values = read(ImageOrderInput, request.data)
        with self.product(id) as product:
            services.order_images(product=product, images=values["images"])
        return list_response(self.pictures(self.find(id)))


class ProductImageView(ImageEndpoint):
    rights = {"PATCH": RIGHT, "DELETE": RIGHT}
    problems = {"patch": [ShopNotNamed], "delete": [ShopNotNamed]}
    examples = {"patch": Example(request=("alt", "is_primary"))}

    @extend_schema(
        operation_id="products_images_read",
        summary="One picture in its sizes",
        tags=["catalogue"],
        responses={200: ProductImageOutput},
    )
    def get(self, request: Request, id: UUID, image: UUID, **named: Any) -> Response:  # noqa: A002
        return Response(self.picture(id, image))

    @if_match
    @extend_schema(
        operation_id="products_images_change",
        summary="Say what a picture shows, or make it the primary one",
        description="For the shop's staff.",
        tags=["catalogue"],
        request=ImageChangeInput,
        responses={200: ProductImageOutput},
    )
    def patch(self, request: Request, id: UUID, image: UUID, **named: Any) -> Response:  # noqa: A002
        values = read(ImageChangeInput, request.data)
        with self.product(id):
            services.change_image(
                image=self._own(id, image),
                caption=values.get("alt"),
                is_primary=values["is_primary"],
            )
        return Response(self.picture(id, image))

    @if_match
    @extend_schema(
        operation_id="products_images_remove",
        summary="Take a picture down",
        description="For the shop's staff.",
        tags=["catalogue"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID, image: UUID, **named: Any) -> Response:  # noqa: A002
        with self.product(id):
            services.remove_image(image=self._own(id, image))
        return Response(status=204)

    def _own(self, id: UUID, image: UUID) -> ProductImage:  # noqa: A002
        picture = images_of(id).filter(uuid=image).select_related("product").first()
        if picture is None:
            raise NotFound(gettext("This product has no such picture."))
        return picture
