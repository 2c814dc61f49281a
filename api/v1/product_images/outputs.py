"""A product's pictures in their sizes."""

from typing import Annotated, TypedDict
from uuid import UUID

from api.outputs import Uuid, field
from api.v1.outputs import ImageOutput


class ProductImageOutput(ImageOutput):
    id: Annotated[
        Uuid | None,
        field("null: it is a variant's", "c0a8f3d2-6b1e-4f57-9a3c-2d4e6f8091a2"),
    ]
    is_primary: Annotated[bool, field("Whether it stands first", True)]


class ProductImageListOutput(TypedDict):
    results: Annotated[list[ProductImageOutput], field("The primary one first")]


def show_product_image(place: int, uuid: UUID | None, image: ImageOutput) -> ProductImageOutput:
    """`place` 0 is the primary one."""
    return {**image, "id": str(uuid) if uuid else None, "is_primary": place == 0}
