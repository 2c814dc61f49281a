"""Countries; a customer's address book spans retailers (marketplace.accounts.Address)."""

from oscar.apps.address.abstract_models import AbstractCountry

from tenants.joints.django import without_table


class Country(AbstractCountry):
    """Where the shop may send parcels; seeded from CLDR (tenants/kernel/countries.py)."""


from oscar.apps.address.models import *
from oscar.apps.address.models import UserAddress

without_table(UserAddress)
