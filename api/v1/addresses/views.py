"""The address book of whoever asks, usable at every shop."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.inputs import Input
from api.v1 import shapes_people
from api.v1.documents_people import AddressBookDocument, BookedAddressDocument
from api.v1.me.views import MeEndpoint
from marketplace.accounts.people import address_book
from tenants.kernel.countries import country_names


class CountryField(serializers.ChoiceField):
    """Small letters do as well, though the reference does not tell."""

    default_error_messages = {"invalid_choice": "Use the two letters of ISO 3166, such as DE."}

    def __init__(self, **options: Any) -> None:
        super().__init__(sorted(country_names()), help_text="ISO 3166, two letters", **options)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data.upper() if isinstance(data, str) else data)


class BookedAddressInput(Input):
    first_name = serializers.CharField(max_length=150)
    last_name = serializers.CharField(max_length=150)
    line1 = serializers.CharField(max_length=200)
    line2 = serializers.CharField(max_length=200, required=False, allow_blank=True)
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True)
    city = serializers.CharField(max_length=120)
    state = serializers.CharField(max_length=120, required=False, allow_blank=True)
    country = CountryField()
    phone_number = serializers.CharField(max_length=20, required=False, allow_blank=True)
    is_default = serializers.BooleanField(required=False)


class AddressesView(MeEndpoint):
    problems = {"post": [address_book.BookFull]}

    @extend_schema(
        operation_id="addresses_list",
        summary="My address book, the default first",
        description="All of it: it holds at most a hundred.",
        tags=["profile"],
        responses={200: AddressBookDocument},
    )
    def get(self, request: Request) -> Response:
        book = address_book.addresses_of(self.me)
        return Response({"results": [shapes_people.address(one) for one in book]})

    @extend_schema(
        operation_id="addresses_add",
        summary="Add an address",
        description="The first of a book is its default.",
        tags=["profile"],
        request=BookedAddressInput,
        responses={201: BookedAddressDocument},
    )
    def post(self, request: Request) -> Response:
        form = BookedAddressInput(data=request.data)
        form.is_valid(raise_exception=True)
        address = address_book.add_address(user=self.me, **form.validated_data)
        return Response(shapes_people.address(address), status=201)


class AddressView(MeEndpoint):
    @extend_schema(
        operation_id="addresses_read",
        summary="One of my addresses",
        tags=["profile"],
        responses={200: BookedAddressDocument},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(shapes_people.address(address_book.get_address(user=self.me, uuid=id)))

    @extend_schema(
        operation_id="addresses_change",
        summary="Change an address",
        description="Orders that went there keep what they had. A default stays one.",
        tags=["profile"],
        request=BookedAddressInput(partial=True),
        responses={200: BookedAddressDocument},
    )
    @if_match
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        form = BookedAddressInput(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        address = address_book.change_address(user=self.me, uuid=id, **form.validated_data)
        return Response(shapes_people.address(address))

    @extend_schema(
        operation_id="addresses_remove",
        summary="Remove an address",
        description="Where the default goes, the newest of the others takes its place.",
        tags=["profile"],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, id: UUID) -> Response:  # noqa: A002
        address_book.remove_address(user=self.me, uuid=id)
        return Response(status=204)


class DefaultAddressView(MeEndpoint):
    @extend_schema(
        operation_id="addresses_set_default",
        summary="Use this address by default",
        tags=["profile"],
        request=None,
        responses={200: BookedAddressDocument},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        address = address_book.set_default(user=self.me, uuid=id)
        return Response(shapes_people.address(address))
