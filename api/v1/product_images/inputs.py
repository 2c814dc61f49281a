"""Pictures that staff put up."""

from rest_framework import serializers

from api.inputs import Input, example
from tenants.shop.catalogue.images import MOST_IMAGES


class ImageInput(Input):
    image = serializers.FileField(
        allow_empty_file=True,
        help_text="JPEG, PNG, WebP or GIF, at most 15 MB",
        style=example("(the file)"),
    )
    alt = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="What it shows",
        style=example("A mug"),
    )
    is_primary = serializers.BooleanField(
        required=False, default=False, help_text="Whether it stands first", style=example(True)
    )


class ImageChangeInput(Input):
    alt = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="What it shows",
        style=example("A mug"),
    )
    is_primary = serializers.BooleanField(
        required=False, default=False, help_text="Whether it stands first", style=example(True)
    )


class ImageOrderInput(Input):
    images = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MOST_IMAGES,
        help_text="The id of each picture once; the first is the primary one",
        style=example(["c0a8f3d2-6b1e-4f57-9a3c-2d4e6f8091a2"]),
    )
