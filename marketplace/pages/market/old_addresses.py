"""Addresses of before that lead to where a thing is now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.pages.shared.links import with_query


@require_safe
def lead_to_tables(request: HttpRequest, path: str = "") -> HttpResponse:
    """`/db-admin/`: the shared tables for operators, who are asked for there."""
    return redirect(with_query(request, reverse("market-admin:index") + path.lstrip("/")))
