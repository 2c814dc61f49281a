"""What a shop sells, with price and stock at hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.pages.seller.offers import OfferForm, Rights, change_offer, form_for
from marketplace.pages.seller.pagination import page_of, pages_of
from marketplace.pages.shared.pictures import media_url
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.registry.models import Retailer
from tenants.shop.catalogue.models import Product, ProductImage
from tenants.shop.partner.models import StockRecord
from tenants.staff.gates import staff_page

Shape = dict[str, Any]
LIST = "/seller/products"
LOW_STOCK = 5
VIEWS = {
    "": _("On sale"),
    "low": _("Low stock"),
    "hidden": _("Hidden"),
    "archived": _("Archived"),
}


@staff_page("partner.view_stockrecord")
@require_safe
def list_products(request: HttpRequest) -> HttpResponse:
    chosen, words = request.GET.get("view", ""), request.GET.get("q", "").strip()
    page = page_of(request, _search_products(chosen, words))
    rights = Rights.of(request.user)
    context = {
        "rows": [row for product in page for row in _rows(request, product, rights)],
        "views": [
            {"label": label, "url": f"?view={key}" if key else "?", "current": key == chosen}
            for key, label in VIEWS.items()
        ],
        "pages": pages_of(request, page),
        "chosen": chosen,
        "words": words,
        "count": page.paginator.count,
        "may_add": request.user.has_perm("catalogue.add_product"),
    }
    return render(request, "seller/products.html", context)


def low_stock() -> QuerySet[StockRecord]:
    """Counted stock of products on sale, of which LOW_STOCK or fewer are available."""
    return StockRecord.objects.filter(
        Q(product__parent=None) | Q(product__parent__archived_at=None),
        product__archived_at=None,
        product__is_public=True,
        num_in_stock__lte=F("num_allocated") + LOW_STOCK,
    )


def _search_products(chosen: str, words: str) -> QuerySet[Product]:
    products = Product.objects.exclude(structure=Product.CHILD)
    if chosen == "archived":
        products = products.exclude(archived_at=None)
    else:
        products = products.filter(archived_at=None, is_public=chosen != "hidden")
    if chosen == "low":
        low = low_stock().values("product_id")
        products = products.filter(Q(pk__in=low) | Q(children__in=low))
    if words:
        own = Q(title__icontains=words) | Q(upc=words) | Q(stockrecords__partner_sku=words)
        products = products.filter(own | Q(children__stockrecords__partner_sku=words))
    return _with_parts(products.order_by("title", "id").distinct())


def _with_parts(products: QuerySet[Product]) -> QuerySet[Product]:
    """Five statements whatever the number of products."""
    pictures = ProductImage.objects.order_by("display_order", "id")
    children = Product.objects.filter(archived_at=None).order_by("position", "id")
    return products.prefetch_related(
        "stockrecords",
        Prefetch("images", queryset=pictures),
        Prefetch("children", queryset=children.prefetch_related("stockrecords")),
    )


def _rows(request: HttpRequest, product: Product, rights: Rights) -> list[Shape]:
    first = _row(request, product, product, rights)
    return [first, *[_row(request, product, child, rights) for child in product.children.all()]]


def _row(
    request: HttpRequest, listed: Product, product: Product, rights: Rights, form: Any = None
) -> Shape:
    record = next(iter(product.stockrecords.all()), None)
    is_variant = product.pk != listed.pk
    options = ", ".join(str(value) for value in product.variant_options.values())
    return {
        "uuid": product.uuid,
        "title": (options or product.title) if is_variant else product.title,
        "full_title": f"{listed.title} {options}" if is_variant else product.title,
        "is_variant": is_variant,
        # The form of the product, for those who may open it.
        "url": f"/dashboard/catalogue/products/{product.pk}/" if rights.price else "",
        "image": _picture(request, listed),
        "sku": record.partner_sku if record else "",
        "currency": record.price_currency if record else "",
        "allocated": record.num_allocated if record else 0,
        "form": form or (form_for(record, rights) if record else None),
        "can_save": rights.price or rights.stock,
    }


def _picture(request: HttpRequest, product: Product) -> Shape | None:
    image = next(iter(product.images.all()), None)
    if image is None:
        return None
    retailer: Retailer = request.retailer  # type: ignore[attr-defined]
    path = image.renditions.get("320") or image.original.name
    return {"src": media_url(retailer, path), "alt": ""}


@staff_page("partner.view_stockrecord")
@require_POST
def save_offer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save one row; with htmx the row comes back, errors next to their fields (422)."""
    rights = Rights.of(request.user)
    if not (rights.price or rights.stock):
        raise PermissionDenied
    with transaction.atomic():
        record = hold(
            StockRecord.objects.filter(product__uuid=uuid), no_key=True, of=["self"]
        ).first()
        if record is None:
            raise Http404
        form = form_for(record, rights, request.POST)
        is_saved = _save(record.product, form)
    product = _with_parts(Product.objects.filter(uuid=uuid)).get()
    if not is_saved:
        return _answer(request, product, rights, form=form, status=422)
    if request.htmx:  # type: ignore[attr-defined]
        return _answer(request, product, rights, saved=True)
    messages.success(request, gettext("Saved."))
    return redirect(LIST)


def _save(product: Product, form: OfferForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_offer(product=product, form=form)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    return True


def _answer(
    request: HttpRequest,
    product: Product,
    rights: Rights,
    *,
    form: OfferForm | None = None,
    status: int = 200,
    saved: bool = False,
) -> HttpResponse:
    row = _row(request, product.parent or product, product, rights, form)
    name = "product_row" if request.htmx else "product_offer"  # type: ignore[attr-defined]
    return render(request, f"seller/{name}.html", {"row": row, "saved": saved}, status=status)
