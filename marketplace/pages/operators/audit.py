"""The audit of the whole marketplace, for its operators."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from marketplace.accounts.logins.credentials import find_by_identifier
from marketplace.accounts.models import User
from marketplace.audit.kinds import Kind
from marketplace.audit.queries import Filter, all_entries, lines_for_operators
from marketplace.pages.operators.desk import for_operators
from marketplace.pages.shared.audit import DayForm, kind_options, show_entries
from tenants.registry.models import Retailer


class AuditForm(DayForm):
    kind = forms.ChoiceField(label=_("What"), required=False, choices=kind_options(Kind))
    person = forms.CharField(label=_("Who (e-mail)"), required=False, max_length=254)
    shop = forms.CharField(label=_("Shop's address"), required=False, max_length=63)

    field_order = ("shop", "person", "kind", "since", "until")

    def clean_person(self) -> User | None:
        words = self.cleaned_data["person"]
        user = find_by_identifier(words) if words else None
        if words and user is None:
            raise forms.ValidationError(gettext("Nobody has this address."))
        return user

    def clean_shop(self) -> Retailer | None:
        slug = self.cleaned_data["shop"].lower()
        shop = Retailer.objects.filter(slug=slug).first() if slug else None
        if slug and shop is None:
            raise forms.ValidationError(gettext("There is no such shop."))
        return shop


@for_operators
@require_safe
def show_audit(request: HttpRequest) -> HttpResponse:
    form = AuditForm(request.GET)
    criteria = _criteria(form)
    return show_entries(
        request,
        "operators/audit.html",
        form,
        all_entries(form.cleaned_data["shop"] if criteria else None),
        criteria,
        read_lines=lines_for_operators,
        timezone=settings.TIME_ZONE,
    )


def _criteria(form: AuditForm) -> Filter | None:
    if not form.is_valid():
        return None
    values = form.cleaned_data
    return Filter(
        kind=values["kind"],
        person=values["person"] and values["person"].pk,
        since=values["since"],
        until=values["until"],
    )
