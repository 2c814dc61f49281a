"""What somebody looked at."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples
from marketplace.activities.services import KINDS, SIGHTINGS

AT_ONCE = 50


MEMBERS = {kind: member for kind, member in KINDS.items() if kind in SIGHTINGS}


class LookInput(Input):
    kind = serializers.ChoiceField(
        choices=sorted(SIGHTINGS), help_text="What was looked at", style=example("product_viewed")
    )
    product = serializers.UUIDField(
        required=False,
        help_text="Of `product_viewed`",
        style=example("5b1f0e9d-8c7b-4a69-9584-736251403f2e"),
    )
    category = serializers.SlugField(
        max_length=80,
        required=False,
        help_text="Of `category_viewed`: its slug",
        style=example("mugs"),
    )
    retailer = serializers.SlugField(
        max_length=63,
        required=False,
        help_text="Of `retailer_viewed`: its slug",
        style=example("northgate-books"),
    )
    search = serializers.CharField(
        max_length=100,
        required=False,
        help_text="Of `search_made`: what was typed",
        style=example("stoneware mug"),
    )
    at = serializers.DateTimeField(
        required=False,
        help_text="Within the last seven days; absent: now",
        style=example(samples.PLACED_AT),
    )

    rules: ClassVar[dict[str, Any]] = {
        "anyOf": [
            {"properties": {"kind": {"const": kind}}, "required": [member]}
            for kind, member in MEMBERS.items()
        ]
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        name = MEMBERS[attrs["kind"]]
        if name not in attrs:
            raise serializers.ValidationError({name: [gettext("Say which.")]})
        return attrs


class LogActivityInput(Input):
    events = serializers.ListField(
        child=LookInput(),
        min_length=1,
        max_length=AT_ONCE,
        help_text="Up to 50, the oldest first",
        style=example(
            [
                {
                    "kind": "product_viewed",
                    "product": "5b1f0e9d-8c7b-4a69-9584-736251403f2e",
                    "at": samples.PLACED_AT,
                },
                {"kind": "search_made", "search": "stoneware mug"},
            ]
        ),
    )
