"""Forms of something that others may change while the page with the form is open.

Beside each control stands a hidden copy of what the page showed. What the member left as it was
shown stays as it is by now. What she changed is written, unless somebody changed the same field
to something else meanwhile: then the form has an error beside the field that tells what it is now,
and the next save, which comes from a page that told so, is hers.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext


class RecordField(forms.BoundField):
    """A control and the hidden copy of its value."""

    def __str__(self) -> SafeString:
        return self.as_widget() + self.shown_copy()

    __html__ = __str__

    def shown_copy(self) -> SafeString:
        """For templates that write the control themselves; nothing for one that sends nothing."""
        if not self.is_sent:
            return SafeString()
        values = ["", *self.present] if self._is_list else self.present
        rows = [(self.html_initial_name, value) for value in values]
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows)

    @property
    def is_sent(self) -> bool:
        return not (self.field.disabled or isinstance(self.field, forms.FileField))

    @property
    def _is_list(self) -> bool:
        """Its copy has an empty value more: so that there is one when nothing is chosen."""
        return isinstance(self.field, forms.MultipleChoiceField)

    @property
    def present(self) -> list[str]:
        """The record's value, or values, as a browser sends them."""
        value = self.field.prepare_value(self.initial)
        if self._is_list:
            return [str(choice) for choice in value or []]
        return ["" if value is None else str(value)]

    @property
    def on_page(self) -> list[str]:
        """What the page showed, by the copy in the form's data; `present` without one."""
        values = self.form.data.getlist(self.html_initial_name)  # type: ignore[attr-defined]
        if not values:
            return self.present
        return [value for value in values if value] if self._is_list else values[-1:]

    @property
    def present_words(self) -> str:
        """The record's value for people."""
        value = self.field.prepare_value(self.initial)
        if isinstance(self.field, forms.BooleanField):
            return gettext("yes") if value else gettext("no")
        if isinstance(self.field, forms.ChoiceField):
            return self._labels() or gettext("nothing")
        return str(self.field.widget.format_value(value) or gettext("nothing"))

    def _labels(self) -> str:
        choices = self.field.choices  # type: ignore[attr-defined]
        labels = {str(choice): str(label) for choice, label in choices}
        return ", ".join(labels.get(choice, choice) for choice in self.present if choice)

    def differs_from(self, values: list[str]) -> bool:
        """Whether the member sent something else than `values`, which a browser sent."""
        try:
            value = self.field.to_python(values if self._is_list else values[0])
            return self.field.has_changed(value, self.data)
        except (ArithmeticError, ValidationError):  # "sNaN" is a number that equals none
            return True

    @property
    def is_overtaken(self) -> bool:
        """The member and somebody else changed it, each to something else."""
        was_changed = _with_plain_breaks(self.on_page) != _with_plain_breaks(self.present)
        return was_changed and self.differs_from(self.on_page) and self.differs_from(self.present)


class RecordForm(forms.BaseForm):
    """`initial` is the record as it is now: who saves has locked it before reading it.

    `cleaned_data` is the record as it shall be, `changed_data` names what differs from what is.
    A field without its copy in the data (of a script's request) is taken to be seen as it is.
    """

    bound_field_class = RecordField

    def full_clean(self) -> None:
        overtaken = self._bring_up_to_date() if self.is_bound else []
        super().full_clean()
        for bound in overtaken:
            text = gettext(
                "It is %(value)s now: somebody changed it. Save again to put yours there."
            )
            self.add_error(bound.name, text % {"value": bound.present_words})

    def _bring_up_to_date(self) -> list[RecordField]:
        """Put what is now where the member changed nothing; the fields that both changed."""
        self.data = _copy_of(self.data)
        fields = [self[name] for name in self.fields]
        controls = [bound for bound in fields if isinstance(bound, RecordField) and bound.is_sent]
        overtaken = [bound for bound in controls if bound.is_overtaken]
        for bound in controls:
            if not bound.differs_from(bound.on_page):
                self.data.setlist(bound.html_name, bound.present)
        return overtaken


def _copy_of(data: Any) -> MultiValueDict[str, Any]:
    """To be written to, whatever mapping the form was given."""
    if isinstance(data, MultiValueDict):
        return data.copy()
    lists = {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    return MultiValueDict(lists)


def _with_plain_breaks(values: list[str]) -> list[str]:
    """Browsers send the breaks of lines as two characters."""
    return [value.replace("\r\n", "\n").replace("\r", "\n") for value in values]
