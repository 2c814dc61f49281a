"""Runs what settings name as steps: by dotted path, because lower stages import no upper one.

PUBLIC_STEPS run without arguments in public, TEMPLATE_STEPS inside the template, MARKET_STEPS
inside the market, FOLLOWER_STEPS in each schema that follows the template, PROVISIONING_STEPS with
the Retailer inside the new shop's schema, in the transaction of its approval. Each is idempotent.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from tenants.registry.context import use_market, use_public, use_retailer, use_unclaimed
from tenants.registry.models import Retailer


def furnish_public() -> None:
    with use_public():
        for step in _resolve(settings.PUBLIC_STEPS):
            step()


def furnish_template() -> None:
    with use_unclaimed(settings.TEMPLATE_SCHEMA):
        for step in _resolve(settings.TEMPLATE_STEPS):
            step()


def furnish_market() -> None:
    with use_market():
        for step in _resolve(settings.MARKET_STEPS):
            step()


def furnish_follower(schema: str) -> None:
    with use_unclaimed(schema):
        for step in _resolve(settings.FOLLOWER_STEPS):
            step()


def furnish_shop(retailer: Retailer) -> None:
    with use_retailer(retailer):
        for step in _resolve(settings.PROVISIONING_STEPS):
            step(retailer)


def _resolve(paths: Iterable[str]) -> list[Callable[..., Any]]:
    return [import_string(path) for path in paths]
