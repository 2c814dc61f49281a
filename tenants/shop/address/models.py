"""Countries; a customer's address book spans retailers (marketplace.accounts.Address)."""

from oscar.apps.address.models import *  # noqa: F403
from oscar.apps.address.models import UserAddress

from tenants.shop.tableless import without_table

without_table(UserAddress)
