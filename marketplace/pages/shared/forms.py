"""Forms that several faces show; each error stands next to its field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import PHONE
from tenants.kernel.countries import country_names, reader_locale
from tenants.kernel.errors import Refusal
from tenants.kernel.identity import local_phone
from tenants.kernel.names import require_visible
from tenants.kernel.postal.checks import normal_address, problems_of
from tenants.kernel.postal.fields import BY_COUNTRY, FIELDS
from tenants.kernel.postal.rules import rule_of
from tenants.kernel.postal.words import label_of
from tenants.kernel.text_fields import NameInput, PhoneInput


class RefusableForm(forms.Form):
    """A form that also shows what a service refused, next to the field where it can."""

    def show_refusal(self, refusal: Refusal) -> None:
        for name, messages in refusal.fields.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
        if not refusal.fields:
            self.add_error(None, refusal.sentence)


def country_options() -> list[tuple[str, Any]]:
    names = country_names(reader_locale())
    return [("", _("Choose")), *sorted(names.items(), key=lambda pair: pair[1])]


def _text(label: Any, autocomplete: str, length: int, **kwargs: Any) -> NameInput:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return NameInput(label=label, max_length=length, widget=widget, **kwargs)


class PlaceForm(forms.Form):
    """A form with the fields of BY_COUNTRY and a country: labels and marks are of the country that
    it begins with, or was sent with, and follow the choice of another."""

    def name_by_country(self) -> None:
        """Once its data and initial values are there."""
        for name in BY_COUNTRY:
            # What the country has not is hidden while nothing stands in it (controls.css).
            self.fields[name].widget.attrs["placeholder"] = " "
        # The labels follow the choice; without script they do when the form comes back.
        self.fields["country"].widget.attrs |= {
            "hx-get": reverse("address-labels"),
            "hx-trigger": "change",
            "hx-swap": "none",
        }
        source = self.data if self.is_bound else self.initial
        country = str(source.get("country") or "").upper()
        if not country:
            return
        rule = rule_of(country)
        for name in BY_COUNTRY:
            self.fields[name].label = label_of(name, rule)
            field: Any = self.fields[name]
            field.is_needed = name in rule.required
            field.is_unused = name not in rule.used and not field.required

    def read_phone(self, name: str) -> None:
        """A number as it is written in the country is taken; beside one that is none it is said."""
        values = self.cleaned_data
        if not values.get(name):
            return
        values[name] = local_phone(values[name], values.get("country", ""))
        try:
            PHONE(values[name])
        except ValidationError as error:
            self.add_error(name, error)


class AddressForm(PlaceForm):
    """The fields of accounts.Address, and of the API's shipping_address.

    What a country needs is judged by the kernel's rules.
    """

    # The browser must not insist on what another country has not.
    use_required_attribute = False
    field_order = ("country",)  # it decides what the others are

    first_name = _text(
        _("First name"),
        "shipping given-name",
        150,
        required=False,
        help_text=_("Whoever has one name writes it here."),
        validators=[require_visible],
    )
    last_name = _text(
        _("Last name"),
        "shipping family-name",
        150,
        required=False,
        validators=[require_visible],
    )
    line1 = _text(_("Street and number"), "shipping address-line1", 200)
    line2 = _text(_("Further details"), "shipping address-line2", 200, required=False)
    postcode = _text(_("Postcode"), "shipping postal-code", 20, required=False)
    city = _text(_("Town or city"), "shipping address-level2", 120, required=False)
    state = _text(_("Region"), "shipping address-level1", 120, required=False)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_options,
        widget=forms.Select(attrs={"autocomplete": "shipping country"}),
    )
    phone_number = PhoneInput(
        label=_("Phone number"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "shipping tel", "inputmode": "tel"}),
    )

    def name_by_country(self) -> None:
        super().name_by_country()
        for name in ("first_name", "line1", "country"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]

    @property
    def is_judged(self) -> bool:
        """Whether what is in the fields is the address that is meant."""
        return True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.is_judged:
            return values
        address = normal_address({name: values.get(name) for name in FIELDS})
        for name, problem in problems_of(address).items():
            if name not in self.errors:
                self.add_error(name, problem)
        return values | {name: address[name] for name in FIELDS if name not in self.errors}


def show_form(
    request: HttpRequest, template: str, form: forms.Form, **context: Any
) -> HttpResponse:
    """422 where the form says what is wrong with it."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
