"""Logging in by a one-time code instead of a password; on every host."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from marketplace.accounts.models import Challenge
from marketplace.accounts.proofs import challenges
from marketplace.pages.account.auth import form_methods, landing, welcome
from marketplace.pages.account.forms import CodeAnswerForm, CodeRequestForm
from marketplace.pages.shared.forms import show_form
from marketplace.pages.shared.hosts import next_of
from marketplace.pages.shared.links import with_query
from marketplace.requests.clients import client_address
from tenants.kernel.errors import Refusal


@never_cache
@form_methods
def request_code(request: HttpRequest) -> HttpResponse:
    """The same answer for every name: a code is on its way, if there is such an account."""
    if request.user.is_authenticated:
        return redirect(next_of(request, landing(request)))
    form = CodeRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        identifier = form.cleaned_data["identifier"]
        try:
            challenge = challenges.request_code(
                identifier=identifier,
                purpose=Challenge.Purpose.LOGIN,
                channel="",
                address=client_address(request),
            )
        except Refusal as refusal:
            form.show_refusal(refusal)
        else:
            return _ask(request, _blank(challenge.uuid, identifier))
    return _page(request, "account/login_code.html", form)


@never_cache
@sensitive_post_parameters("code")
@form_methods
def answer_code(request: HttpRequest) -> HttpResponse:
    """The code logs in; an account with a second factor is asked for that one too."""
    form = CodeAnswerForm(request.POST or None)
    if not form.has_challenge:
        return redirect(with_query(request, reverse("login-code")))
    if not form.is_valid():
        return _ask(request, form)
    try:
        answered = challenges.answer_code(
            challenge=form.cleaned_data["challenge"],
            code=form.cleaned_data["code"],
            address=client_address(request),
        )
        _require_login(answered)
    except Refusal as refusal:
        form.show_refusal(refusal)
        return _ask(request, form)
    return welcome(request, answered.user)


def _require_login(answered: challenges.Answered) -> None:
    if answered.purpose != Challenge.Purpose.LOGIN:
        raise challenges.CodeRefused(gettext("It was asked for something else than a login."))


def _blank(challenge: UUID, identifier: str) -> CodeAnswerForm:
    return CodeAnswerForm(initial={"challenge": challenge, "identifier": identifier})


def _ask(request: HttpRequest, form: CodeAnswerForm) -> HttpResponse:
    identifier = form["identifier"].value()
    return _page(request, "account/login_code_answer.html", form, identifier=identifier)


def _page(
    request: HttpRequest, template: str, form: CodeRequestForm | CodeAnswerForm, **context: object
) -> HttpResponse:
    return show_form(request, template, form, next=next_of(request, ""), **context)
