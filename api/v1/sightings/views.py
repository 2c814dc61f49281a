"""What an app tells of looking around, for the customer's own activity log."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.me.views import MeEndpoint
from api.v1.sightings.inputs import MEMBERS, LogActivityInput
from api.v1.sightings.outputs import LoggedOutput
from marketplace.discovery import sightings
from marketplace.requests.throttles import TooManyTries, hit_person


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
        responses={200: LoggedOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(LogActivityInput, request.data)
        hit_person("log", account=self.me, request=web_request(request))
        looks = [_look(event) for event in values["events"]]
        logged = sightings.log_looks(
            user=self.me,
            looks=looks,
            device=request.headers.get("User-Agent", ""),
            retailer=self.retailer,
        )
        return Response(LoggedOutput(logged=logged, ignored=len(looks) - logged))


def _look(event: dict[str, Any]) -> sightings.Look:
    thing: UUID | str = event[MEMBERS[event["kind"]]]
    return sightings.Look(event["kind"], str(thing), event.get("at"))
