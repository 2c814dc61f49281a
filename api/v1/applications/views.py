"""Registering as a retailer: an application, which an operator decides on."""

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import UnknownEndpoint
from api.examples import Example
from api.headers import ShopperEndpoint
from api.inputs import read
from api.joints.rest_framework import web_request
from api.v1.applications.inputs import ApplicationInput
from api.v1.applications.outputs import ApplicationOutput
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Invalid
from tenants.registry.names import NameRefused
from tenants.registry.services import apply_for_shop


class RegisterRetailerView(ShopperEndpoint):
    problems = {"post": [UnknownEndpoint, NameRefused, Invalid, throttles.TooManyTries]}
    examples = {"post": Example(request=("owner_email", "language"))}

    @extend_schema(
        operation_id="register_retailer",
        summary="Apply for a shop",
        description=(
            "Makes an application, not a role: the way in comes by e-mail once an operator has "
            "approved it. On the marketplace's host."
        ),
        tags=["auth"],
        request=ApplicationInput,
        responses={201: ApplicationOutput},
    )
    def post(self, request: Request) -> Response:
        if self.retailer:
            raise UnknownEndpoint(gettext("Apply on the marketplace's host."))
        values = read(ApplicationInput, request.data)
        owner = values.pop("owner_email", None)
        owner = owner or (self.customer and self.customer.email)
        if not owner:
            raise serializers.ValidationError(
                {"owner_email": [gettext("Name the owner, or log in.")]}
            )
        throttles.hit("apply-address", client_address(web_request(request)))
        shop = apply_for_shop(owner_email=owner, **values)
        body = ApplicationOutput(
            id=str(shop.uuid), slug=shop.slug, name=shop.name, status=str(shop.status)
        )
        return Response(body, status=201)
