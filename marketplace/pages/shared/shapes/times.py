"""Times as a shop's customers read them, on the marketplace's host too."""

from datetime import datetime

from django.templatetags.tz import do_timezone

from tenants.registry.models import Retailer


def shop_time(retailer: Retailer, moment: datetime) -> datetime:
    """What the clock of the shop shows; templates do not turn it into their own zone again."""
    local: datetime = do_timezone(moment, retailer.zone)
    return local
