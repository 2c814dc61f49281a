"""When a shop is open, reckoned from its week, the days that differ, and its clock.

Pure: nothing here asks for the time or the database. What is decided (docs/decisions/0037):

- A span belongs to the day on which it begins. If it closes at or before the time at which it
  opens, it ends on the next day; at 00:00 that is its own midnight. 00:00 to 00:00 is all day.
- Special days have their own spans, or none, instead of the weekday's. What began the evening
  before runs to its end.
- A time is the first moment at which the shop's clock shows it, or a later one: see moment_of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from tenants.kernel.zones import moment_of

MIDNIGHT = time()
DAY, WEEK = timedelta(days=1), timedelta(days=7)
HORIZON = 366  # days in which the next opening is looked for


class Span(NamedTuple):
    opens: time
    closes: time

    @property
    def ends_later(self) -> bool:
        """On the next day, or at the midnight that begins it."""
        return self.closes <= self.opens

    @property
    def is_all_day(self) -> bool:
        return self.opens == self.closes == MIDNIGHT

    @property
    def length(self) -> timedelta:
        day = date(2000, 1, 1)
        last = day + DAY if self.ends_later else day
        return datetime.combine(last, self.closes) - datetime.combine(day, self.opens)


ALL_DAY = Span(MIDNIGHT, MIDNIGHT)


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """From `first` to `last`, both with it; without spans: closed."""

    first: date
    last: date
    spans: tuple[Span, ...] = ()
    note: str = ""

    def hold(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Timetable:
    """`week` by weekday, Monday is 0; no two of `special` hold the same day."""

    zone: tzinfo
    week: Mapping[int, Sequence[Span]]
    special: Sequence[SpecialDays] = ()

    def special_on(self, day: date) -> SpecialDays | None:
        return next((days for days in self.special if days.hold(day)), None)

    def spans_on(self, day: date) -> Sequence[Span]:
        """Those that begin on this day."""
        special = self.special_on(day)
        return self.week.get(day.weekday(), ()) if special is None else special.spans

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def tells(self, day: date) -> bool:
        """Whether the shop says when it is open: in its week, or on days from `day` on."""
        coming = (days for days in self.special if days.spans and days.last >= day - DAY)
        return any(self.week.values()) or next(coming, None) is not None


class Opening(NamedTuple):
    """`changes_at` (UTC): when it closes, or opens next. None: it is open for a week and longer,
    or not open within a year."""

    is_open: bool
    changes_at: datetime | None

    @property
    def closes_at(self) -> datetime | None:
        return self.changes_at if self.is_open else None

    @property
    def opens_at(self) -> datetime | None:
        return None if self.is_open else self.changes_at


class Overlap(NamedTuple):
    """The span at `place` of `day` begins while the other is open."""

    day: int
    place: int
    other_day: int
    other: Span


def opening_at(timetable: Timetable, now: datetime) -> Opening | None:
    """None for a shop that does not tell when it is open."""
    today = timetable.today(now)
    if not timetable.tells(today):
        return None
    stretch: tuple[datetime, datetime] | None = None
    for opens_at, closes_at in _moments_from(timetable, today - DAY):
        if closes_at <= now:
            continue
        if stretch is None:
            stretch = opens_at, closes_at
        elif opens_at <= stretch[1]:
            stretch = stretch[0], max(stretch[1], closes_at)
        else:
            break
        if stretch[0] > now:
            return Opening(is_open=False, changes_at=stretch[0])
        if stretch[1] - now > WEEK:
            return Opening(is_open=True, changes_at=None)
    return Opening(is_open=stretch is not None, changes_at=stretch and stretch[1])


def _moments_from(timetable: Timetable, day: date) -> Iterator[tuple[datetime, datetime]]:
    """When each span opens and closes, in order; none for one that the clock leaps over."""
    for number in range(HORIZON + 2):
        begins = day + number * DAY
        for span in sorted(timetable.spans_on(begins)):
            ends = begins + DAY if span.ends_later else begins
            opens_at = moment_of(datetime.combine(begins, span.opens), timetable.zone)
            closes_at = moment_of(datetime.combine(ends, span.closes), timetable.zone)
            if opens_at < closes_at:
                yield opens_at, closes_at


def overlaps_of(week: Mapping[int, Sequence[Span]]) -> list[Overlap]:
    """Spans of a week that begin while another is open, that of the evening before too."""
    spans = [
        (day, place, span) for day, row in sorted(week.items()) for place, span in enumerate(row)
    ]
    overlaps = []
    for day, place, span in spans:
        for other_day, other_place, other in spans:
            lead = (_since_monday(day, span) - _since_monday(other_day, other)) % WEEK
            is_itself = (day, place) == (other_day, other_place)
            comes_first = not lead and place < other_place
            if lead < other.length and not is_itself and not comes_first:
                overlaps.append(Overlap(day, place, other_day, other))
                break
    return overlaps


def _since_monday(day: int, span: Span) -> timedelta:
    return day * DAY + timedelta(hours=span.opens.hour, minutes=span.opens.minute)
