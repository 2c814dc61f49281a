"""What the audit's pages share: an entry's sentence, what changed, and the fields that narrow."""

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.audit.kinds import Kind
from marketplace.audit.models import Entry
from marketplace.audit.queries import Filter, Line
from marketplace.pages.shared.audit_words import changes_in_words, names_of
from marketplace.pages.shared.cursors import section_of
from tenants.kernel.zones import zone

PAGE_SIZE = 50


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
    criteria: Filter | None,
    *,
    read_lines: Callable[[list[Entry]], Iterable[Line]],
    timezone: str,
) -> HttpResponse:
    """A page of them, in the time of this zone. Nothing, where the form does not say what."""
    entries = criteria.narrow(entries) if criteria else entries.none()
    moment = criteria.moment if criteria else ""
    section, clock = section_of(request, entries, size=PAGE_SIZE, moment=moment), zone(timezone)
    lines = list(read_lines(section.rows))
    names = names_of(line.entry for line in lines)
    context = {
        "form": form,
        "lines": [_show_line(line, names, clock) for line in lines],
        "pages": section.pages,
        "timezone": clock,
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, template, context)


def _show_line(line: Line, names: dict[str, str], clock: tzinfo) -> dict[str, Any]:
    entry = line.entry
    return {
        "at": entry.at,
        "label": entry.label,
        "kind": Kind(entry.kind).label,
        "who": line.who.name if line.who else _nobody(line),
        "person": line.person.name if line.person and line.person != line.who else line.about,
        "on": _subject_of(line, names),
        "source": line.source,
        "shop": line.shop,
        "changes": changes_in_words(entry, clock),
    }


def _subject_of(line: Line, names: dict[str, str]) -> str:
    """By what people know it; of a shop, and of an invitation with a guest, nothing more."""
    is_guest = line.entry.kind == Kind.STAFF and (line.person or line.about)
    if is_guest or line.entry.kind == Kind.SHOP:
        return ""
    return names.get(line.entry.on, line.entry.on)


def _nobody(line: Line) -> str:
    is_program = line.source.startswith(("command ", "task ", "import "))
    return gettext("By itself") if is_program else gettext("Nobody who is logged in")
