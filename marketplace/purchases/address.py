"""Whether an address is needed and whether a parcel would get there."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from marketplace.cart.models import CartBasket
from marketplace.purchases.errors import AddressNeeded
from tenants.kernel import fulfilments
from tenants.kernel.postal.checks import normal_address, problems_of


def require_address(
    baskets: Sequence[CartBasket], values: Mapping[str, str] | None
) -> dict[str, str] | None:
    """The address, each line in its one form; None when everything is picked up.

    Raises AddressNeeded with a message for each field that is missing or not possible.
    """
    if all(basket.fulfilment == fulfilments.PICKUP for basket in baskets):
        return None
    address = normal_address(values or {})
    problems = problems_of(address)
    if problems:
        raise AddressNeeded(
            gettext("Complete the delivery address."),
            fields={f"shipping_address.{name}": [text] for name, text in problems.items()},
        )
    return address
