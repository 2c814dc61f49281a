"""Fields that inputs of several resources take."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from api.inputs import example
from api.v1 import samples
from tenants.kernel.identity import is_readable, normal_email, normal_name, typed_phone


class _Normal:
    """Mixed into a field: it is measured and judged in the form in which it will be kept.

    A NUL or a text without end stays, for the field to refuse it.
    """

    normalise: Callable[[str], str]

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if isinstance(data, str) and is_readable(data):
            data = type(self).normalise(data)
        return super().run_validation(data)  # type: ignore[misc]


class NameText(_Normal, serializers.CharField):
    """A name, or a line of an address."""

    normalise = staticmethod(normal_name)


class MailboxText(_Normal, serializers.EmailField):
    normalise = staticmethod(normal_email)


class PhoneText(_Normal, serializers.CharField):
    """E.164 in any spelling; what is none stays as it was typed."""

    normalise = staticmethod(typed_phone)


def password_field(
    help_text: str = "As it was set", *, required: bool = True, sample: str = samples.PASSWORD
) -> serializers.CharField:
    """As it is typed, white space and all."""
    return serializers.CharField(
        max_length=256,
        required=required,
        trim_whitespace=False,
        help_text=help_text,
        style=example(sample),
    )
