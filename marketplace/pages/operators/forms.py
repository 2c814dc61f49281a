"""What operators fill in: the reason of a refusal or suspension, and of access for support."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.kernel.text_fields import MailboxInput

MOST_HOURS = 24


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The shop's owner can read it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DeclineForm(ReasonForm):
    """No account belongs to an application that is declined."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("It stands here. Write to the applicant yourself.")


class ResetFactorForm(forms.Form):
    email = MailboxInput(label=_("E-mail of the account"))
    reason = forms.CharField(
        label=_("How did the person prove who she is?"),
        max_length=300,
        help_text=_("It is written into the audit."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SupportForm(forms.Form):
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(1, _("1 hour")), (4, _("4 hours")), (MOST_HOURS, _("24 hours"))],
        initial=1,
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("It is written into the shop's audit."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
