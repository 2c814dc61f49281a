"""Forms of the shop's desk; what a service refuses stands next to its field."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.kernel.money import quantize
from tenants.kernel.names import require_visible, seen_form
from tenants.kernel.record_forms import RecordForm
from tenants.kernel.text_fields import NameInput
from tenants.shop.catalogue.models import Category, Product
from tenants.shop.partner.models import StockRecord

# Of what the services call otherwise than the form: where its messages stand.
CONTROLS = {"options": "value_1"}
LARGEST_COUNT = 2_000_000_000  # what the columns of counts hold


def show_refusal(form: forms.Form, refusal: Refusal) -> None:
    """A refusal's messages as errors of the fields it names, else of the form."""
    for field, messages in refusal.fields.items():
        name = CONTROLS.get(field, field)
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
    if not refusal.fields:
        form.add_error(None, refusal.sentence)


def category_choices() -> list[tuple[int, str]]:
    """Every category by its path of names, in the order of the tree; one statement."""
    trail: list[str] = []
    choices = []
    for category in Category.get_tree():
        trail = [*trail[: category.depth - 1], category.name]
        choices.append((category.pk, " > ".join(trail)))
    return choices


class OfferFields(forms.Form):
    price = forms.DecimalField(
        label=_("Price"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=3,
        help_text=_("With tax. Empty: not on sale."),
    )
    num_in_stock = forms.IntegerField(
        label=_("In stock"),
        required=False,
        min_value=0,
        max_value=LARGEST_COUNT,
        help_text=_("Empty: not counted."),
    )


class ProductForm(RecordForm, OfferFields):
    title = NameInput(label=_("Name"), max_length=255, validators=[require_visible])
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    brand = forms.CharField(label=_("Brand"), required=False, max_length=120)
    categories = forms.TypedMultipleChoiceField(
        label=_("Categories"), required=False, coerce=int, widget=forms.SelectMultiple
    )
    upc = forms.CharField(label=_("Barcode"), required=False, max_length=64)
    sku = forms.CharField(label=_("SKU"), required=False, max_length=128)
    min_quantity = forms.IntegerField(
        label=_("Smallest quantity"), min_value=1, max_value=LARGEST_COUNT, initial=1
    )
    max_quantity = forms.IntegerField(
        label=_("Largest quantity"), min_value=1, max_value=LARGEST_COUNT, required=False
    )
    is_public = forms.BooleanField(label=_("On sale"), required=False, initial=True)
    is_featured = forms.BooleanField(label=_("Show on the home page"), required=False)
    image = forms.FileField(
        label=_("Add a picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    field_order = [
        "title",
        "description",
        "price",
        "num_in_stock",
        "categories",
        "brand",
        "upc",
        "sku",
        "min_quantity",
        "max_quantity",
        "is_public",
        "is_featured",
        "image",
    ]

    def __init__(self, *args: Any, product: Product | None = None, **kwargs: Any) -> None:
        if product:
            kwargs["initial"] = initial_of(product)
        super().__init__(*args, **kwargs)
        self.fields["categories"].choices = category_choices()  # type: ignore[attr-defined]
        if product:
            del self.fields["sku"]
        if product and product.structure == Product.PARENT:
            del self.fields["price"], self.fields["num_in_stock"]


class VariantForm(OfferFields):
    """Up to two options that tell a variant from its siblings: Colour: Red, Size: M."""

    option_1 = forms.CharField(label=_("Option"), max_length=60, initial=_("Size"))
    value_1 = forms.CharField(label=_("Value"), max_length=120)
    option_2 = forms.CharField(label=_("Second option"), max_length=60, required=False)
    value_2 = forms.CharField(label=_("Its value"), max_length=120, required=False)
    sku = forms.CharField(label=_("SKU"), required=False, max_length=128)
    field_order = ["option_1", "value_1", "option_2", "value_2", "price", "num_in_stock", "sku"]

    def clean_option_2(self) -> str:
        name: str = self.cleaned_data["option_2"]
        if name and seen_form(name) == seen_form(self.cleaned_data.get("option_1", "")):
            raise forms.ValidationError(gettext("The first option has this name."))
        return name

    def options(self) -> dict[str, str]:
        data = self.cleaned_data
        pairs = [(data["option_1"], data["value_1"]), (data["option_2"], data["value_2"])]
        return {name: value for name, value in pairs if name and value}


class CategoryForm(RecordForm, forms.Form):
    name = NameInput(label=_("Name"), max_length=255, validators=[require_visible])
    parent = forms.TypedChoiceField(
        label=_("Inside"), required=False, coerce=int, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, category: Category | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if category:
            del self.fields["parent"]
            self.initial.setdefault("name", category.name)
        else:
            choices = [("", _("The top of the tree")), *category_choices()]
            self.fields["parent"].choices = choices  # type: ignore[attr-defined]


def initial_of(product: Product) -> dict[str, Any]:
    record = StockRecord.objects.filter(product=product).first()
    return {
        "title": product.title,
        "description": product.description,
        "brand": product.brand,
        "categories": list(product.categories.order_by("id").values_list("id", flat=True)),
        "upc": product.upc or "",
        "min_quantity": product.min_quantity,
        "max_quantity": product.max_quantity,
        "is_public": product.is_public,
        "is_featured": product.is_featured,
        "price": _price_of(record),
        "num_in_stock": record.num_in_stock if record else None,
    }


def _price_of(record: StockRecord | None) -> Decimal | None:
    if record is None or record.price is None:
        return None
    return quantize(record.price, record.price_currency)
