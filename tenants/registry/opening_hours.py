"""The verbs by which a shop says when it is open; tenants.registry.timetables reads it.

Each holds the retailer's row: of two who change hours at once the second sees what the first wrote.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from tenants.kernel.errors import Invalid, NotFound
from tenants.kernel.locks import hold
from tenants.kernel.opening_hours import Span, SpecialDays, overlaps_of
from tenants.registry.audit import changes_of, record
from tenants.registry.models import OpeningHours, Retailer, SpecialHours
from tenants.registry.public_holidays import Holiday

MOST_SPECIAL = 200
LONGEST = timedelta(days=366)
KEPT = timedelta(days=31)  # special days that are over
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Week = Mapping[int, Sequence[Span]]


def week_of(retailer: Retailer) -> dict[int, list[Span]]:
    """One statement."""
    rows = OpeningHours.objects.filter(retailer=retailer).order_by("weekday", "opens", "id")
    week: dict[int, list[Span]] = {}
    for weekday, opens, closes in rows.values_list("weekday", "opens", "closes"):
        week.setdefault(weekday, []).append(Span(opens, closes))
    return week


@transaction.atomic
def change_week(*, retailer: Retailer, week: Week, actor: Any = None) -> None:
    """Raises Invalid where two spans overlap."""
    _lock(retailer)
    if overlaps_of(week):
        raise Invalid(gettext("Two spans overlap."))
    before = week_of(retailer)
    after = {day: sorted(spans) for day, spans in sorted(week.items()) if spans}
    if before == after:
        return
    OpeningHours.objects.filter(retailer=retailer).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(retailer=retailer, weekday=day, opens=span.opens, closes=span.closes)
        for day, spans in after.items()
        for span in spans
    )
    _note(retailer, actor, _words_of_week(before), _words_of_week(after))


@transaction.atomic
def save_special_days(
    *, retailer: Retailer, days: SpecialDays, row: int | None = None, actor: Any = None
) -> SpecialHours:
    """New ones, or those of a row. Raises Invalid with fields, NotFound without that row."""
    _lock(retailer)
    rows = SpecialHours.objects.filter(retailer=retailer)
    special = SpecialHours(retailer=retailer) if row is None else _special_row(retailer, row)
    before = {} if row is None else {"special_days": write_special(special)}
    _require_dates(days)
    _require_apart(rows if row is None else rows.exclude(pk=row), days)
    if row is None:
        _forget_past(retailer)
        _require_room(rows, 1)
    _fill(special, days).save()
    _note(retailer, actor, before, {"special_days": write_special(special)})
    return special


@transaction.atomic
def remove_special_days(*, retailer: Retailer, row: int, actor: Any = None) -> None:
    """These days are as the week says. Raises NotFound."""
    _lock(retailer)
    special = _special_row(retailer, row)
    before = {"special_days": write_special(special)}
    special.delete()
    record(what="hours.changed", who=actor, on=retailer.slug, retailer=retailer, before=before)


@transaction.atomic
def close_on_holidays(
    *, retailer: Retailer, holidays: Iterable[Holiday], actor: Any = None
) -> list[SpecialHours]:
    """Those that are not special days already. Raises Invalid for more than a shop may have."""
    _lock(retailer)
    _forget_past(retailer)
    rows = SpecialHours.objects.filter(retailer=retailer)
    taken_days = list(rows.values_list("first_day", "last_day"))
    new_rows = [
        _fill(SpecialHours(retailer=retailer), SpecialDays(day, day, note=name[:120]))
        for day, name in dict(holidays).items()
        if not any(first <= day <= last for first, last in taken_days)
    ]
    _require_room(rows, len(new_rows))
    SpecialHours.objects.bulk_create(new_rows)
    if new_rows:
        _note(retailer, actor, {}, {"special_days": [write_special(row) for row in new_rows]})
    return new_rows


def special_rows(retailer: Retailer, *, since: date) -> list[SpecialHours]:
    """One statement."""
    rows = SpecialHours.objects.filter(retailer=retailer, last_day__gte=since)
    return list(rows.order_by("first_day"))


def days_of(row: SpecialHours) -> SpecialDays:
    spans = tuple(Span(*ends) for ends in zip(row.opens, row.closes, strict=True))
    return SpecialDays(row.first_day, row.last_day, tuple(sorted(spans)), row.note)


def write_span(span: Span) -> str:
    """`22:00-02:00`; a midnight that ends a day is 24:00."""
    return f"{span.opens:%H:%M}-{write_end(span)}"


def write_end(span: Span) -> str:
    return "24:00" if not (span.closes.hour or span.closes.minute) else f"{span.closes:%H:%M}"


def write_special(row: SpecialHours) -> str:
    """For the audit."""
    days = days_of(row)
    spans = ", ".join(map(write_span, days.spans)) or "-"
    dates = dict.fromkeys([f"{days.first}", f"{days.last}"])
    return f"{' / '.join(dates)}: {spans} {days.note}".rstrip()


def _lock(retailer: Retailer) -> None:
    hold(Retailer.objects.all()).get(pk=retailer.pk)


def _note(
    retailer: Retailer, actor: Any, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    changes = changes_of(before, after)
    if changes["before"] != changes["after"]:
        record(what="hours.changed", who=actor, on=retailer.slug, retailer=retailer, **changes)


def _words_of_week(week: Week) -> dict[str, list[str]]:
    return {
        name: [write_span(span) for span in week.get(day, ())] for day, name in enumerate(WEEKDAYS)
    }


def _special_row(retailer: Retailer, row: int) -> SpecialHours:
    special = SpecialHours.objects.filter(retailer=retailer, pk=row).first()
    if special is None:
        raise NotFound(gettext("These days are as the week says by now."))
    return special


def _fill(row: SpecialHours, days: SpecialDays) -> SpecialHours:
    row.first_day, row.last_day, row.note = days.first, days.last, days.note
    row.opens = [span.opens for span in days.spans]
    row.closes = [span.closes for span in days.spans]
    return row


def _require_dates(days: SpecialDays) -> None:
    if days.last < days.first:
        raise Invalid(fields={"last_day": [gettext("It is before the first day.")]})
    if days.last - days.first >= LONGEST:
        raise Invalid(fields={"last_day": [gettext("At most a year.")]})
    following = {0: days.spans, 1: days.spans} if days.last > days.first else {0: days.spans}
    if overlaps_of(following):
        raise Invalid(gettext("Two spans overlap."))


def _require_apart(rows: Any, days: SpecialDays) -> None:
    other = rows.filter(first_day__lte=days.last, last_day__gte=days.first)
    row = other.order_by("first_day").first()
    if row is not None:
        sentence = gettext(
            "There are special days from %(first)s to %(last)s already; change these."
        )
        words = {"first": _written(row.first_day), "last": _written(row.last_day)}
        raise Invalid(fields={"first_day": [sentence % words]})


def _written(day: date) -> str:
    return date_format(day, "j F Y")


def _forget_past(retailer: Retailer) -> None:
    past = timezone.now().date() - KEPT
    SpecialHours.objects.filter(retailer=retailer, last_day__lt=past).delete()


def _require_room(rows: Any, more: int) -> None:
    if rows.count() + more > MOST_SPECIAL:
        sentence = gettext("At most %(most)s entries: remove some, or put days together.")
        raise Invalid(sentence % {"most": MOST_SPECIAL})
