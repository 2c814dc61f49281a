"""What the fields of an address are called in a country, for a form that is being filled in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.pages.shared.forms import AddressForm
from tenants.kernel.postal.fields import BY_COUNTRY

DAY = 86_400  # seconds


@require_safe
@cache_control(public=True, max_age=DAY)
def show_labels(request: HttpRequest) -> HttpResponse:
    """The labels of `country`, each to be swapped for the one that stands on the page."""
    form = AddressForm(initial={"country": request.GET.get("country", "")})
    form.name_by_country()
    fields = [form[name] for name in BY_COUNTRY]
    return render(request, "components/address_labels.html", {"fields": fields})
