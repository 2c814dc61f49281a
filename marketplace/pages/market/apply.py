"""Applying for a shop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.pages.market.application_form import ApplicationForm
from marketplace.pages.shared.shoppers import account_of
from marketplace.requests.clients import client_address
from marketplace.requests.throttles import hit
from tenants.kernel.errors import Refusal
from tenants.registry import services


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    user = account_of(request) if request.user.is_authenticated else None
    form = ApplicationForm(request.POST or None, initial=ApplicationForm.known(user))
    if request.method == "POST" and form.is_valid():
        try:
            hit("apply-address", client_address(request))
            services.apply_for_shop(**form.cleaned_data)
        except Refusal as refusal:
            form.show_refusal(refusal)
        else:
            return redirect("apply-done")
    status = 422 if form.errors else 200
    return render(request, "marketplace/apply/apply.html", {"form": form}, status=status)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/apply/done.html")
