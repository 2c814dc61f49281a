"""What is told to me, what I did, and a copy of all that is kept about me."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.links import market_url
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import refuse, texts
from api.v1 import samples
from api.v1.me.views import MeEndpoint
from api.v1.my_data.inputs import NotificationsInput
from api.v1.my_data.outputs import (
    ActivityPageOutput,
    ExportOutput,
    NotificationsOutput,
    show_activity,
    show_export,
    show_notifications,
)
from marketplace.activities.queries import activities_of, places_of
from marketplace.activities.services import KINDS
from marketplace.notifications import choices
from marketplace.privacy import exports
from marketplace.privacy.errors import ExportNotReady, MarketplaceOnly, NoExport
from marketplace.requests.throttles import TooManyTries

KIND = OpenApiParameter(
    "kind", str, many=True, enum=sorted(KINDS), description="Only these; repeated means or"
)


class NotificationsView(MeEndpoint):
    problems = {"patch": [choices.NotificationRequired]}

    @extend_schema(
        operation_id="me_notifications_read",
        summary="What I want to be told, and how",
        tags=["profile"],
        responses={200: NotificationsOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(show_notifications(choices.read_choices(user=self.me)))

    @extend_schema(
        operation_id="me_notifications_change",
        summary="Choose what I am told, and how",
        tags=["profile"],
        request=NotificationsInput,
        responses={200: NotificationsOutput},
    )
    def patch(self, request: Request) -> Response:
        values = read(NotificationsInput, request.data)
        choices.choose(user=self.me, wishes=values["preferences"])
        return Response(show_notifications(choices.read_choices(user=self.me)))


class ActivitiesView(MeEndpoint):
    query = PARAMETERS | {"kind"}

    @extend_schema(
        operation_id="activities_list",
        summary="What I did, newest first",
        description="Kept for a year. On a shop's host what was done there.",
        tags=["profile"],
        parameters=[KIND, CURSOR, PAGE_SIZE],
        responses={200: ActivityPageOutput},
    )
    def get(self, request: Request) -> Response:
        kinds = texts(web_request(request).GET, "kind")
        if unknown := sorted(set(kinds) - set(KINDS)):
            raise refuse("kind", gettext("Not known: %(names)s.") % {"names": ", ".join(unknown)})
        rows = activities_of(self.me, kinds, self.retailer)
        page = paginate(request, rows, field="id", descending=True)
        places = places_of(page.rows)
        results = [show_activity(activity, places) for activity in page.rows]
        return Response(page.body(results))


class ExportEndpoint(MeEndpoint):
    """At the marketplace alone: a shop's host says nothing of other shops."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.retailer is not None:
            raise MarketplaceOnly(
                gettext("Ask at %(url)s.") % {"url": market_url("/api/v1/users/me/export/")}
            )


class ExportView(ExportEndpoint):
    problems = {"get": [MarketplaceOnly, NoExport], "post": [MarketplaceOnly, TooManyTries]}
    examples = {
        "post": Example(answer={"status": "pending", "ready_at": None, "size": None, "url": None})
    }

    @extend_schema(
        operation_id="me_export_read",
        summary="How far the copy of my data is",
        tags=["profile"],
        responses={200: ExportOutput},
    )
    def get(self, request: Request) -> Response:
        return Response(show_export(exports.latest_export(user=self.me), request))

    @extend_schema(
        operation_id="me_export",
        summary="Ask for a copy of all that is kept about me",
        description="Made in the background, over all shops; an e-mail tells when it is ready.",
        tags=["profile"],
        request=None,
        responses={202: ExportOutput},
    )
    def post(self, request: Request) -> Response:
        export = exports.request_export(user=self.me)
        return Response(show_export(export, request), status=202)


class ExportDataView(ExportEndpoint):
    problems = {"get": [MarketplaceOnly, NoExport, ExportNotReady]}
    examples = {
        "get": Example(
            answer={
                "version": 1,
                "made_at": "2026-11-21T09:30:02Z",
                "account": {
                    "id": samples.ACCOUNT,
                    "email": "ada@mail.example",
                    "first_name": "Ada",
                },
                "addresses": [
                    {
                        "first_name": "Ada",
                        "last_name": "Lovelace",
                        "line1": "12 St James's Square",
                        "line2": "",
                        "postcode": "SW1Y 4JH",
                        "city": "London",
                        "state": "",
                        "country": "GB",
                        "phone_number": "+442079460000",
                        "is_default": True,
                    }
                ],
                "shops": {
                    "northgate-books": {"name": "Northgate Books", "orders": [], "reviews": []}
                },
            }
        )
    }

    @extend_schema(
        operation_id="me_export_data",
        summary="The copy itself, as JSON",
        description="Sections as in docs/privacy.md; more may be added.",
        tags=["profile"],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> HttpResponse:
        response = HttpResponse(exports.read_export(user=self.me), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="my-data.json"'
        response["Cache-Control"] = "no-store"
        return response
