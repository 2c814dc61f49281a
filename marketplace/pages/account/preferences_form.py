"""The form of a person's preferences."""

from typing import Any
from zoneinfo import available_timezones

from babel.numbers import get_currency_name
from django import forms
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.notifications.choices import CHANNELS, DEFAULTS, REQUIRED, Wishes
from marketplace.pages.shared.forms import RefusableForm
from tenants.kernel.record_forms import RecordForm
from tenants.registry.models import Retailer

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
CHANNEL_NAMES = {"email": _("E-mail"), "sms": _("Text message"), "push": _("On my phone")}
KIND_NAMES = {
    "account": _("Logins and passwords"),
    "orders": _("Orders"),
    "messages": _("Answers from shops"),
    "reviews": _("My reviews"),
    "price_drops": _("Lower prices on my wishlist"),
    "news": _("News and offers"),
}


def currency_options() -> list[tuple[str, str]]:
    """Those that some shop sells in."""
    codes = Retailer.objects.active().values_list("currency", flat=True).distinct()
    locale = to_locale(get_language() or "en")
    options = [(code, f"{get_currency_name(code, locale=locale)} ({code})") for code in codes]
    return [("", str(_("As each shop does"))), *sorted(options, key=lambda pair: pair[1])]


def zone_options() -> list[tuple[str, str]]:
    places = sorted(name for name in available_timezones() if "/" in name)
    return [("", str(_("As each shop does"))), *((name, _as_words(name)) for name in places)]


def _as_words(zone: str) -> str:
    return zone.replace("_", " ").replace("/", " / ")


class PreferencesForm(RecordForm, RefusableForm):
    """Answers must be given to the questions about privacy: an empty form changes nothing."""

    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=currency_options)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=zone_options)
    shows_name = forms.ChoiceField(
        label=_("Show my first name beside my reviews"), choices=YES_NO, widget=forms.RadioSelect
    )
    wants_suggestions = forms.ChoiceField(
        label=_("Suggest things by what I looked at"), choices=YES_NO, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, wishes: Wishes, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(user, wishes)
        super().__init__(*args, **kwargs)
        for kind in DEFAULTS:
            self.fields[kind] = forms.MultipleChoiceField(
                label=KIND_NAMES[kind],
                required=False,
                choices=_channels_of(kind),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("By e-mail it is always sent.") if (kind, "email") in REQUIRED else "",
            )

    @property
    def changes(self) -> dict[str, Any]:
        """Of the profile."""
        data = self.cleaned_data
        flags = {name: data[name] == "yes" for name in ("shows_name", "wants_suggestions")}
        return {"currency": data["currency"], "time_zone": data["time_zone"], **flags}

    @property
    def wishes(self) -> Wishes:
        return {
            kind: {name: name in self.cleaned_data[kind] for name, _label in _channels_of(kind)}
            for kind in DEFAULTS
        }


def _channels_of(kind: str) -> list[tuple[str, Any]]:
    """Without those that cannot be switched off."""
    return [(name, CHANNEL_NAMES[name]) for name in CHANNELS if (kind, name) not in REQUIRED]


def _initial(user: User, wishes: Wishes) -> dict[str, Any]:
    profile = user.profile
    return {
        "currency": profile.currency,
        "time_zone": profile.time_zone,
        "shows_name": "yes" if profile.shows_name else "no",
        "wants_suggestions": "yes" if profile.wants_suggestions else "no",
        **{
            kind: [name for name, _label in _channels_of(kind) if of[name]]
            for kind, of in wishes.items()
        },
    }
