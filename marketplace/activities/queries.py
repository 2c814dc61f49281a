"""An account's own activities, newest first."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from marketplace.activities.models import Activity
from tenants.registry.models import Retailer


def activities_of(
    user: Any, kinds: Iterable[str] = (), retailer: Retailer | None = None
) -> QuerySet[Activity]:
    """On all hosts, or on a shop's alone; `kinds` empty: all of them. One query."""
    activities = Activity.objects.filter(user_id=user.pk)
    if retailer is not None:
        activities = activities.filter(schema_name=retailer.schema_name)
    if chosen := list(kinds):
        activities = activities.filter(kind__in=chosen)
    return activities.order_by("-id")


def places_of(activities: Iterable[Activity]) -> dict[str, str]:
    """{schema: name of the shop or of the marketplace}; one query."""
    schemas = {activity.schema_name for activity in activities}
    shops = Retailer.objects.filter(schema_name__in=schemas)
    names = dict(shops.values_list("schema_name", "name"))
    return {settings.MARKET_SCHEMA: settings.OSCAR_SHOP_NAME, **names}
