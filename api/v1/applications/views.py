"""Registering as a retailer: an application, which an operator decides on."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import UnknownEndpoint
from api.headers import ShopperEndpoint
from api.inputs import Input
from api.v1.documents import Document
from marketplace.requests import throttles
from marketplace.requests.clients import client_address
from tenants.kernel.countries import country_names
from tenants.kernel.errors import Invalid
from tenants.kernel.rates import tradable_currencies
from tenants.registry.names import NameRefused
from tenants.registry.services import apply_for_shop


class ApplicationInput(Input):
    """The fields of tenants.registry.services.apply_for_shop."""

    name = serializers.CharField(max_length=120)
    slug = serializers.RegexField(
        r"^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])$",
        help_text="The beginning of the shop's host: small letters, digits, hyphens",
    )
    owner_email = serializers.EmailField(
        max_length=254, required=False, help_text="Absent: that of my account"
    )
    contact_name = serializers.CharField(max_length=120)
    contact_phone = serializers.RegexField(r"^\+[1-9][0-9]{6,14}$", required=False)
    trade = serializers.CharField(max_length=80, required=False)
    tagline = serializers.CharField(max_length=200, required=False)
    street = serializers.CharField(max_length=200, required=False)
    postcode = serializers.CharField(max_length=20, required=False)
    city = serializers.CharField(max_length=120)
    country = serializers.ChoiceField(choices=sorted(country_names()), help_text="ISO 3166-1")
    currency = serializers.ChoiceField(choices=sorted(tradable_currencies()), help_text="ISO 4217")
    language = serializers.ChoiceField(
        choices=[code for code, _ in settings.LANGUAGES],
        required=False,
        help_text="One that the marketplace speaks",
    )
    offers_delivery = serializers.BooleanField(default=True)
    offers_pickup = serializers.BooleanField(default=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["offers_delivery"] and not attrs["offers_pickup"]:
            message = "Choose delivery, pickup or both."
            raise serializers.ValidationError({"offers_delivery": [message]})
        return attrs


class ApplicationDocument(Document):
    id = serializers.UUIDField()
    slug = serializers.CharField()
    name = serializers.CharField()
    status = serializers.CharField(help_text="`applied` until an operator has decided")


class RegisterRetailerView(ShopperEndpoint):
    problems = {"post": [UnknownEndpoint, NameRefused, Invalid, throttles.TooManyTries]}

    @extend_schema(
        operation_id="register_retailer",
        summary="Apply for a shop",
        description=(
            "Makes an application, not a role: the way in comes by e-mail once an operator has "
            "approved it. On the marketplace's host."
        ),
        tags=["auth"],
        request=ApplicationInput,
        responses={201: ApplicationDocument},
    )
    def post(self, request: Request) -> Response:
        if self.retailer:
            raise UnknownEndpoint("Apply on the marketplace's host.")
        form = ApplicationInput(data=request.data)
        form.is_valid(raise_exception=True)
        owner = form.validated_data.pop("owner_email", None)
        owner = owner or (self.customer and self.customer.email)
        if not owner:
            raise serializers.ValidationError({"owner_email": ["Name the owner, or log in."]})
        throttles.hit("apply-address", client_address(request._request))
        shop = apply_for_shop(owner_email=owner, **form.validated_data)
        answer = {"id": str(shop.uuid), "slug": shop.slug, "name": shop.name}
        return Response({**answer, "status": str(shop.status)}, status=201)
