"""The application for a shop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.pages.market.application_form import ApplicationForm, initial_of
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import hit
from tenants.kernel.errors import Refusal
from tenants.registry import services


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    user = account_of(request) if request.user.is_authenticated else None
    form = ApplicationForm(request.POST or None, initial=initial_of(user))
    if request.method == "POST" and form.is_valid():
        try:
            hit("apply-address", client_address(request))
            services.apply_for_shop(**form.cleaned_data)
        except Refusal as refusal:
            form.show_refusal(refusal)
        else:
            return redirect("apply-done")
    return show_form(request, "marketplace/apply/apply.html", form)


@require_safe
def show_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/apply/done.html")
