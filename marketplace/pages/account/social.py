"""Logging in by Google, Apple or Facebook; on the marketplace's host, whose address they know.

A shop's host leads there by the hand-off. docs/decisions/0012-social-login.md has the rules.
"""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from marketplace.accounts.social import services
from marketplace.accounts.social.authorizations import SECONDS, Authorization
from marketplace.accounts.social.providers import Provider, get_provider
from marketplace.pages.account.auth import form_methods, landing, welcome
from marketplace.pages.shared.hosts import next_of
from marketplace.requests.clients import client_address
from marketplace.requests.cookies import keep_private
from tenants.kernel.errors import NotFound, Refusal
from tenants.registry.hosts import market_url

COOKIE = "galleria_social"
LONGEST = 2000  # of a code, as the API takes it


@never_cache
@require_safe
def start(request: HttpRequest, provider: str) -> HttpResponse:
    """To the provider."""
    chosen = _provider(provider)
    if request.user.is_authenticated:
        return redirect(next_of(request, landing(request)))
    authorization = Authorization.begin(chosen, next_path=next_of(request, ""))
    response = redirect(authorization.address(chosen, redirect_uri=_own_address(provider)))
    keep_private(response, COOKIE, authorization.sign(), max_age=SECONDS, path=_cookie_path())
    return response


@never_cache
@csrf_exempt  # comes from the provider by design; the state in this browser protects it
@form_methods
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider's answer, to which browsers add no cookie when it is a form: asked once more."""
    if request.method == "POST":
        query = {name: request.POST.get(name, "")[:LONGEST] for name in ("code", "state", "error")}
        return redirect(f"{_own_address(provider)}?{urlencode(query)}")
    authorization = Authorization.read(request.COOKIES.get(COOKIE, ""))
    response = _answer(request, provider, authorization)
    response.delete_cookie(COOKIE, path=_cookie_path(), samesite="Lax")
    return response


def _answer(
    request: HttpRequest, provider: str, authorization: Authorization | None
) -> HttpResponse:
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    label = _provider(provider).label
    if authorization is None or not authorization.is_answered_by(provider=provider, state=state):
        text = gettext("The login by %(provider)s did not begin in this browser, or too long ago.")
        return _begin_again(request, text % {"provider": label})
    if not code or len(code) > LONGEST:
        text = gettext("You are not logged in: %(provider)s did not confirm it.")
        return _begin_again(request, text % {"provider": label}, authorization.next_path)
    try:
        user = services.log_in(
            provider=provider,
            address=client_address(request),
            code=code,
            redirect_uri=_own_address(provider),
            code_verifier=authorization.verifier,
            nonce=authorization.nonce,
        )
    except Refusal as refusal:
        return _begin_again(request, refusal.sentence, authorization.next_path)
    return welcome(request, user, next_path=authorization.next_path)


def _begin_again(request: HttpRequest, sentence: str, next_path: str = "") -> HttpResponse:
    messages.error(request, sentence)
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return redirect(reverse("login") + query)


def _provider(name: str) -> Provider:
    try:
        return get_provider(name)
    except NotFound as missing:
        raise Http404(missing.detail) from missing


def _own_address(provider: str) -> str:
    return market_url() + reverse("social-done", args=[provider])


def _cookie_path() -> str:
    return "/auth/social/"
