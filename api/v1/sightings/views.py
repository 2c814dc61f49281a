"""What an app tells of looking around, for the customer's own activity log."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import Input
from api.v1.documents import Document
from api.v1.me.views import MeEndpoint
from marketplace.activities.services import KINDS, SEEN
from marketplace.discovery import sightings
from marketplace.requests.throttles import TooManyTries, hit_person

AT_ONCE = 50
MEMBERS = {kind: member for kind, member in KINDS.items() if kind in SEEN}


class LookInput(Input):
    kind = serializers.ChoiceField(choices=sorted(SEEN))
    product = serializers.UUIDField(required=False, help_text="Of `product_viewed`")
    category = serializers.SlugField(
        max_length=80, required=False, help_text="Of `category_viewed`: its slug"
    )
    retailer = serializers.SlugField(
        max_length=63, required=False, help_text="Of `retailer_viewed`: its slug"
    )
    search = serializers.CharField(
        max_length=100, required=False, help_text="Of `search_made`: what was typed"
    )
    at = serializers.DateTimeField(
        required=False, help_text="Within the last seven days; absent: now"
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
            raise serializers.ValidationError({name: ["Say which."]})
        return attrs


class LogActivityInput(Input):
    events = serializers.ListField(child=LookInput(), min_length=1, max_length=AT_ONCE)


class LoggedDocument(Document):
    logged = serializers.IntegerField()
    ignored = serializers.IntegerField(
        help_text="Of things that are not here, or all: privacy.wants_suggestions is off"
    )


class LogActivityView(MeEndpoint):
    problems = {"post": [TooManyTries]}

    @extend_schema(
        operation_id="activities_log",
        summary="Tell what I looked at, up to 50 things at once",
        description=(
            "Kept in my activity log, for suggestions: only while `privacy.wants_suggestions` is "
            "on, the last 1,000, and a year at most. Switching it off forgets them."
        ),
        tags=["profile"],
        request=LogActivityInput,
        responses={200: LoggedDocument},
    )
    def post(self, request: Request) -> Response:
        form = LogActivityInput(data=request.data)
        form.is_valid(raise_exception=True)
        hit_person("log", account=self.me, request=request._request)
        looks = [_look(event) for event in form.validated_data["events"]]
        logged = sightings.log_looks(
            user=self.me,
            looks=looks,
            device=request.headers.get("User-Agent", ""),
            retailer=self.retailer,
        )
        return Response({"logged": logged, "ignored": len(looks) - logged})


def _look(event: dict[str, Any]) -> sightings.Look:
    thing: UUID | str = event[MEMBERS[event["kind"]]]
    return sightings.Look(event["kind"], str(thing), event.get("at"))
