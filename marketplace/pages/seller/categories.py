"""Where the shop's categories stand in the marketplace: suggested by words, confirmed here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from marketplace.discovery.models import CategoryMapping, MarketCategory
from marketplace.discovery.services import confirm_category, count_unmapped
from marketplace.discovery.taxonomy import OTHER
from tenants.kernel.numbers import read_whole
from tenants.staff.gates import staff_page

Shape = dict[str, Any]
LIST = "/seller/categories"


@staff_page("catalogue.change_category")
@require_safe
def list_categories(request: HttpRequest) -> HttpResponse:
    retailer = request.retailer  # type: ignore[attr-defined]
    mappings = CategoryMapping.objects.filter(retailer=retailer).order_by("shop_path", "id")
    in_other, listings = count_unmapped(retailer=retailer)
    context = {
        "rows": [_row(mapping) for mapping in mappings.select_related("category")],
        "places": _places(),
        "in_other": in_other,
        "listings_in_other": listings,
    }
    return render(request, "seller/categories.html", context)


def _row(mapping: CategoryMapping) -> Shape:
    return {
        "id": mapping.shop_category,
        "path": mapping.shop_path,
        "category": mapping.category_id,
        "is_confirmed": mapping.is_confirmed,
        "is_other": mapping.category.slug == OTHER,
    }


def _places() -> list[tuple[int, str]]:
    """(id, "Home > Kitchen") of the marketplace's taxonomy, in the order of the tree."""
    nodes = list(MarketCategory.objects.order_by("path"))
    names = {node.pk: node.name for node in nodes}
    paths: dict[int, str] = {}
    for node in nodes:
        above = paths.get(node.parent_id) if node.parent_id else None
        paths[node.pk] = f"{above} > {names[node.pk]}" if above else names[node.pk]
    return list(paths.items())


@staff_page("catalogue.change_category")
@require_POST
def confirm(request: HttpRequest, shop_category: int) -> HttpResponse:
    chosen = read_whole(request.POST.get("category", "")) or 0
    category = MarketCategory.objects.filter(pk=chosen).first()
    if category is None:
        raise Http404
    try:
        row = confirm_category(
            retailer=request.retailer,  # type: ignore[attr-defined]
            shop_category=shop_category,
            category=category,
        )
    except CategoryMapping.DoesNotExist as error:
        raise Http404 from error
    text = gettext("%(shop)s stands in %(place)s.")
    messages.success(request, text % {"shop": row.shop_path, "place": category.name})
    return redirect(LIST)
