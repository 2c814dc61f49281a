"""Pictures that a feed named, and what became of each."""

from typing import Annotated, TypedDict

from api.outputs import Uuid, field
from api.v1.outputs import PageOutput
from tenants.shop.catalogue.models import RemoteImage


class RemoteImageOutput(TypedDict):
    product: Annotated[Uuid, field("Or the variant", "9f1c2b3a-4d5e-4f60-8a7b-1c2d3e4f5a6b")]
    title: Annotated[str, field("The product's", "Teapot")]
    url: Annotated[str, field("As the feed has it", "https://img.example/teapot.jpg")]
    status: Annotated[str, field("How far it is", "failed", choices=RemoteImage.Status.values)]
    reason: Annotated[str, field("Why it is not there, or not yet", "The host answered 404.")]
    tries: Annotated[int, field("So far", 1)]
    image: Annotated[
        Uuid | None,
        field("For `products/{id}/images/`; null: not there, or removed since", None),
    ]


class RemoteImageCountsOutput(TypedDict):
    waiting: Annotated[int, field("To be fetched", 0)]
    fetched: Annotated[int, field("On their products", 412)]
    failed: Annotated[int, field("Given up, each with its reason", 1)]
    removed: Annotated[int, field("Fetched, and taken down by the staff", 0)]


class RemoteImagePageOutput(PageOutput):
    counts: Annotated[RemoteImageCountsOutput, field("Of the whole shop")]
    results: Annotated[list[RemoteImageOutput], field("As they were named")]


def show_remote_image(row: RemoteImage) -> RemoteImageOutput:
    return {
        "product": str(row.product.uuid),
        "title": row.product.get_title(),
        "url": row.url,
        "status": row.status,
        "reason": row.reason,
        "tries": row.tries,
        "image": str(row.image.uuid) if row.image else None,
    }
