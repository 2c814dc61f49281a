"""The forms of a shop's week, and of days that differ from it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.pages.shared.forms import RefusableForm
from tenants.kernel.opening_hours import ALL_DAY, MIDNIGHT, Span, SpecialDays, overlaps_of
from tenants.kernel.record_forms import RecordForm
from tenants.kernel.text_fields import NameInput
from tenants.registry.opening_hours import write_span

SPANS_A_DAY, SHOWN_SPANS = 4, 2
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?")
CLOSED, OTHER, AROUND_THE_CLOCK = "closed", "other", "all-day"


class ClockField(forms.TimeField):
    """`9`, `9.30`, `09:30`, and `24:00` for the midnight that ends a day."""

    def to_python(self, value: Any) -> time | None:
        match = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            return super().to_python(value)
        hour, minute = int(match[1]), int(match[2] or 0)
        return super().to_python("00:00" if (hour, minute) == (24, 0) else f"{hour}:{minute:02}")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


@dataclass(frozen=True, slots=True)
class Row:
    """What the template shows of a day: its name, whether all day, its spans."""

    day: str
    all_day: Any
    spans: list[tuple[Any, Any]]
    more: list[tuple[Any, Any]]

    @property
    def uses_more(self) -> bool:
        fields = [field for pair in self.more for field in pair]
        return any(field.value() or field.errors for field in fields)


class SpansForm(RecordForm):
    """Fields `opens_<day>_<place>` and `closes_<day>_<place>`; both empty: no span."""

    def _add_spans(self, day: int, name: str, spans: Sequence[Span]) -> None:
        words = {"opens": gettext("from"), "closes": gettext("to")}
        for place in range(max(SPANS_A_DAY, len(spans))):
            span = spans[place] if place < len(spans) else None
            for end, word in words.items():
                label = f"{name} {place + 1}, {word}".strip()
                self.fields[f"{end}_{day}_{place}"] = ClockField(
                    required=False,
                    label=label,
                    initial=getattr(span, end) if span else None,
                    widget=forms.TimeInput(
                        format="%H:%M", attrs={"type": "time", "aria-label": label}
                    ),
                )

    def _pairs(self, day: int) -> list[tuple[Any, Any]]:
        return [
            (self[f"opens_{day}_{place}"], self[f"closes_{day}_{place}"])
            for place in self._places(day)
        ]

    def _places(self, day: int) -> list[int]:
        prefix = f"opens_{day}_"
        return [place for place in range(len(self.fields)) if f"{prefix}{place}" in self.fields]

    def _read_spans(self, data: Mapping[str, Any], day: int) -> dict[int, Span]:
        """By place; of what cannot be the field is told."""
        spans = {}
        for place in self._places(day):
            names = [f"{end}_{day}_{place}" for end in ("opens", "closes")]
            opens, closes = (data.get(name) for name in names)
            if any(name in self.errors for name in names) or (opens is closes is None):
                continue
            if opens is None:
                self.add_error(names[0], gettext("Say when it opens."))
            elif closes is None:
                self.add_error(names[1], gettext("Say when it closes."))
            elif opens == closes != MIDNIGHT:
                message = gettext("It closes as it opens. Around the clock is 00:00 to 24:00.")
                self.add_error(names[1], message)
            else:
                spans[place] = Span(opens, closes)
        return spans

    def _refuse_overlaps(self, week: Mapping[int, Mapping[int, Span]]) -> None:
        rows = {day: list(spans.values()) for day, spans in week.items()}
        for overlap in overlaps_of(rows):
            place = list(week[overlap.day])[overlap.place]
            sentence = gettext("%(day)s %(span)s is not over by then.")
            words = {"day": self._name_of(overlap.other_day), "span": write_span(overlap.other)}
            self.add_error(self._field_of(overlap.day, place), (sentence % words).strip())

    def _name_of(self, day: int) -> str:
        return str(WEEKDAYS[day])

    def _field_of(self, day: int, place: int) -> str:
        is_all_day = self.cleaned_data.get(f"all_day_{day}")
        return f"all_day_{day}" if is_all_day else f"opens_{day}_{place}"


class WeekForm(SpansForm, RefusableForm):
    """A day without times is closed; a tick for all day counts before times."""

    def __init__(self, *args: Any, week: Mapping[int, Sequence[Span]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in WEEKDAYS.items():
            spans = week.get(day, ())
            is_all_day = any(span.is_all_day for span in spans)
            self.fields[f"all_day_{day}"] = forms.BooleanField(
                required=False, label=_("Around the clock"), initial=is_all_day
            )
            self._add_spans(day, str(name), () if is_all_day else spans)

    def rows(self) -> Iterator[Row]:
        for day, name in WEEKDAYS.items():
            pairs = self._pairs(day)
            first, more = pairs[:SHOWN_SPANS], pairs[SHOWN_SPANS:]
            yield Row(str(name), self[f"all_day_{day}"], first, more)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        week = {
            day: {0: ALL_DAY} if data.get(f"all_day_{day}") else self._read_spans(data, day)
            for day in range(7)
        }
        self._refuse_overlaps(week)
        return data | {"week": {day: list(spans.values()) for day, spans in week.items()}}


class SpecialDaysForm(SpansForm, RefusableForm):
    first_day = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: the first day alone."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = NameInput(
        label=_("For customers"),
        max_length=120,
        required=False,
        help_text=_("Why, in a word: stocktaking, Christmas."),
    )
    kind = forms.ChoiceField(
        label=_("On these days"),
        widget=forms.RadioSelect,
        choices=[
            (CLOSED, _("Closed")),
            (OTHER, _("Open at these times")),
            (AROUND_THE_CLOCK, _("Open around the clock")),
        ],
    )

    def __init__(self, *args: Any, days: SpecialDays | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": _initial(days)})
        spans = () if days is None or ALL_DAY in days.spans else days.spans
        self._add_spans(0, "", spans)

    @property
    def plain_fields(self) -> list[Any]:
        return [self[name] for name in self.base_fields]

    def rows(self) -> list[tuple[Any, Any]]:
        return self._pairs(0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, spans = data.get("kind"), {}
        if kind == OTHER:
            spans = self._read_spans(data, 0)
            if not spans and not self.errors:
                self.add_error("opens_0_0", gettext("Say when it opens."))
            first, last = data.get("first_day"), data.get("last_day")
            is_one_day = not last or last == first
            self._refuse_overlaps({0: spans} if is_one_day else {0: spans, 1: spans})
        elif kind == AROUND_THE_CLOCK:
            spans = {0: ALL_DAY}
        return data | {"spans": tuple(spans.values())}

    def _name_of(self, day: int) -> str:
        return ""

    def _field_of(self, day: int, place: int) -> str:
        return f"opens_0_{place}"

    def days(self) -> SpecialDays:
        data = self.cleaned_data
        last = data["last_day"] or data["first_day"]
        return SpecialDays(data["first_day"], last, data["spans"], data["note"])


def _initial(days: SpecialDays | None) -> dict[str, Any]:
    if days is None:
        return {"kind": CLOSED}
    kind = AROUND_THE_CLOCK if ALL_DAY in days.spans else OTHER if days.spans else CLOSED
    last = days.last if days.last != days.first else None
    return {"first_day": days.first, "last_day": last, "note": days.note, "kind": kind}
