"""The address book of whoever asks, usable at every shop."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.conditional import if_match
from api.examples import Example
from api.inputs import read, read_whole
from api.v1.addresses.inputs import BookedAddressInput
from api.v1.addresses.outputs import AddressBookOutput, BookedAddressOutput, show_address
from api.v1.me.views import MeEndpoint
from api.views import list_response
from marketplace.accounts.people import address_book


class AddressesView(MeEndpoint):
    problems = {"post": [address_book.BookFull]}
    examples = {
        "post": Example(
            request=("first_name", "last_name", "city", "postcode", "phone_number", "is_default")
        )
    }

    @extend_schema(
        operation_id="addresses_list",
        summary="My address book, the default first",
        description="All of it: it holds at most a hundred.",
        tags=["profile"],
        responses={200: AddressBookOutput},
    )
    def get(self, request: Request) -> Response:
        book = address_book.addresses_of(self.me)
        return list_response([show_address(address) for address in book])

    @extend_schema(
        operation_id="addresses_add",
        summary="Add an address",
        description="The first of a book is its default.",
        tags=["profile"],
        request=BookedAddressInput,
        responses={201: BookedAddressOutput},
    )
    def post(self, request: Request) -> Response:
        values = read(BookedAddressInput, request.data)
        address = address_book.add_address(user=self.me, **values)
        return Response(show_address(address), status=201)


class AddressView(MeEndpoint):
    examples = {
        "patch": Example(request=("line2",), answer={"line2": "Second floor"}),
        "put": Example(
            request=("first_name", "last_name", "line2", "city", "postcode"),
            answer={"line2": "Second floor"},
        ),
    }

    @extend_schema(
        operation_id="addresses_read",
        summary="One of my addresses",
        tags=["profile"],
        responses={200: BookedAddressOutput},
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002
        return Response(show_address(address_book.get_address(user=self.me, uuid=id)))

    @extend_schema(
        operation_id="addresses_change",
        summary="Change an address",
        description="Orders that went there keep what they had. A default stays one.",
        tags=["profile"],
        request=BookedAddressInput(partial=True),
        responses={200: BookedAddressOutput},
    )
    @if_match
    def patch(self, request: Request, id: UUID) -> Response:  # noqa: A002
        values = read(BookedAddressInput, request.data, partial=True)
        address = address_book.change_address(user=self.me, uuid=id, **values)
        return Response(show_address(address))

    @extend_schema(
        operation_id="addresses_replace",
        summary="Replace an address",
        description=(
            "What is not named is emptied. Orders that went there keep what they had. A default "
            "stays one."
        ),
        tags=["profile"],
        request=BookedAddressInput,
        responses={200: BookedAddressOutput},
    )
    @if_match
    def put(self, request: Request, id: UUID) -> Response:  # noqa: A002
        values = read_whole(BookedAddressInput, request.data)
        address = address_book.change_address(user=self.me, uuid=id, **values)
        return Response(show_address(address))

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
        responses={200: BookedAddressOutput},
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002
        address = address_book.set_default(user=self.me, uuid=id)
        return Response(show_address(address))
