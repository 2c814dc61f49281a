"""Whether an address is needed and whether a parcel would get there."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from marketplace.cart.models import CartBasket
from marketplace.purchases.errors import AddressNeeded
from tenants.kernel import fulfilments
from tenants.kernel.countries import country_names
from tenants.kernel.identity import normal_name, typed_phone
from tenants.kernel.names import is_visible

REQUIRED = ("first_name", "last_name", "line1", "city", "postcode", "country")
OPTIONAL = ("line2", "state", "phone_number")
# Characters, as in an account's book of addresses and in the shop's columns.
LONGEST = dict.fromkeys(REQUIRED + OPTIONAL, 200) | {"postcode": 20, "phone_number": 20}


def require_address(
    baskets: Sequence[CartBasket], values: Mapping[str, str] | None
) -> dict[str, str] | None:
    """The address, each line in its one form; None when everything is picked up.

    Raises AddressNeeded with a message for each field that is missing or not possible.
    """
    if all(basket.fulfilment == fulfilments.PICKUP for basket in baskets):
        return None
    values = values or {}
    address = {name: normal_name(str(values.get(name) or "")) for name in REQUIRED + OPTIONAL}
    address["country"] = address["country"].upper()
    address["phone_number"] = typed_phone(address["phone_number"])
    problems = _problems(address)
    if problems:
        raise AddressNeeded(
            gettext("Complete the delivery address."),
            fields={f"shipping_address.{name}": [text] for name, text in problems.items()},
        )
    return address


def _problems(address: dict[str, str]) -> dict[str, str]:
    problems = {
        name: gettext("Fill this in.") for name in REQUIRED if not is_visible(address[name])
    }
    for name, value in address.items():
        if len(value) > (longest := LONGEST[name]):
            problems[name] = gettext("Use at most %(longest)s characters.") % {"longest": longest}
    if address["country"] and address["country"] not in country_names():
        problems["country"] = gettext("Use the two letters of the country, such as DE.")
    return problems
