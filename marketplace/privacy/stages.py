"""Who keeps something about people, by settings.PERSONAL_DATA: modules that are asked in turn.

MODELS = ("app.Model", ...)     what the module answers for; a test finds what nobody does
collect(user) -> dict           JSON of it, dates and UUIDs as they are
forget(user)                    all of it that the law does not ask to keep; may run twice
"""

from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings

from marketplace.accounts.models import User
from tenants.registry.context import use_retailer
from tenants.registry.models import Retailer
from tenants.registry.people import shops_with


class Stage(Protocol):
    MODELS: tuple[str, ...]

    def collect(self, user: User) -> dict[str, Any]: ...

    def forget(self, user: User) -> None: ...


def stages() -> list[Stage]:
    """Of what exists once."""
    return [cast(Stage, import_module(path)) for path in settings.PERSONAL_DATA]


def shop_stages() -> list[Stage]:
    """Of each shop; to be called inside its schema."""
    return [cast(Stage, import_module(path)) for path in settings.PERSONAL_DATA_IN_SHOPS]


def collect_all(*, user: User) -> dict[str, Any]:
    """Everything about a person, over all shops; a fixed number of statements for each shop."""
    data: dict[str, Any] = {}
    for stage in stages():
        data |= stage.collect(user)
    data["shops"] = {shop.slug: _collect_in(shop, user) for shop in shops_with(user)}
    return data


def _collect_in(shop: Retailer, user: User) -> dict[str, Any]:
    data: dict[str, Any] = {"name": shop.name}
    with use_retailer(shop):
        for stage in shop_stages():
            data |= stage.collect(user)
    return data
