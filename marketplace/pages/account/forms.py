"""The forms of logins, profiles and address books."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins.passwords import is_current
from marketplace.accounts.models import PHONE, Address, User
from marketplace.accounts.people.profiles import require_free_phone
from marketplace.accounts.services import AddressTaken
from marketplace.pages.shared.forms import AddressForm, RefusableForm
from marketplace.requests.throttles import TooManyTries
from tenants.kernel.identity import normal_password
from tenants.kernel.names import require_visible
from tenants.kernel.record_forms import RecordForm
from tenants.kernel.text_fields import MailboxInput, NameInput, PhoneInput


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


def _identifier() -> forms.CharField:
    return forms.CharField(
        label=_("E-mail or phone number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )


class LoginForm(RefusableForm):
    identifier = _identifier()
    password = forms.CharField(
        label=_("Password"), max_length=256, strip=False, widget=_password("current-password")
    )


def code_field(*, label: Any, **kwargs: Any) -> forms.CharField:
    """For a code of an authenticator app or a recovery code."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=40, widget=forms.TextInput(attrs=attrs | {"dir": "ltr"}), **kwargs
    )


PROOF = _("Code of your authenticator app, or a recovery code")


class CodeForm(RefusableForm):
    code = code_field(label=_("Code"))


class ProofForm(CodeForm):
    code = code_field(label=PROOF)


class ChallengeForm(RefusableForm):
    """Answers what a login was asked; there is no session before."""

    challenge = forms.UUIDField(widget=forms.HiddenInput)
    code = code_field(label=_("Code"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True

    @property
    def has_challenge(self) -> bool:
        return self.is_bound and "challenge" not in self.errors


class SecondStepForm(ChallengeForm):
    code = code_field(
        label=_("Code"),
        help_text=_("Six digits of your authenticator app, or one of your recovery codes."),
    )


class CodeRequestForm(RefusableForm):
    identifier = _identifier()


class CodeAnswerForm(ChallengeForm):
    """`identifier` is shown, and asked with again; who answers is known by the challenge."""

    identifier = forms.CharField(max_length=254, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class RegisterForm(RefusableForm):
    email = MailboxInput(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


def _require_good(form: forms.Form, field: str, user: User) -> None:
    try:
        validate_password(normal_password(form.cleaned_data[field]), user)
    except ValidationError as error:
        form.add_error(field, error)


class ForgotPasswordForm(RefusableForm):
    email = MailboxInput(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        help_text=_("At least 10 characters; a sentence is easy to remember."),
        widget=_password("new-password"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "password" in data:
            _require_good(self, "password", self.user)
        return data


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label=_("Current password"),
        max_length=256,
        strip=False,
        widget=_password("current-password"),
    )
    field_order = ["current", "password"]

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        try:
            is_right = is_current(user=self.user, password=current)
        except TooManyTries as refusal:
            raise ValidationError(refusal.sentence) from refusal
        if not is_right:
            raise ValidationError(_("This is not your password."))
        return current


class DetailsForm(RecordForm, forms.Form):
    first_name = NameInput(
        label=_("First name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        validators=[require_visible],
    )
    last_name = NameInput(
        label=_("Last name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        validators=[require_visible],
    )
    phone = PhoneInput(
        label=_("Phone number"),
        required=False,
        validators=[PHONE],
        help_text=_("In international form, such as +4930123456. You can log in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As my browser")), *settings.LANGUAGES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) == 1:  # no choice
            del self.fields["language"]

    def clean_phone(self) -> str | None:
        return str(self.cleaned_data["phone"]) or None

    def clean(self) -> dict[str, Any]:
        return {"language": "", **self.cleaned_data}


class ProfileForm(DetailsForm):
    """Asks whether the number is free: not in a transaction, since that counts."""

    def __init__(self, *args: Any, user: User, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.address = user, address

    def clean_phone(self) -> str | None:
        phone = super().clean_phone()
        try:
            if phone:
                require_free_phone(user=self.user, phone=phone, address=self.address)
        except TooManyTries as refusal:
            raise ValidationError(refusal.sentence) from refusal
        except AddressTaken as refusal:
            raise ValidationError(_("Another account uses this number.")) from refusal
        return phone


class BookedAddressForm(AddressForm, RefusableForm):
    is_default = forms.BooleanField(label=_("Use this address by default"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_by_country()


class ChangedAddressForm(RecordForm, BookedAddressForm):
    """Of an address that is in the book."""


def profile_data(user: User) -> dict[str, Any]:
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "phone": user.phone or "",
        "language": user.profile.language,
    }


def address_data(address: Address) -> dict[str, Any]:
    """An address of the book as initial values of the form."""
    return {name: getattr(address, name) for name in BookedAddressForm.base_fields}
