"""Where the shop delivers: which countries, and whether only nearby."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from marketplace.pages.shared.forms import RefusableForm, country_options, show_form
from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal
from tenants.kernel.locks import hold
from tenants.kernel.record_forms import RecordForm
from tenants.registry.delivery_areas import FARTHEST_KM, read_postcodes
from tenants.registry.models import DeliveryReach, Retailer
from tenants.registry.services import change_profile
from tenants.staff.gates import staff_page

FIELDS = ("delivery_countries", "delivery_postcodes", "delivery_radius")


def _countries() -> list[tuple[str, Any]]:
    return [option for option in country_options() if option[0]]


class DeliveryAreaForm(RecordForm, RefusableForm):
    delivery_postcodes = forms.CharField(
        label=_("Only to these postcodes"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "dir": "ltr"}),
        help_text=_(
            "With commas: 10115, a range 10115-10179, or all that begin so, 101*. Those of another "
            "country with its letters, FR:67*."
        ),
    )
    delivery_radius = forms.IntegerField(
        label=_("Only up to so many kilometres from the shop"),
        required=False,
        min_value=1,
        max_value=FARTHEST_KM,
        help_text=_(
            "An app tells where a customer is; otherwise the middle of the town counts. Where the "
            "town is not known, or there are several of its name, the postcodes decide."
        ),
    )
    delivery_countries = forms.MultipleChoiceField(
        label=_("Only to these countries"),
        required=False,
        choices=_countries,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: to every country."),
    )

    def __init__(self, *args: Any, retailer: Retailer, **kwargs: Any) -> None:
        self.home = retailer.country
        initial = {name: getattr(retailer, name) for name in FIELDS}
        initial["delivery_postcodes"] = ", ".join(retailer.delivery_postcodes)
        super().__init__(*args, **kwargs | {"initial": initial})

    def clean_delivery_postcodes(self) -> list[str]:
        return read_postcodes(self.cleaned_data["delivery_postcodes"], home=self.home)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_read = "delivery_postcodes" in values
        if values.get("delivery_radius") and is_read and not values["delivery_postcodes"]:
            message = _("Name some for addresses whose town is not known.")
            self.add_error("delivery_postcodes", ValidationError(message))
        return values

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


@staff_page("partner.change_partner")
@require_http_methods(["GET", "HEAD", "POST"])
def change_areas(request: HttpRequest) -> HttpResponse:
    """The row is read anew, locked by who saves: the one of the request may be seconds old."""
    is_post = request.method == "POST"
    with transaction.atomic():
        rows = hold(Retailer.objects.all()) if is_post else Retailer.objects.all()
        retailer = rows.get(pk=request.retailer.pk)  # type: ignore[attr-defined]
        form = DeliveryAreaForm(request.POST or None, retailer=retailer)
        is_saved = is_post and _save(request, retailer, form)
    if is_saved:
        messages.success(request, gettext("Where you deliver is saved."))
        return redirect("seller-delivery")
    reach = DeliveryReach.objects.filter(retailer=retailer).first()
    return show_form(request, "seller/delivery.html", form, retailer=retailer, reach=reach)


def _save(request: HttpRequest, retailer: Retailer, form: DeliveryAreaForm) -> bool:
    if not form.is_valid():
        return False
    try:
        if changes := form.changes():
            change_profile(retailer=retailer, actor=account_of(request), **changes)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return False
    return True
