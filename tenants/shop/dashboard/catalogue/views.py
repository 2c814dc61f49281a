"""Products and categories under Oscar's addresses; every form saves through the services."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.shop.catalogue import services
from tenants.shop.catalogue.models import Category, Product, ProductImage
from tenants.shop.dashboard.catalogue import edits
from tenants.shop.dashboard.forms import CategoryForm, ProductForm, VariantForm, show_refusal
from tenants.staff.gates import staff_page

PRODUCTS, CATEGORIES = "/seller/products", "/seller/categories"
read_or_post = require_http_methods(["GET", "HEAD", "POST"])
Save = Callable[[], Any]


def product_address(product: Product) -> str:
    """The form of a product; a variant is edited on its parent's page."""
    return f"/dashboard/catalogue/products/{product.parent_id or product.pk}/"


@staff_page("partner.view_stockrecord")
@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    return redirect(PRODUCTS)


@staff_page("catalogue.add_product")
@read_or_post
def create_product(request: HttpRequest) -> HttpResponse:
    form = ProductForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        product = _try(form, lambda: edits.create(data=form.cleaned_data))
        if product:
            return _redirect_with(
                request, gettext("The product is saved."), product_address(product)
            )
    return _form(request, "product_form", form, product=None)


@staff_page("catalogue.change_product")
@read_or_post
def change_product(request: HttpRequest, pk: int) -> HttpResponse:
    product = _product(pk)
    if product.structure == Product.CHILD:
        return redirect(product_address(product))
    if request.method != "POST":
        return _product_form(request, product, ProductForm(product=product))
    with transaction.atomic():
        product = edits.lock(product)
        form = ProductForm(request.POST, request.FILES, product=product)
        is_saved = form.is_valid() and _save_product(product, form)
    if not is_saved:
        return _product_form(request, product, form)
    return _redirect_with(request, gettext("The product is saved."), product_address(product))


def _save_product(product: Product, form: ProductForm) -> bool:
    data, changed = form.cleaned_data, form.changed_data
    saved = _try(form, lambda: edits.change(product=product, data=data, changed=changed))
    return saved is not None


def _product_form(request: HttpRequest, product: Product, form: ProductForm) -> HttpResponse:
    return _form(request, "product_form", form, product=product, **_parts(product))


def _parts(product: Product) -> dict[str, Any]:
    children = product.children.filter(archived_at=None).order_by("position", "id")
    return {
        "images": product.images.order_by("display_order", "id"),
        "variants": children.prefetch_related("stockrecords"),
    }


@staff_page("catalogue.add_product")
@read_or_post
def create_variant(request: HttpRequest, parent_pk: int) -> HttpResponse:
    parent = _product(parent_pk)
    form = VariantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, options = form.cleaned_data, form.options()
        if _try(form, lambda: edits.add_variant(parent=parent, data=data, options=options)):
            return _redirect_with(
                request, gettext("The variant is saved."), product_address(parent)
            )
    return _form(request, "variant_form", form, product=parent)


@staff_page("catalogue.delete_product")
@read_or_post
def archive_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Oscar's deletion: what was ordered stays readable, so a product is archived instead."""
    product = _product(pk)
    if request.method == "POST":
        services.archive_product(product=product)
        return _redirect_with(request, gettext("The product is archived."), PRODUCTS)
    return render(request, "seller/product_archive.html", {"product": product})


@staff_page("catalogue.delete_product")
@require_POST
def restore_product(request: HttpRequest, pk: int) -> HttpResponse:
    product = services.restore_product(product=_product(pk))
    return _redirect_with(request, gettext("The product is back."), product_address(product))


@staff_page("catalogue.change_product")
@require_POST
def remove_image(request: HttpRequest, pk: int) -> HttpResponse:
    image = ProductImage.objects.filter(pk=pk).select_related("product").first()
    if image is None:
        raise Http404
    services.remove_image(image=image)
    return _redirect_with(request, gettext("The picture is gone."), product_address(image.product))


@staff_page("catalogue.change_category")
@require_safe
def category_list(request: HttpRequest) -> HttpResponse:
    return redirect(CATEGORIES)


@staff_page("catalogue.add_category")
@read_or_post
def create_category(request: HttpRequest, parent: int | None = None) -> HttpResponse:
    form = CategoryForm(request.POST or None, initial={"parent": parent})
    if request.method == "POST" and form.is_valid():
        above = Category.objects.filter(pk=form.cleaned_data["parent"]).first()
        name = form.cleaned_data["name"]
        if _try(form, lambda: services.create_category(name=name, parent=above)):
            return _redirect_with(request, gettext("The category is saved."), CATEGORIES)
    return _form(request, "category_form", form)


@staff_page("catalogue.change_category")
@read_or_post
def change_category(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        category = _category(Category.objects.all(), pk)
        return _form(request, "category_form", CategoryForm(category=category), category=category)
    with transaction.atomic():
        category = _category(hold(Category.objects.all(), no_key=True), pk)
        form = CategoryForm(request.POST, category=category)
        is_saved = form.is_valid() and _save_category(category, form)
    if not is_saved:
        return _form(request, "category_form", form, category=category)
    return _redirect_with(request, gettext("The category is saved."), CATEGORIES)


def _category(rows: QuerySet[Category], pk: int) -> Category:
    category = rows.filter(pk=pk).first()
    if category is None:
        raise Http404
    return category


def _save_category(category: Category, form: CategoryForm) -> bool:
    name = form.cleaned_data["name"]
    saved = _try(form, lambda: services.change_category(category=category, name=name))
    return saved is not None


def _product(pk: int) -> Product:
    product = Product.objects.select_related("parent").filter(pk=pk).first()
    if product is None:
        raise Http404
    return product


def _try(form: forms.Form, save: Save) -> Any:
    """What `save` answers; None when it refused, and then the form says why."""
    try:
        return save()
    except Refusal as refusal:
        show_refusal(form, refusal)
        return None


def _redirect_with(request: HttpRequest, text: str, address: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(address)


def _form(request: HttpRequest, name: str, form: forms.Form, **context: Any) -> HttpResponse:
    """422 when there is something to correct."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"seller/{name}.html", {"form": form, **context}, status=status)
