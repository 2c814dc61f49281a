"""The address book."""

from typing import Annotated, TypedDict

from api.outputs import Uuid, field
from marketplace.accounts.models import Address


class BookedAddressOutput(TypedDict):
    id: Annotated[
        Uuid, field("For `customers/addresses/{id}/`", "b1946ac9-2492-4d23-a7c0-5f0e9d8c7b6a")
    ]
    first_name: Annotated[str, field("May be empty", "Ada")]
    last_name: Annotated[str, field("May be empty", "Lovelace")]
    line1: Annotated[str, field("Street and number", "12 St James's Square")]
    line2: Annotated[str, field("May be empty", "")]
    postcode: Annotated[str, field("May be empty", "SW1Y 4JH")]
    city: Annotated[str, field("The town", "London")]
    state: Annotated[str, field("May be empty", "")]
    country: Annotated[str, field("ISO 3166, two letters", "GB")]
    phone_number: Annotated[str, field("May be empty", "+442079460000")]
    is_default: Annotated[bool, field("Whether a checkout begins with it", True)]


class AddressBookOutput(TypedDict):
    results: Annotated[list[BookedAddressOutput], field("The default first")]


def show_address(address: Address) -> BookedAddressOutput:
    return {
        "id": str(address.uuid),
        "first_name": address.first_name,
        "last_name": address.last_name,
        "line1": address.line1,
        "line2": address.line2,
        "postcode": address.postcode,
        "city": address.city,
        "state": address.state,
        "country": address.country,
        "phone_number": address.phone_number,
        "is_default": address.is_default,
    }
