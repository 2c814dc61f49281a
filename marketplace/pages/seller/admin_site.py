"""Django's admin on a shop's host: products, prices and stock, saved through the services."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.kernel.record_forms import RecordForm
from tenants.shop.catalogue import services
from tenants.shop.catalogue.models import Product
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import set_price, set_stock


class ShopAdminSite(AdminSite):
    """For those whose role changes products: owners and managers."""

    site_header = site_title = _("Shop")
    index_title = pgettext_lazy("the admin of a shop", "Catalogue")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active and user.is_staff and user.has_perm("catalogue.change_product"))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without Django's "view on site" (ProductAdmin has one): its two paths in one address
        take quadratic time to match."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ours. Raises PermissionDenied for someone who is logged in, but with a lesser role."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("shop-admin:index"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """An account's password is the platform's: changing it logs other devices out."""
        return redirect("/account/password")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("/account/password")


class ServiceAdmin(ModelAdmin[Any]):
    """Nothing is deleted or changed in bulk here; a refused change is told, nothing is saved."""

    actions = None
    list_per_page = 50
    view_on_site = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Who saves is compared with the row that is written: read under its lock."""
        row = super().get_object(request, *args, **kwargs)
        if row is None or request.method != "POST":
            return row
        return hold(self.model.objects.all(), no_key=True).get(pk=row.pk)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return HttpResponse(status=302, headers={"Location": request.get_full_path()})
        return answer


class ProductForm(RecordForm, forms.ModelForm[Product]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:  # Oscar's clean() asks for a class
            self.instance.product_class = services.default_class()


class ProductAdmin(ServiceAdmin):
    form = ProductForm
    list_display = ("title", "brand", "structure", "is_public", "archived_at")
    list_filter = ("structure", "is_public")
    search_fields = ("title", "upc")
    ordering = ("title", "id")
    fields = (
        "title",
        "description",
        "brand",
        "upc",
        "min_quantity",
        "max_quantity",
        "is_public",
        "is_featured",
    )

    def view_on_site(self, obj: Product) -> str:  # type: ignore[override]
        return str(obj.get_absolute_url())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        data = form.cleaned_data
        if change:
            changes = {name: data[name] for name in form.changed_data}
            obj.__dict__.update(services.change_product(product=obj, **changes).__dict__)
        else:
            obj.__dict__.update(services.create_product(**data).__dict__)

    def save_related(self, request: HttpRequest, form: Any, *args: Any) -> None:
        """The services wrote all there is."""


class StockForm(RecordForm, forms.ModelForm[StockRecord]):
    class Meta:
        model = StockRecord
        fields = ("price", "num_in_stock")

    def clean_num_in_stock(self) -> int | None:
        """The service refuses it too; here it is told next to the field."""
        counted: int | None = self.cleaned_data["num_in_stock"]
        if counted is not None and counted < self.instance.num_allocated:
            reserved = self.instance.num_allocated
            raise forms.ValidationError(
                gettext("%(reserved)s are promised to open orders.") % {"reserved": reserved}
            )
        return counted


class StockRecordAdmin(ServiceAdmin):
    form = StockForm
    list_display = ("product", "partner_sku", "price", "num_in_stock", "num_allocated")
    search_fields = ("partner_sku", "product__title")
    ordering = ("id",)
    list_select_related = ("product",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A stock record comes with its product."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if "price" in form.changed_data:
            set_price(product=obj.product, price=form.cleaned_data["price"])
        if "num_in_stock" in form.changed_data:
            set_stock(product=obj.product, num_in_stock=form.cleaned_data["num_in_stock"])


site = ShopAdminSite(name="shop-admin")
site.register(Product, ProductAdmin)
site.register(StockRecord, StockRecordAdmin)
