"""What was done in the shop: by whom, when, from where. For its owner."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from marketplace.audit.queries import (
    KINDS_OF_SHOP,
    Filter,
    entries_of_shop,
    lines_for_shop,
    workers_of,
)
from marketplace.pages.shared.audit import DayForm, kind_options, show_entries
from tenants.registry.models import Retailer
from tenants.staff.gates import staff_page


class AuditForm(DayForm):
    kind = forms.ChoiceField(label=_("What"), required=False, choices=kind_options(KINDS_OF_SHOP))
    person = forms.ChoiceField(label=_("Who"), required=False)

    field_order = ("kind", "person", "since", "until")

    def __init__(self, *args: Any, workers: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [user for user in workers.values() if user.anonymised_at is None]
        people.sort(key=lambda user: (user.display_name, user.pk))
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Everybody")),
            *((str(user.uuid), user.display_name) for user in people),
        ]


@staff_page("staff.view_auditentry")
@require_safe
def show_audit(request: HttpRequest) -> HttpResponse:
    shop: Retailer = request.retailer  # type: ignore[attr-defined]
    workers = workers_of(shop)
    form = AuditForm(request.GET, workers=workers)
    return show_entries(
        request,
        "seller/audit.html",
        form,
        entries_of_shop(shop, workers),
        _criteria(form, shop, workers),
        read_lines=lambda rows: lines_for_shop(rows, shop, workers),
        timezone=shop.timezone,
    )


def _criteria(form: AuditForm, shop: Retailer, workers: dict[int, Any]) -> Filter | None:
    if not form.is_valid():
        return None
    values = form.cleaned_data
    ids = {str(user.uuid): pk for pk, user in workers.items()}
    return Filter(
        kind=values["kind"],
        person=ids.get(values["person"]),
        since=values["since"],
        until=values["until"],
        timezone=shop.timezone,
    )
