"""What became of the pictures that a shop's imports named; for its staff."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import choice
from api.shops import ShopEndpoint, ShopNotNamed
from api.v1.remote_images.outputs import (
    RemoteImageCountsOutput,
    RemoteImagePageOutput,
    show_remote_image,
)
from marketplace.requests.throttles import TooManyTries, hit
from tenants.registry.context import use_retailer
from tenants.shop.catalogue import remote_images
from tenants.shop.catalogue.models import RemoteImage
from tenants.shop.catalogue.tasks import fetch_failed

STATUSES = RemoteImage.Status.values


class RemoteImageEndpoint(ShopEndpoint):
    is_hidden = True
    is_personal = True
    rights = {
        "GET": "feeds.view_importjob",
        "HEAD": "feeds.view_importjob",
        "POST": "feeds.add_importjob",
    }


class RemoteImagesView(RemoteImageEndpoint):
    query = PARAMETERS | {"status"}
    problems = {"get": [403, 404, ShopNotNamed]}

    @extend_schema(
        operation_id="remote_images_list",
        summary="Pictures that imports named by their addresses",
        description=(
            "They are fetched in the background and become pictures of their products. "
            "For the shop's staff."
        ),
        tags=["imports"],
        parameters=[OpenApiParameter("status", str, enum=STATUSES), CURSOR, PAGE_SIZE],
        responses={200: RemoteImagePageOutput},
    )
    def get(self, request: Request, **named: Any) -> Response:
        status = choice(web_request(request).GET, "status", STATUSES) or ""
        with use_retailer(self.own_shop):
            counts = remote_images.count_images()
            page = paginate(request, remote_images.images_named(status=status), field="id")
        results = [show_remote_image(row) for row in page.rows]
        return Response({**page.body(results), "counts": counts})


class RemoteImagesRetryView(RemoteImageEndpoint):
    problems = {"post": [404, ShopNotNamed, TooManyTries]}

    @extend_schema(
        operation_id="remote_images_retry",
        summary="Try the pictures that failed again",
        description="Answers at once; they are fetched in the background. For the shop's staff.",
        tags=["imports"],
        request=None,
        responses={202: RemoteImageCountsOutput},
    )
    def post(self, request: Request, **named: Any) -> Response:
        hit("import-shop", self.own_shop.slug)
        with use_retailer(self.own_shop):
            fetch_failed()
            return Response(remote_images.count_images(), status=202)
