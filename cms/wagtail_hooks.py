"""Wagtail's menus without what is looked after elsewhere."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from tenants.registry.context import in_market

# The marketplace's own colours are those of the design system.
ELSEWHERE = {"users", "groups", "sites"}


@hooks.register("construct_settings_menu")
def leave_out_people(request: HttpRequest, menu_items: list[Any]) -> None:
    hidden = ELSEWHERE | {"theme"} if in_market() else ELSEWHERE
    menu_items[:] = [item for item in menu_items if item.name not in hidden]
