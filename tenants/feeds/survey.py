"""What is looked at in all rows of a file before the first is read: how it writes its numbers, and
what of it will not be carried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from tenants.feeds.amounts import DecimalHabit
from tenants.feeds.cells import Cell, as_text
from tenants.feeds.formats.base import Format
from tenants.feeds.headings import Header


@dataclass(slots=True)
class Survey:
    """`silent` are the columns that are known and not read, while all their cells are blank;
    `pictures` counts cells whose pictures have no web address."""

    format: Format
    currency: str
    habit: DecimalHabit
    silent: dict[int, str] = field(default_factory=dict)
    passed_over: dict[int, str] = field(default_factory=dict)
    pictures: int = 0
    picture: str = ""

    def look_at(self, row: Sequence[Cell], cells: Mapping[str, Cell]) -> None:
        """One row, as it stands in the file and by field."""
        for name in self.format.price_fields:
            if name in cells:
                self.habit.look_at(cells[name], self.currency)
        for name in self.format.count_fields:
            if name in cells:
                self.habit.look_at(cells[name])
        self._look_for_pictures(cells)
        if self.silent:
            self._look_at_silent(row)

    def _look_for_pictures(self, cells: Mapping[str, Cell]) -> None:
        for name in self.format.picture_fields:
            if name in cells and "://" not in (text := as_text(cells[name])):
                self.pictures += 1
                self.picture = self.picture or text[:80]

    def _look_at_silent(self, row: Sequence[Cell]) -> None:
        for column in [column for column in self.silent if column < len(row)]:
            if as_text(row[column]):
                self.passed_over[column] = self.silent.pop(column)

    def notes(self, header: Header) -> list[str]:
        names = [*header.ignored, *(label for _, label in sorted(self.passed_over.items()))]
        notes = []
        if names:
            notes.append(
                gettext("Columns that were not read: %(names)s.") % {"names": ", ".join(names)}
            )
        if self.pictures:
            notes.append(
                gettext(
                    "Pictures of %(count)s rows are no web addresses and were not read, such as "
                    "“%(sample)s”."
                )
                % {"count": self.pictures, "sample": self.picture}
            )
        return notes


def survey_of(chosen: Format, header: Header, currency: str, habit: DecimalHabit) -> Survey:
    columns = zip(header.fields, header.labels, strict=False)
    silent = {
        place: label for place, (name, label) in enumerate(columns) if name and name.startswith("-")
    }
    return Survey(chosen, currency, habit, silent)
