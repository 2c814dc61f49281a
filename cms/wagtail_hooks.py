"""Wagtail's menus without what is looked after elsewhere, and what it asks before it acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from cms.addresses import explain_reserved, is_reserved
from tenants.registry.context import in_market

# The marketplace's own colours are those of the design system.
ELSEWHERE = {"users", "groups", "sites"}


@hooks.register("construct_settings_menu")
def leave_out_people(request: HttpRequest, menu_items: list[Any]) -> None:
    hidden = ELSEWHERE | {"theme"} if in_market() else ELSEWHERE
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("before_move_page")
def refuse_reserved(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """With the reason, as Wagtail does where the address is another page's."""
    if not is_reserved(page.slug, below=destination):
        return None
    messages.error(request, explain_reserved(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)
