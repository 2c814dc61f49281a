"""What the audit's pages share: an entry's sentence, what changed, and the fields that narrow."""

import re
from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.audit.kinds import Kind
from marketplace.audit.models import Entry
from marketplace.audit.queries import Line
from marketplace.pages.shared.cursors import section_of
from tenants.kernel.zones import zone

PAGE_SIZE = 50
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")  # as the audit keeps them
FIELDS = {
    "role": _("Role"),
    "required": _("Second factor"),
    "until": _("Until"),
    "reason": _("Reason"),
    "status": _("Status"),
    "price": _("Price"),
    "currency": _("Currency"),
    "domain": _("Domain"),
    "name": _("Name"),
    "benefit": _("What is given"),
    "value": _("Value"),
    "starts": _("Begins"),
    "ends": _("Ends"),
    "kind": _("Kind"),
    "amount": _("Amount"),
    "file": _("File"),
    "imported_rows": _("Rows imported"),
    "refused_rows": _("Rows refused"),
    "remarks": _("Remarks"),
    "created": _("New products"),
    "updated": _("Changed products"),
    "unchanged": _("Unchanged products"),
    "withheld": _("Changed, and not told here"),
    "by": _("By"),
}


class DayForm(forms.Form):
    """Both days count; a day alone is that day and those after it, or before it."""

    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("It is before the first day."))
        return values


def kind_options(kinds: Any) -> list[tuple[str, Any]]:
    return [("", _("Everything")), *((kind.value, kind.label) for kind in kinds)]


def show_entries(
    request: HttpRequest,
    template: str,
    form: DayForm,
    entries: QuerySet[Entry],
    *,
    read_lines: Callable[[list[Entry]], Iterable[Line]],
    timezone: str,
) -> HttpResponse:
    """A page of them, in the time of this zone."""
    section, clock = section_of(request, entries, size=PAGE_SIZE), zone(timezone)
    context = {
        "form": form,
        "lines": [_show_line(line, clock) for line in read_lines(section.rows)],
        "pages": section.pages,
        "timezone": clock,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, template, context)


def _show_line(line: Line, clock: tzinfo) -> dict[str, Any]:
    entry = line.entry
    return {
        "at": entry.at,
        "label": entry.label,
        "kind": Kind(entry.kind).label,
        "who": line.who.name if line.who else _nobody(line),
        "person": line.person.name if line.person and line.person != line.who else line.about,
        "on": entry.on,
        "source": line.source,
        "shop": line.shop,
        "changes": _changes(entry.before, entry.after, clock),
    }


def _nobody(line: Line) -> str:
    is_program = line.source.startswith(("command ", "task ", "import "))
    return gettext("By itself") if is_program else gettext("Nobody who is logged in")


def _changes(before: dict[str, Any], after: dict[str, Any], clock: tzinfo) -> list[dict[str, Any]]:
    names = [*before, *(name for name in after if name not in before)]
    return [
        {
            "label": FIELDS.get(name, name.replace("_", " ")),
            "before": _text(before.get(name), clock),
            "after": _text(after.get(name), clock),
        }
        for name in names
    ]


def _text(value: Any, clock: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    moment = parse_datetime(str(value)) if MOMENT.match(str(value)) else None
    return date_format(moment.astimezone(clock), "j M Y, H:i") if moment else str(value)
