"""What a body may hold: no more than the reference tells.

The framework takes 5 for a text and "5" for a number. A program that relies on that breaks where
another of our clients, generated from the reference, does not; so JSON is taken at its word.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:")
# A text that is trimmed must have more than spaces; ours are more than those of JavaScript.
NOT_BLANK = r"[^\s\x1C-\x1F\x85]"


def decimal_pattern(field: serializers.DecimalField) -> str:
    """Digits with an optional fraction. A highest value must be a power of ten."""
    places, whole = field.decimal_places or 0, (field.max_digits or 0) - (field.decimal_places or 0)
    sign = "" if field.min_value is not None and field.min_value >= 0 else "-?"
    digits = rf"[0-9]{{1,{whole}}}(\.[0-9]{{1,{places}}})?"
    if field.max_value is None:
        return f"^{sign}{digits}$"
    highest = str(field.max_value)
    digits = rf"[0-9]{{1,{len(highest) - 1}}}(\.[0-9]{{1,{places}}})?"
    return rf"^{sign}({digits}|{highest}(\.0{{1,{places}}})?)$"


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_whole(value: Any) -> bool:
    """JSON knows one kind of number: 2.0 is whole too."""
    return not isinstance(value, bool) and (
        isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    )


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def is_moment(value: Any) -> bool:
    """RFC 3339's date and time: a day alone would be the day's first second, where people mean
    its last."""
    return is_text(value) and MOMENT.match(value) is not None


# The first that fits is taken.
TYPES: list[
    tuple[type[serializers.Field[Any, Any, Any, Any]], Callable[[Any], bool], "StrOrPromise"]
] = [
    (serializers.IntegerField, is_whole, _("Use a whole number.")),
    (serializers.FloatField, is_number, _("Use a number.")),
    (serializers.BooleanField, is_truth, _("Use true or false.")),
    (serializers.CharField, is_text, _("Use a text.")),
    (serializers.ChoiceField, is_text, _("Use a text.")),
    (serializers.DateField, is_text, _("Use a text.")),
    (serializers.DateTimeField, is_moment, _("Use a moment such as 2026-11-21T09:30:00Z.")),
    (serializers.UUIDField, is_text, _("Use a text.")),
]


LONGEST_NAME, MOST_NAMES = 60, 20  # of members that are refused, in an answer
CSRF_FIELD = "csrfmiddlewaretoken"  # a form's, read before
_takes_more: ContextVar[bool] = ContextVar("takes_more", default=False)
_read_present: ContextVar[Callable[[], Any] | None] = ContextVar("read_present", default=None)


@contextmanager
def older_bodies() -> Iterator[None]:
    """Bodies of older clients: what is not known in them is not looked at."""
    token = _takes_more.set(True)
    try:
        yield
    finally:
        _takes_more.reset(token)


@contextmanager
def sent_back(read_present: Callable[[], Any] | None) -> Iterator[None]:
    """Bodies that may repeat what a read answers now; it is asked for only where one does."""
    token = _read_present.set(read_present)
    try:
        yield
    finally:
        _read_present.reset(token)


class Input(serializers.Serializer[Any]):
    """Its members are of the JSON types that the reference tells; a form has texts only.

    `rules` are keywords of JSON Schema for what no single member tells, such as
    `{"anyOf": [{"required": ["email"]}, {"required": ["phone"]}]}`; `validate` enforces them.
    """

    rules: ClassVar[dict[str, Any]] = {}
    # Else what is no member is refused, unless a change sends back what a read answers
    # (docs/decisions/0031-members-that-mean-nothing.md).
    takes_more: ClassVar[bool] = False

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (strangers := self._strangers(data)):
            raise serializers.ValidationError(strangers)
        if isinstance(data, dict) and not isinstance(data, MultiValueDict):
            fields = self.fields.items()
            mismatches = mismatches_of(
                (name, field, data[name]) for name, field in fields if name in data
            )
            if mismatches:
                raise serializers.ValidationError(mismatches)
        return super().to_internal_value(data)

    def _strangers(self, data: Mapping[str, Any]) -> dict[str, list[str]]:
        """What is to be said of members that are none, by their names."""
        unknown = [name for name in data if name not in self.fields and name != CSRF_FIELD]
        if not unknown or self.takes_more or _takes_more.get():
            return {}
        present = self._present()
        changed = [name for name in unknown if name not in present or present[name] != data[name]]
        names = ", ".join(self.fields)
        return {
            printable(name): [
                gettext("It cannot be changed here.")
                if name in present
                else gettext("There is no such member; there are: %(names)s.") % {"names": names}
            ]
            for name in changed[:MOST_NAMES]
        }

    def _present(self) -> Mapping[str, Any]:
        read_present = _read_present.get()
        present = read_present() if read_present and self.parent is None else None
        return present if isinstance(present, Mapping) else {}


def printable(name: str) -> str:
    """Of whatever somebody sent, for an answer."""
    return str(name)[:LONGEST_NAME].encode("utf-8", "replace").decode()


def mismatch(field: Any, value: Any) -> Any:
    """What to use instead of what is of another type than its field's, by place; None if it fits.

    Of null the field itself says whether it may be.
    """
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return mismatches_of((place, field.child, item) for place, item in enumerate(value))
    if isinstance(field, serializers.DictField) and isinstance(value, dict):
        return mismatches_of((name, field.child, item) for name, item in value.items())
    if isinstance(field, serializers.DecimalField):
        is_decimal = is_text(value) and re.fullmatch(decimal_pattern(field), value)
        return None if is_decimal or value is None else [gettext("Use a text such as 12.50.")]
    for kind, fits, message in TYPES:
        if isinstance(field, kind):
            return None if fits(value) or value is None else [message]
    return None


def mismatches_of(values: Iterable[tuple[Any, Any, Any]]) -> dict[Any, Any] | None:
    """Of each (place, field, value)."""
    mismatches = {place: mismatch(field, value) for place, field, value in values}
    return {place: wrong for place, wrong in mismatches.items() if wrong} or None


def read(
    form: type[serializers.Serializer[Any]], data: Any, *, partial: bool = False
) -> dict[str, Any]:
    """What was sent, as the form takes it; `partial`: in part, for a change.

    Raises ValidationError.
    """
    filled = form(data=data, partial=partial)
    filled.is_valid(raise_exception=True)
    values: dict[str, Any] = filled.validated_data
    return values


def read_whole(form: type[serializers.Serializer[Any]], content: Any) -> dict[str, Any]:
    """What replaces all that was there (PUT): what is left out gets its default, at any depth.

    Raises ValidationError; so for what is left out and has none.
    """
    filled = form(data=content)
    filled.is_valid(raise_exception=True)
    return _filled_up(filled, filled.validated_data)


def _filled_up(form: Any, values: Any) -> dict[str, Any]:
    whole = {}
    for name, field in form.fields.items():
        if isinstance(field, serializers.Serializer):
            whole[name] = _filled_up(field, values.get(name) or {})
        else:
            whole[name] = values[name] if name in values else default_of(field)
    return whole


def default_of(field: Any) -> Any:
    """What a member stands at that nobody has set: what its `style` says, else nothing."""
    if "default" in field.style:
        return field.style["default"]
    if isinstance(field, serializers.BooleanField):
        return False
    return None if field.allow_null else ""


def example(value: Any, **more: Any) -> dict[str, Any]:
    """A field's `style`: what the reference shows it with (see api/examples.py); `default`, what
    it is where a replacement leaves it out."""
    return {"example": value} | more
