"""How an order's goods come to the buyer: the one place that names the ways.

A further way begins here; `tenants.shop.order.states` says on which road its orders go.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DELIVERY: Final = "delivery"
PICKUP: Final = "pickup"

LABELS: Final[dict[str, Promise]] = {DELIVERY: _("Delivery"), PICKUP: _("Pickup")}
CHOICES: Final = tuple(LABELS.items())
FULFILMENTS: Final = tuple(LABELS)
