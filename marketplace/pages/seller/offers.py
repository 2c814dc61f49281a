"""Price and stock of one product, edited in its row of the list."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.pages.shared.forms import RefusableForm
from tenants.kernel.money import quantize
from tenants.kernel.record_forms import RecordForm
from tenants.shop.announcements import announced_once
from tenants.shop.catalogue.models import Product
from tenants.shop.partner.models import StockRecord
from tenants.shop.partner.services import set_price, set_stock


class OfferForm(RecordForm, RefusableForm):
    """`price` is empty for something not on sale, `num_in_stock` for what is not counted."""

    price = forms.DecimalField(
        label=_("Price"), required=False, min_value=0, max_digits=15, decimal_places=3
    )
    num_in_stock = forms.IntegerField(
        label=_("In stock"), required=False, min_value=0, max_value=2_000_000_000
    )


@dataclass(frozen=True, slots=True)
class Rights:
    """What this member may change in the list."""

    price: bool
    stock: bool

    @classmethod
    def of(cls, user: Any) -> "Rights":
        return cls(
            price=user.has_perm("catalogue.change_product"),
            stock=user.has_perm("partner.change_stockrecord"),
        )


def form_for(record: StockRecord, rights: Rights, data: Any = None) -> OfferForm:
    """Bound to `data` if any: then the record is locked. What may not be changed is disabled."""
    price = None if record.price is None else quantize(record.price, record.price_currency)
    form = OfferForm(
        data,
        initial={"price": price, "num_in_stock": record.num_in_stock},
        auto_id=f"id_{record.product_id}_%s",
    )
    form.fields["price"].disabled = not rights.price
    form.fields["num_in_stock"].disabled = not rights.stock
    return form


@transaction.atomic
@announced_once()
def change_offer(*, product: Product, form: OfferForm) -> None:
    """Both fields or neither. Raises InvalidPrice, StockBelowReserved."""
    if "price" in form.changed_data:
        set_price(product=product, price=form.cleaned_data["price"])
    if "num_in_stock" in form.changed_data:
        set_stock(product=product, num_in_stock=form.cleaned_data["num_in_stock"])
