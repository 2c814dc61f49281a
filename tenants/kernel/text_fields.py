"""Columns and form fields that keep and look up a text in its one form (identity.py).

Whoever writes, a page, the API, an import, a command or the admin, gets the same row; whoever
looks for it finds it. To a migration they are the plain columns that they are in the database.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models

from tenants.kernel.identity import is_readable, normal_email, normal_name, typed_phone


class _Normal:
    """Mixed into a model's field; `normalise` gives the one form of a text."""

    normalise: Callable[[str], str]

    def to_python(self, value: Any) -> Any:
        return self._normal(super().to_python(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        return self._normal(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._normal(super().pre_save(model_instance, add))  # type: ignore[misc]
        setattr(model_instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()  # type: ignore[misc]
        plain = next(kind.__name__ for kind in type(self).__mro__ if hasattr(models, kind.__name__))
        return name, f"django.db.models.{plain}", args, options

    def _normal(self, value: Any) -> Any:
        return type(self).normalise(value) if isinstance(value, str) else value


class NameField(_Normal, models.CharField):  # type: ignore[type-arg]
    """A name, or a line of an address."""

    normalise = staticmethod(normal_name)


class MailboxField(_Normal, models.EmailField):  # type: ignore[type-arg]
    normalise = staticmethod(normal_email)


class PhoneField(_Normal, models.CharField):  # type: ignore[type-arg]
    """An international number in E.164; what is none stays as it was typed."""

    normalise = staticmethod(typed_phone)


class _NormalInput:
    """Mixed into a form's field: it is measured and judged in the form in which it will be kept.

    A NUL or a text without end stays, for the field to refuse it.
    """

    normalise: Callable[[str], str]

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)  # type: ignore[misc]
        return type(self).normalise(text) if is_readable(text) else text


class NameInput(_NormalInput, forms.CharField):
    normalise = staticmethod(normal_name)


class MailboxInput(_NormalInput, forms.EmailField):
    normalise = staticmethod(normal_email)


class PhoneInput(_NormalInput, forms.CharField):
    normalise = staticmethod(typed_phone)
