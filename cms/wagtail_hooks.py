"""Wagtail's menus without what is looked after elsewhere, and what it asks before it acts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from cms.addresses import explain_reserved, is_reserved
from cms.placeholders import explain_placeholders
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


@hooks.register("before_bulk_action")
def refuse_unfilled(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Many published at once pass no form that would say it."""
    if request.method != "POST" or action_type != "publish":
        return None
    reasons = [_unfilled(page) for page in objects if isinstance(page, Page)]
    for reason in filter(None, reasons):
        messages.error(request, reason)
    return redirect(action.next_url) if any(reasons) else None


def _unfilled(page: Page) -> str:
    draft = page.specific.get_latest_revision_as_object()
    explanation = explain_placeholders(draft.body) if getattr(draft, "purpose", "") else ""
    return f"{draft.title}: {explanation}" if explanation else ""
