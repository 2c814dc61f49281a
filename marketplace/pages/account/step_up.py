"""Asking once more who somebody is, before a page does what is dangerous."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.logins import freshness
from marketplace.accounts.models import User
from marketplace.pages.account.forms import PROOF, code_field
from marketplace.pages.shared.forms import RefusableForm
from marketplace.pages.shared.hosts import local_path
from marketplace.pages.shared.shoppers import account_of
from tenants.kernel.errors import Refusal

View = Callable[..., HttpResponse]
OWN = ("csrfmiddlewaretoken", "step_up", "step_up-code", "step_up-password", "step_up-back")


class StepUpForm(RefusableForm):
    """The code of whoever has a second factor, else the password."""

    code = code_field(label=PROOF)
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs["prefix"] = "step_up"
        super().__init__(*args, **kwargs)
        del self.fields["password" if user.second_factor_at else "code"]
        (field,) = self.fields.values()
        field.widget.attrs["autofocus"] = True


def step_up(view: View) -> View:
    """A POST is asked about first, unless the login is fresh; what was sent is sent on with the
    answer, so that nothing must be filled in again. Stands inside the gate of the page."""

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or freshness.is_fresh(request):
            return view(request, *args, **kwargs)
        user = account_of(request)
        form = StepUpForm(request.POST if "step_up" in request.POST else None, user=user)
        if form.is_bound and form.is_valid():
            try:
                freshness.confirm_login(user=user, request=request, **form.cleaned_data)
                return view(request, *args, **kwargs)
            except Refusal as refusal:
                form.show_refusal(refusal)
        return _ask(request, form)

    return gate


def step_up_if(is_dangerous: Callable[..., bool]) -> Callable[[View], View]:
    """As `step_up`, of those POSTs alone that are dangerous; it is called as the page is."""

    def decorate(view: View) -> View:
        with_proof = step_up(view)

        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            chosen = with_proof if is_dangerous(request, *args, **kwargs) else view
            return chosen(request, *args, **kwargs)

        return gate

    return decorate


def _ask(request: HttpRequest, form: StepUpForm) -> HttpResponse:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN
        for value in values
    ]
    context = {
        "form": form,
        "sent": fields,
        "action": request.get_full_path(),
        "back": _way_back(request),
    }
    answer = render(request, "account/step_up.html", context, status=403)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _way_back(request: HttpRequest) -> str:
    """The page whose button was pressed, for whoever leaves it; "" if the browser does not say."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    path = came_from.path if came_from.netloc == request.get_host() else ""
    return local_path(request.POST.get("step_up-back", path), "")
