"""A shop's own address: as its country writes it, whole or not at all."""

from django.utils.translation import gettext

from tenants.kernel.errors import Invalid
from tenants.kernel.postal.checks import normal_address, place_problems
from tenants.registry.models import Retailer

ADDRESS = frozenset({"street", "postcode", "city", "state", "country"})


def settle_address(shop: Retailer) -> None:
    """Postcode and state in their one form.

    Raises Invalid with what its country needs and is missing, by field; of a shop that names no
    street only with what cannot be, of one that names no country nothing.
    """
    if not shop.country:
        return
    address = normal_address(shop.postal_address())
    shop.postcode, shop.state = address["postcode"], address["state"]
    problems = {
        "street" if name == "line1" else name: [text]
        for name, text in place_problems(address).items()
        if address["line1"] or address[name]
    }
    if problems:
        raise Invalid(gettext("See the fields."), fields=problems)
