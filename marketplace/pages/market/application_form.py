"""The form with which somebody applies for a shop."""

from typing import Any

from babel.numbers import get_currency_name
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.pages.shared.forms import PlaceForm, RefusableForm, country_options
from tenants.kernel.countries import reader_locale
from tenants.kernel.languages import written_languages
from tenants.kernel.names import require_visible
from tenants.kernel.rates import tradable_currencies
from tenants.kernel.text_fields import MailboxInput, NameInput, PhoneInput
from tenants.registry.models import SLUG

COMMON = ("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "PLN", "INR", "BRL", "KWD")


def _currencies() -> list[tuple[str, str]]:
    locale = reader_locale()
    codes = [code for code in COMMON if code in tradable_currencies()]
    return [(code, f"{code} · {get_currency_name(code, locale=locale)}") for code in codes]


def _line(label: Any, length: int, autocomplete: str = "off", **kwargs: Any) -> NameInput:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return NameInput(label=label, max_length=length, widget=widget, **kwargs)


class ApplicationForm(PlaceForm, RefusableForm):
    """Its fields are the arguments of tenants.registry.services.apply_for_shop."""

    name = _line(_("Name of the shop"), 120, "organization", validators=[require_visible])
    slug = forms.CharField(
        label=_("Web address"),
        max_length=40,
        validators=[SLUG],
        help_text=_("The beginning of your shop's host name: small letters, digits, hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    trade = _line(_("What do you sell?"), 80, required=False)
    tagline = _line(_("One sentence about the shop"), 200, required=False)
    contact_name = _line(_("Your name"), 120, "name", validators=[require_visible])
    owner_email = MailboxInput(
        label=_("E-mail"),
        help_text=_("Once the shop is approved, the link to take it over comes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = PhoneInput(
        label=_("Phone number"),
        max_length=40,
        required=False,
        help_text=_("Mailbox, phone and street stay private until you publish them."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_options)
    street = _line(_("Street and number"), 200, "address-line1", required=False)
    postcode = _line(_("Postcode"), 20, "postal-code", required=False)
    city = _line(_("Town or city"), 120, "address-level2")
    state = _line(_("Region"), 120, "address-level1", required=False)
    currency = forms.ChoiceField(label=_("Currency of your prices"), choices=_currencies)
    language = forms.ChoiceField(label=_("Language of the shop"), choices=written_languages)
    offers_delivery = forms.BooleanField(label=_("We deliver"), required=False, initial=True)
    offers_pickup = forms.BooleanField(
        label=_("Customers can pick up their orders"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_by_country()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.read_phone("contact_phone")
        if not data.get("offers_delivery") and not data.get("offers_pickup"):
            self.add_error("offers_delivery", _("Choose delivery, pickup or both."))
        return data


def initial_of(user: User | None) -> dict[str, str]:
    """What somebody who is logged in need not type again."""
    if user is None:
        return {"language": get_language() or "en"}
    return {
        "contact_name": user.get_full_name(),
        "owner_email": user.email,
        "contact_phone": user.phone or "",
        "language": get_language() or "en",
    }
