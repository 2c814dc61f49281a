"""The form of the shop's details."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.pages.shared.forms import PlaceForm, RefusableForm, country_options
from marketplace.payments.confirmations import usual_limits
from tenants.kernel.money import is_exact, quantize
from tenants.kernel.money_format import write_money
from tenants.kernel.names import require_visible
from tenants.kernel.record_forms import RecordForm
from tenants.kernel.text_fields import MailboxInput, NameInput, PhoneInput
from tenants.kernel.zones import zone_options
from tenants.registry.models import Retailer


def _amount(**options: Any) -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_digits=15, decimal_places=3, **options)


def shop_zones() -> list[tuple[str, str]]:
    return [("UTC", "UTC"), *zone_options()]


AMOUNTS = ("delivery_fee", "free_delivery_over", "minimum_order", "guest_order_amount")


class ProfileForm(RecordForm, PlaceForm, RefusableForm):
    name = NameInput(label=_("Name of the shop"), max_length=120, validators=[require_visible])
    tagline = NameInput(label=_("In one sentence"), max_length=200, required=False)
    contact_email = MailboxInput(
        label=_("E-mail of the shop"),
        required=False,
        help_text=_("News of orders goes here too."),
    )
    publishes_email = forms.BooleanField(label=_("Show the e-mail to everybody"), required=False)
    contact_phone = PhoneInput(label=_("Telephone"), max_length=20, required=False)
    publishes_phone = forms.BooleanField(label=_("Show the telephone to everybody"), required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=country_options,
        help_text=_("Town, region and country are always shown."),
    )
    street = NameInput(label=_("Street and number"), max_length=200, required=False)
    postcode = NameInput(label=_("Postcode"), max_length=20, required=False)
    city = NameInput(label=_("Town or city"), max_length=120, required=False)
    state = NameInput(label=_("Region"), max_length=120, required=False)
    publishes_address = forms.BooleanField(
        label=_("Show the street and the postcode to everybody"),
        required=False,
        help_text=_("Who picks up an order needs them. Invoices name the address in any case."),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=shop_zones,
        help_text=_("Of all times that you and customers see; it goes with the place of the shop."),
    )
    offers_delivery = forms.BooleanField(label=_("We deliver"), required=False)
    offers_pickup = forms.BooleanField(label=_("Orders can be picked up"), required=False)
    delivery_fee = _amount(label=_("Delivery fee"))
    free_delivery_over = _amount(
        label=_("Free delivery from"), required=False, help_text=_("Empty: never free.")
    )
    minimum_order = _amount(
        label=_("Minimum order"), required=False, help_text=_("Empty: any order is welcome.")
    )
    guest_order_amount = _amount(label=_("Guests confirm by e-mail above"), required=False)
    guest_order_pieces = forms.IntegerField(
        label=_("and above so many pieces"), required=False, min_value=0, max_value=1_000_000
    )

    def __init__(self, *args: Any, retailer: Retailer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": self._initial(retailer)})
        self.currency = retailer.currency
        self._explain_guest_limits(retailer)
        self.name_by_country()

    def _explain_guest_limits(self, retailer: Retailer) -> None:
        """For orders not paid ahead, by somebody who has not proven the mailbox."""
        usual, pieces = usual_limits(retailer.currency)
        amount = gettext("no amount") if usual is None else write_money(usual)
        text = gettext(
            "A larger order that is paid on receipt is placed only when the guest opens a link in "
            "an e-mail. "
            "Empty: %(usual)s. 0: every order."
        )
        self.fields["guest_order_amount"].help_text = text % {"usual": amount}
        text = gettext("Empty: %(usual)s. 0: every order.")
        self.fields["guest_order_pieces"].help_text = text % {"usual": pieces}

    def _initial(self, retailer: Retailer) -> dict[str, Any]:
        initial = {name: getattr(retailer, name) for name in self.base_fields}
        for name in AMOUNTS:
            amount = initial[name]
            initial[name] = None if amount is None else quantize(amount, retailer.currency)
        return initial

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "contact_phone" in self.changed_data:
            self.read_phone("contact_phone")
        for name in AMOUNTS:
            amount = data.get(name)
            if amount is not None and not is_exact(amount, self.currency):
                self.add_error(name, gettext("%s has no such fraction.") % self.currency)
        if not (data.get("offers_delivery") or data.get("offers_pickup")):
            self.add_error("offers_delivery", gettext("Offer delivery, pickup or both."))
        return data

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}
