"""The form of a person's preferences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.notifications.choices import REQUIRED, Wishes
from marketplace.notifications.kinds import choosable
from marketplace.pages.shared.forms import RefusableForm
from tenants.kernel.record_forms import RecordForm

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


class PreferencesForm(RecordForm, RefusableForm):
    """What something reads, and no more: the API keeps currency and time zone for apps.

    Answers must be given to the questions about privacy: an empty form changes nothing.
    """

    shows_name = forms.ChoiceField(
        label=_("Show my name beside my reviews"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("The first name, and the first letter of the last one: Anna B."),
    )
    wants_suggestions = forms.ChoiceField(
        label=_("Keep what I looked at in my apps"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("It stands under “What you did”. No erases what was kept."),
    )

    def __init__(self, *args: Any, user: User, wishes: Wishes, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(user, wishes)
        super().__init__(*args, **kwargs)
        for kind in choosable():
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
        return {name: data[name] == "yes" for name in ("shows_name", "wants_suggestions")}

    @property
    def wishes(self) -> Wishes:
        return {
            kind: {name: name in self.cleaned_data[kind] for name in names}
            for kind, names in choosable().items()
        }


def _channels_of(kind: str) -> list[tuple[str, Any]]:
    return [(name, CHANNEL_NAMES[name]) for name in choosable()[kind]]


def _initial(user: User, wishes: Wishes) -> dict[str, Any]:
    profile = user.profile
    return {
        "shows_name": "yes" if profile.shows_name else "no",
        "wants_suggestions": "yes" if profile.wants_suggestions else "no",
        **{
            kind: [name for name in names if wishes[kind][name]]
            for kind, names in choosable().items()
        },
    }
